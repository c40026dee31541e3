from django.urls import path

from convivio.calls import views

app_name = "calls"
urlpatterns = [
    path("", views.call_list, name="list"),
    path("rules/", views.rule_set_list, name="rule_sets"),
    path("rules/<slug:name>/", views.rule_set_page, name="rule_set"),
    path("<slug:slug>/", views.call_page, name="page"),
    path("<slug:slug>/calendar.ics", views.calendar, name="calendar"),
]
