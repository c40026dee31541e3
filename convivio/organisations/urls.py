from django.urls import path

from convivio.organisations import views
from convivio.organisations.accreditations import urls as accreditations
from convivio.organisations.claims import urls as claims
from convivio.organisations.editing import urls as editing
from convivio.organisations.mandates import urls as mandates
from convivio.organisations.merging import urls as merging

app_name = "organisations"
urlpatterns = [
    *merging.patterns,
    *editing.patterns,
    *accreditations.patterns,
    *mandates.patterns,
    *claims.patterns,
    path("", views.directory, name="list"),
    path("points.json", views.map_points, name="points"),
    path("organisations.<str:ending>", views.taken_away, name="export"),
    path("likely-doubles/", views.doubles, name="doubles"),
    path("likely-doubles/<int:number>/settlement/", views.settlement, name="settlement"),
    path("<slug:slug>/", views.page, name="page"),
    path("<slug:slug>/edit/", views.editing, name="edit"),
]
