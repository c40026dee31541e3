"""The addresses under which people decide about their own data."""

from django.urls import path

from convivio.people.privacy import views

patterns = [
    path("account/privacy/", views.privacy, name="privacy"),
    path("account/privacy/visibility/", views.visibility, name="visibility"),
    path("account/privacy/consents/", views.consents, name="consents"),
    path("account/privacy/copy/", views.own_copy, name="own_copy"),
    path("account/privacy/erasure/", views.erasure, name="erasure"),
    path("account/privacy/erasure/end/", views.erasure_undone, name="erasure_undone"),
    path("<int:number>/erasure/", views.erasure_of_another, name="erasure_of_another"),
]
