from django.urls import path

from convivio.people import views
from convivio.people.invitations import urls as invitations
from convivio.people.privacy import urls as privacy

app_name = "people"
urlpatterns = [
    path("acting-for/", views.acting_for, name="acting_for"),
    path("account/", views.account, name="account"),
    *privacy.patterns,
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<int:number>/end/", views.token_end, name="token_end"),
    *invitations.patterns,
    path("demonstration/", views.picker, name="picker"),
]
