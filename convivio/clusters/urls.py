from django.urls import path

from convivio.clusters import claim_views, founding_views, office_views, views

app_name = "clusters"
urlpatterns = [
    path("", views.cluster_list, name="list"),
    path("of/<slug:slug>/", views.of_organisation, name="of_organisation"),
    path("claims/", claim_views.claims, name="claims"),
    path("claims/<int:number>/", claim_views.claim, name="claim"),
    path("members/<slug:slug>/signatories/", claim_views.member_signatories, name="member_signatories"),
    path(
        "members/<slug:slug>/signatories/<int:number>/ending/",
        claim_views.member_signatory_ending,
        name="member_signatory_ending",
    ),
    path("<slug:slug>/offices/", office_views.offices, name="offices"),
    path("<slug:slug>/offices/invitations/", office_views.office_invitations, name="office_invitations"),
    path(
        "<slug:slug>/offices/invitations/<int:number>/ending/",
        office_views.office_invitation_end,
        name="office_invitation_end",
    ),
    path("<slug:slug>/offices/giving-back/", office_views.offices_given_back, name="offices_given_back"),
    path("<slug:slug>/offices/undoing/", office_views.offices_undoing, name="offices_undoing"),
    path("<slug:slug>/offices/hand-over/", office_views.offices_handing_over, name="offices_handing_over"),
    path("<slug:slug>/offices/<int:number>/ending/", office_views.office_ending, name="office_ending"),
    path("new/", founding_views.cluster_founding, name="founding"),
]
