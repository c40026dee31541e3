from django.urls import path

from convivio.opendata.moving_in import views

patterns = [
    path("workbooks/", views.workbooks, name="workbooks"),
    path("workbooks/empty.xlsx", views.empty, name="workbook_empty"),
    path("workbooks/<str:token>/", views.preview, name="workbook"),
    path("workbooks/<str:token>/refused.<str:ending>", views.report, name="workbook_report"),
    path("workbooks/<str:token>/confirmation/", views.confirmation, name="workbook_confirmation"),
    path("workbooks/<str:token>/result/", views.result, name="workbook_result"),
    path("workbooks/<str:token>/taking-back/", views.taking_back, name="workbook_taking_back"),
]
