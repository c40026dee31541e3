from django.urls import path

from convivio.people import views

app_name = "people"
urlpatterns = [
    path("acting-for/", views.acting_for, name="acting_for"),
    path("account/", views.account, name="account"),
    path("account/tokens/", views.tokens, name="tokens"),
    path("account/tokens/<int:number>/end/", views.token_end, name="token_end"),
    path("demonstration/", views.picker, name="picker"),
]
