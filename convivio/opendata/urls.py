from django.urls import path

from convivio.opendata import views
from convivio.opendata.moving_in import urls as moving_in

app_name = "opendata"
urlpatterns = [
    *moving_in.patterns,
    path("members/", views.members, name="members"),
    path("members/sample.<str:ending>", views.sample_file, name="sample"),
    path("members/<str:token>/columns/", views.columns, name="columns"),
    path("members/<str:token>/", views.preview, name="preview"),
    path("members/<str:token>/confirmation/", views.confirmation, name="confirmation"),
    path("members/<str:token>/result/", views.result, name="result"),
    path("members/<str:token>/taking-back/", views.taking_back, name="taking_back"),
]
