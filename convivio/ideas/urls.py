from django.urls import path

from convivio.ideas.views import attaching, authors, catalogue, comments, idea, rounds, versions, writing

app_name = "ideas"
urlpatterns = [
    path("", catalogue.idea_list, name="list"),
    path("new/", writing.new, name="new"),
    path("mine/", catalogue.mine, name="mine"),
    path("of/<slug:slug>/", catalogue.of_organisation, name="of_organisation"),
    path("askings/<int:number>/answer/", authors.answer, name="answer"),
    path("comments/<int:number>/", comments.editing, name="comment"),
    path("comments/<int:number>/standing/", comments.standing, name="comment_standing"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/<int:number>/", rounds.round_page, name="round"),
    path("rounds/<int:number>/scores.csv", rounds.round_file, name="round_file"),
    path("rounds/<int:number>/closing/", rounds.closing, name="round_closing"),
    path("rounds/<int:number>/entries/<int:entry>/reviewers/", rounds.naming, name="reviewers"),
    path("reviews/<int:number>/", rounds.review, name="review"),
    path("<int:number>/handing-in/", rounds.handing_in, name="hand_in"),
    path("<int:number>/", idea.page, name="page"),
    path("<int:number>/edit/", writing.editing, name="edit"),
    path("<int:number>/stage/", idea.stage, name="stage"),
    path("<int:number>/renewal/", idea.renewal, name="renew"),
    path("<int:number>/support/", idea.support, name="support"),
    path("<int:number>/comments/", comments.writing, name="comments"),
    path("<int:number>/files/", attaching.files, name="files"),
    path("<int:number>/files/<int:file>/", attaching.file, name="file"),
    path("<int:number>/authors/", authors.asking, name="authors"),
    path("<int:number>/authors/<int:author>/ending/", authors.ending, name="author_ending"),
    path("<int:number>/versions/", versions.versions, name="versions"),
    path("<int:number>/versions/restoring/", versions.restoring, name="restore"),
]
