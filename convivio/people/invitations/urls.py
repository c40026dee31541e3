"""The addresses that a letter of invitation opens."""

from django.urls import path

from convivio.people.invitations import views

patterns = [
    path("mandates/", views.mandates, name="mandates"),
    path("invitations/<str:secret>/", views.invitation, name="invitation"),
    path("invitations/<str:secret>/acceptance/", views.acceptance, name="acceptance"),
    path("invitations/<str:secret>/declining/", views.declining, name="declining"),
]
