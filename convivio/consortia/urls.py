from django.urls import path

from convivio.consortia import views

app_name = "consortia"
urlpatterns = [
    path("", views.consortium_list, name="list"),
    path("<int:number>/", views.page, name="page"),
    path("<int:number>/description/", views.description, name="description"),
    path("<int:number>/seats/", views.seats, name="seats"),
    path("<int:number>/seats/<int:seat>/role/", views.seat_role, name="role"),
    path("<int:number>/seats/<int:seat>/departure/", views.departure, name="departure"),
    path("<int:number>/departures/<int:departure>/return/", views.seat_again, name="return"),
    path("<int:number>/budget/", views.budget, name="budget"),
    path("<int:number>/setting-aside/", views.setting_aside, name="setting_aside"),
    path("<int:number>/taking-back/", views.taking_back, name="taking_back"),
    path("<int:number>/export/<slug:form>/", views.export, name="export"),
]
