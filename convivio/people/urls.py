from django.urls import path

from convivio.people import invitation_views, views

app_name = "people"
urlpatterns = [
    path("acting-for/", views.acting_for, name="acting_for"),
    path("account/", views.account, name="account"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<int:number>/end/", views.token_end, name="token_end"),
    path("mandates/", invitation_views.mandates, name="mandates"),
    path("invitations/<str:secret>/", invitation_views.invitation, name="invitation"),
    path("invitations/<str:secret>/acceptance/", invitation_views.acceptance, name="acceptance"),
    path("invitations/<str:secret>/declining/", invitation_views.declining, name="declining"),
    path("demonstration/", views.picker, name="picker"),
]
