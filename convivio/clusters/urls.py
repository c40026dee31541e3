from django.urls import path

from convivio.clusters import views

app_name = "clusters"
urlpatterns = [
    path("", views.cluster_list, name="list"),
    path("<slug:slug>/", views.cluster_page, name="page"),
    path("of/<slug:slug>/", views.of_organisation, name="of_organisation"),
]
