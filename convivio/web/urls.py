from django.urls import path

from convivio.web import views

app_name = "web"
urlpatterns = [
    path("appearance/", views.appearance, name="appearance"),
    path("style/", views.style, name="style"),
]
