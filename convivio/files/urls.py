from django.urls import path

from convivio.files import views

app_name = "files"
urlpatterns = [path("<str:token>/", views.file, name="file")]
