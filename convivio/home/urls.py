from django.urls import path

from convivio.home import views

app_name = "home"
urlpatterns = [
    path("", views.front, name="front"),
    path("could-win/", views.could_win, name="could_win"),
    path("could-work-with/", views.could_work_with, name="could_work_with"),
    path("about/", views.about, name="about"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
