from django.urls import path

from convivio.organisations import claim_views, edit_urls, people_views, views

app_name = "organisations"
urlpatterns = [
    *edit_urls.patterns,
    path("", views.directory, name="list"),
    path("points.json", views.map_points, name="points"),
    path("organisations.<str:ending>", views.taken_away, name="export"),
    path("likely-doubles/", views.doubles, name="doubles"),
    path("likely-doubles/<int:number>/settlement/", views.settlement, name="settlement"),
    path("concepts-like/", views.concepts_like, name="concepts_like"),
    path("<slug:slug>/", views.page, name="page"),
    path("<slug:slug>/edit/", views.editing, name="edit"),
    path("<slug:slug>/people/", people_views.people, name="people"),
    path("<slug:slug>/people/invitations/", people_views.people_invitations, name="people_invitations"),
    path(
        "<slug:slug>/people/invitations/<int:number>/ending/",
        people_views.people_invitation_end,
        name="people_invitation_end",
    ),
    path("<slug:slug>/people/undoing/", people_views.people_undoing, name="people_undoing"),
    path("<slug:slug>/people/hand-over/", people_views.handing_over, name="handing_over"),
    path("<slug:slug>/people/<int:number>/", people_views.person_rights, name="person_rights"),
    path("<slug:slug>/people/<int:number>/ending/", people_views.person_ending, name="person_ending"),
    path("<slug:slug>/claim/", claim_views.claim, name="claim"),
    path("<slug:slug>/claim/withdrawal/", claim_views.claim_withdrawal, name="claim_withdrawal"),
]
