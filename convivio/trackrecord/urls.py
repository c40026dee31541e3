from django.urls import URLPattern

app_name = "trackrecord"
urlpatterns: list[URLPattern] = []
