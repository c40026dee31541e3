"""The addresses under which somebody claims an organisation."""

from django.urls import path

from convivio.organisations.claims import views

patterns = [
    path("<slug:slug>/claim/", views.claim, name="claim"),
    path("<slug:slug>/claim/withdrawal/", views.claim_withdrawal, name="claim_withdrawal"),
]
