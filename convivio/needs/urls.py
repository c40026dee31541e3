from django.urls import path

from convivio.needs.views import answers, board, entry, looking_after, writing

app_name = "needs"
urlpatterns = [
    path("", board.board, name="board"),
    path("feed.atom", board.feed, name="feed"),
    path("new/", writing.new, name="new"),
    path("mine/", board.mine, name="mine"),
    path("of/<slug:slug>/", board.of_organisation, name="of_organisation"),
    path("office/<slug:cluster>/", looking_after.office, name="office"),
    path("answers/<slug:address>/", answers.answer, name="answer"),
    path("answers/<slug:address>/step/", answers.step, name="step"),
    path("<slug:address>/", entry.page, name="page"),
    path("<slug:address>/reading/", entry.reading, name="read"),
    path("<slug:address>/answer/", entry.answering, name="give"),
    path("<slug:address>/edit/", writing.editing, name="edit"),
    path("<slug:address>/standing/", looking_after.standing, name="standing"),
    path("<slug:address>/facilitator/", looking_after.facilitator, name="facilitator"),
]
