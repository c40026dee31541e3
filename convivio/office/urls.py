from django.urls import path

from convivio.office.views import circulars, contacts, deeds, encounters, member, members, quiet, stopping

app_name = "office"
urlpatterns = [
    path("", members.door, name="door"),
    path("circulars/stop/<str:token>/", stopping.stopping, name="stopping"),
    path("<slug:cluster>/", members.members, name="members"),
    path("<slug:cluster>/members.<slug:ending>", members.members_file, name="members_file"),
    path("<slug:cluster>/views/", members.views, name="views"),
    path("<slug:cluster>/views/<int:number>/removal/", members.view_removal, name="view_removal"),
    path("<slug:cluster>/deeds/", deeds.deeds, name="deeds"),
    path("<slug:cluster>/deeds/done/", deeds.deeds_done, name="deeds_done"),
    path("<slug:cluster>/deeds/<int:number>/undoing/", deeds.deed_undoing, name="deed_undoing"),
    path("<slug:cluster>/members/<slug:slug>/", member.member, name="member"),
    path("<slug:cluster>/members/<slug:slug>/notes/", member.notes, name="notes"),
    path(
        "<slug:cluster>/members/<slug:slug>/notes/<int:number>/removal/",
        member.note_removal,
        name="note_removal",
    ),
    path("<slug:cluster>/quiet/", quiet.quiet, name="quiet"),
    path("<slug:cluster>/quiet.<slug:ending>", quiet.quiet_file, name="quiet_file"),
    path("<slug:cluster>/expiring/", quiet.expiring, name="expiring"),
    path("<slug:cluster>/expiring.<slug:ending>", quiet.expiring_file, name="expiring_file"),
    path("<slug:cluster>/encounters/", encounters.encounters, name="encounters"),
    path("<slug:cluster>/encounters.<slug:ending>", encounters.encounters_file, name="encounters_file"),
    path("<slug:cluster>/encounters/writing/", encounters.encounter_writing, name="encounter_writing"),
    path(
        "<slug:cluster>/encounters/<int:number>/removal/",
        encounters.encounter_removal,
        name="encounter_removal",
    ),
    path("<slug:cluster>/contacts/", contacts.contacts, name="contacts"),
    path("<slug:cluster>/contacts.<slug:ending>", contacts.contacts_file, name="contacts_file"),
    path("<slug:cluster>/contacts/writing/", contacts.contact_writing, name="contact_writing"),
    path("<slug:cluster>/contacts/<int:number>/", contacts.contact, name="contact"),
    path("<slug:cluster>/contacts/<int:number>/keeping/", contacts.contact_keeping, name="contact_keeping"),
    path("<slug:cluster>/contacts/<int:number>/removal/", contacts.contact_removal, name="contact_removal"),
    path("<slug:cluster>/circulars/", circulars.circulars, name="circulars"),
    path("<slug:cluster>/circulars/writing/", circulars.circular_beginning, name="circular_beginning"),
    path("<slug:cluster>/circulars/<int:number>/", circulars.circular, name="circular"),
    path(
        "<slug:cluster>/circulars/<int:number>/writing/", circulars.circular_writing, name="circular_writing"
    ),
    path(
        "<slug:cluster>/circulars/<int:number>/for/<int:person>/", circulars.circular_for, name="circular_for"
    ),
    path("<slug:cluster>/circulars/<int:number>/trial/", circulars.circular_trial, name="circular_trial"),
    path(
        "<slug:cluster>/circulars/<int:number>/sending/", circulars.circular_sending, name="circular_sending"
    ),
    path(
        "<slug:cluster>/circulars/<int:number>/removal/", circulars.circular_removal, name="circular_removal"
    ),
]
