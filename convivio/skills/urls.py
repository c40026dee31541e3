from django.urls import path

from convivio.skills.views import catalogue, ours, skill, words

app_name = "skills"
urlpatterns = [
    path("", catalogue.skill_list, name="list"),
    path("gaps/", catalogue.gaps, name="gaps"),
    path("of/<slug:slug>/", catalogue.of_organisation, name="of_organisation"),
    path("ours/", ours.ours, name="ours"),
    path("ours/from-a-text/", ours.from_text, name="from_text"),
    path("ours/accepting/", ours.accepting, name="accept"),
    path("ours/confirming/", ours.confirming, name="confirm_all"),
    path("ours/words/", ours.proposing, name="propose"),
    path("new/", ours.new, name="new"),
    path("names-like/", ours.names_like, name="names_like"),
    path("words/", words.words, name="words"),
    path("words/<int:number>/", words.settling, name="settle"),
    path("<int:number>/", skill.page, name="page"),
    path("<int:number>/edit/", skill.editing, name="edit"),
    path("<int:number>/standing/", skill.standing, name="standing"),
    path("<int:number>/evidence/", skill.evidence, name="evidence"),
    path("<int:number>/evidence/<int:piece>/removal/", skill.evidence_removal, name="evidence_removal"),
    path("<int:number>/vouching/", skill.vouching, name="vouch"),
    path("<int:number>/courses/", skill.courses, name="courses"),
]
