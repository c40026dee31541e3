from django.urls import path

from convivio.tracing.views import trace

app_name = "tracing"
urlpatterns = [
    path("", trace.trace, name="trace"),
    path("entries.<slug:ending>", trace.entries_file, name="entries_file"),
    path("<int:number>/", trace.entry, name="entry"),
]
