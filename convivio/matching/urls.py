from django.urls import path

from convivio.matching import views

app_name = "matching"
urlpatterns = [
    path("", views.find, name="find"),
    path("mine/", views.questions, name="list"),
    path("of-call/<slug:slug>/", views.of_call, name="of_call"),
    path("for-table/<int:number>/", views.for_table, name="for_table"),
    path("<str:address>/", views.answers, name="answers"),
    path("<str:address>/evidence/", views.evidence, name="evidence"),
    path("<str:address>/picks/", views.picks, name="picks"),
    path("<str:address>/rules/", views.rules, name="rules"),
    path("<str:address>/table/", views.table, name="table"),
]
