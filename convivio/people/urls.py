from django.urls import path

from convivio.people import views

app_name = "people"
urlpatterns = [
    path("acting-for/", views.acting_for, name="acting_for"),
    path("demonstration/", views.picker, name="picker"),
]
