from django.urls import path

from convivio.organisations import views

app_name = "organisations"
urlpatterns = [
    path("", views.directory, name="list"),
    path("points.json", views.map_points, name="points"),
    path("organisations.<str:ending>", views.taken_away, name="export"),
    path("likely-doubles/", views.doubles, name="doubles"),
    path("likely-doubles/<int:number>/settlement/", views.settlement, name="settlement"),
    path("concepts-like/", views.concepts_like, name="concepts_like"),
    path("<slug:slug>/", views.page, name="page"),
    path("<slug:slug>/edit/", views.editing, name="edit"),
]
