"""The addresses under which two records of one body become one."""

from django.urls import path

from convivio.organisations.merging import views

patterns = [
    path("merges/", views.merges, name="merges"),
    path("merges/<int:number>/undoing/", views.unmerging, name="unmerging"),
    path("<slug:slug>/merging/", views.merging, name="merging"),
    path("<slug:slug>/merging/<slug:other>/", views.merging_preview, name="merging_preview"),
]
