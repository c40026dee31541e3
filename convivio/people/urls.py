from django.urls import path

from convivio.people import invitation_views, privacy_views, views

app_name = "people"
urlpatterns = [
    path("acting-for/", views.acting_for, name="acting_for"),
    path("account/", views.account, name="account"),
    path("account/privacy/", privacy_views.privacy, name="privacy"),
    path("account/privacy/visibility/", privacy_views.visibility, name="visibility"),
    path("account/privacy/consents/", privacy_views.consents, name="consents"),
    path("account/privacy/copy/", privacy_views.own_copy, name="own_copy"),
    path("account/privacy/erasure/", privacy_views.erasure, name="erasure"),
    path("account/privacy/erasure/end/", privacy_views.erasure_undone, name="erasure_undone"),
    path("<int:number>/erasure/", privacy_views.erasure_of_another, name="erasure_of_another"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<int:number>/end/", views.token_end, name="token_end"),
    path("mandates/", invitation_views.mandates, name="mandates"),
    path("invitations/<str:secret>/", invitation_views.invitation, name="invitation"),
    path("invitations/<str:secret>/acceptance/", invitation_views.acceptance, name="acceptance"),
    path("invitations/<str:secret>/declining/", invitation_views.declining, name="declining"),
    path("demonstration/", views.picker, name="picker"),
]
