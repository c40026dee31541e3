"""The addresses under which an organisation says who acts for it."""

from django.urls import path

from convivio.organisations.mandates import handing_views, views

patterns = [
    path("<slug:slug>/people/", views.people, name="people"),
    path("<slug:slug>/people/invitations/", views.people_invitations, name="people_invitations"),
    path(
        "<slug:slug>/people/invitations/<int:number>/ending/",
        views.people_invitation_end,
        name="people_invitation_end",
    ),
    path("<slug:slug>/people/undoing/", views.people_undoing, name="people_undoing"),
    path("<slug:slug>/people/hand-over/", handing_views.handing_over, name="handing_over"),
    path("<slug:slug>/people/handed-over/", handing_views.handed_over, name="handed_over"),
    path("<slug:slug>/people/<int:number>/", views.person_rights, name="person_rights"),
    path("<slug:slug>/people/<int:number>/ending/", views.person_ending, name="person_ending"),
]
