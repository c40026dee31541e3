from django.urls import path

from convivio.resources.views import (
    bookings,
    catalogue,
    feeds,
    files,
    owning,
    resource,
    series,
    together,
    use,
)

app_name = "resources"
urlpatterns = [
    path("", catalogue.resource_list, name="list"),
    path("new/", owning.new, name="new"),
    path("bookings/", bookings.bookings, name="bookings"),
    path("bookings/bookings.<slug:ending>", bookings.bookings_file, name="bookings_file"),
    path("bookings/<int:number>/", bookings.booking, name="booking"),
    path("bookings/<int:number>/moving/", bookings.moving, name="moving"),
    path("bookings/<int:number>/answer/", bookings.answer, name="answer"),
    path("bookings/<int:number>/cancelling/", bookings.cancelling, name="cancelling"),
    path("bookings/<int:number>/use/", bookings.use, name="use"),
    path("bookings/<int:number>/calendar/", bookings.calendar, name="calendar"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/<slug:key>.ics", feeds.feed, name="feed"),
    path("together/", together.choosing, name="together"),
    path("together/<int:number>/", together.page, name="together_page"),
    path("use/<slug:cluster>/", use.use, name="use_of_members"),
    path("of/<slug:slug>/", catalogue.of_organisation, name="of_organisation"),
    path("waiting/<int:number>/giving-up/", resource.giving_up, name="giving_up"),
    path("<slug:slug>/", resource.page, name="page"),
    path("<slug:slug>/edit/", owning.editing, name="edit"),
    path("<slug:slug>/files/", files.files, name="files"),
    path("<slug:slug>/files/<int:number>/", files.file, name="file"),
    path("<slug:slug>/standing/", owning.standing, name="standing"),
    path("<slug:slug>/booking/", resource.booking_of, name="book"),
    path("<slug:slug>/series/", series.new, name="series"),
    path("<slug:slug>/waiting/", resource.waiting_for, name="wait"),
    path("<slug:slug>/closures/", owning.closing, name="close"),
    path("<slug:slug>/closures/<int:number>/ending/", owning.reopening, name="reopen"),
]
