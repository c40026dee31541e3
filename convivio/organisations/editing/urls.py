"""The addresses under which an organisation keeps its profile."""

from django.urls import path

from convivio.organisations.editing import logo_views, views

patterns = [
    path("organisations-like/", views.organisations_like, name="like"),
    path("<slug:slug>/logo/<str:digest>.png", logo_views.logo, name="logo_picture"),
    path("<slug:slug>/confirmations/", views.confirmations, name="confirmations"),
    path("<slug:slug>/edit/facts/", views.particulars_page, name="particulars"),
    path("<slug:slug>/edit/numbers/", views.numbers_page, name="numbers"),
    path("<slug:slug>/edit/numbers/<int:number>/removal/", views.number_removal, name="number_removal"),
    path("<slug:slug>/edit/places/", views.sites_page, name="sites"),
    path("<slug:slug>/edit/places/<int:number>/", views.site_page, name="site"),
    path("<slug:slug>/edit/places/<int:number>/removal/", views.site_removal, name="site_removal"),
    path("<slug:slug>/edit/belonging/", views.belonging_page, name="belonging"),
    path("<slug:slug>/edit/belonging/<int:number>/release/", views.unit_release, name="unit_release"),
    path("<slug:slug>/edit/logo/", views.logo_page, name="logo"),
]
