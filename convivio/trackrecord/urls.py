from django.urls import path

from convivio.trackrecord import views

app_name = "trackrecord"
urlpatterns = [
    path("<int:number>/", views.project_page, name="project"),
    path("of/<slug:slug>/", views.of_organisation, name="of_organisation"),
    path("of/<slug:slug>/partners/", views.partners, name="partners"),
]
