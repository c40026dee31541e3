from django.urls import path

from convivio.notices.views import acting, choosing, reading

app_name = "notices"
urlpatterns = [
    path("", reading.notices, name="list"),
    path("read/", reading.all_read, name="all_read"),
    path("read/undoing/", reading.unread_again, name="unread_again"),
    path("preferences/", choosing.preferences, name="preferences"),
    path("stop/<str:token>/", choosing.stop, name="stop"),
    path("act/<str:token>/", acting.act, name="act"),
    path("<int:number>/", reading.opening, name="opening"),
]
