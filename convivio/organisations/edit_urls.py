"""The addresses under which an organisation's profile is kept, and two records become one."""

from django.urls import path

from convivio.organisations import accreditation_views, edit_views, logo_views, merging_views

patterns = [
    path("organisations-like/", edit_views.organisations_like, name="like"),
    path("merges/", merging_views.merges, name="merges"),
    path("merges/<int:number>/undoing/", merging_views.unmerging, name="unmerging"),
    path("<slug:slug>/merging/", merging_views.merging, name="merging"),
    path("<slug:slug>/merging/<slug:other>/", merging_views.merging_preview, name="merging_preview"),
    path("<slug:slug>/logo/<str:digest>.png", logo_views.logo, name="logo_picture"),
    path("<slug:slug>/confirmations/", edit_views.confirmations, name="confirmations"),
    path("<slug:slug>/edit/facts/", edit_views.particulars_page, name="particulars"),
    path("<slug:slug>/edit/numbers/", edit_views.numbers_page, name="numbers"),
    path("<slug:slug>/edit/numbers/<int:number>/removal/", edit_views.number_removal, name="number_removal"),
    path("<slug:slug>/edit/places/", edit_views.sites_page, name="sites"),
    path("<slug:slug>/edit/places/<int:number>/", edit_views.site_page, name="site"),
    path("<slug:slug>/edit/places/<int:number>/removal/", edit_views.site_removal, name="site_removal"),
    path("<slug:slug>/edit/belonging/", edit_views.belonging_page, name="belonging"),
    path("<slug:slug>/edit/belonging/<int:number>/release/", edit_views.unit_release, name="unit_release"),
    path("<slug:slug>/edit/logo/", edit_views.logo_page, name="logo"),
    path("<slug:slug>/accreditations/", accreditation_views.accreditations, name="accreditations"),
    path(
        "<slug:slug>/accreditations/<int:number>/ending/",
        accreditation_views.accreditation_end,
        name="accreditation_end",
    ),
]
