"""The addresses under which the offices of the network keep accreditations."""

from django.urls import path

from convivio.organisations.accreditations import views

patterns = [
    path("<slug:slug>/accreditations/", views.accreditations, name="accreditations"),
    path(
        "<slug:slug>/accreditations/<int:number>/ending/", views.accreditation_end, name="accreditation_end"
    ),
]
