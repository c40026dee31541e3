"""Every address of the site, room by room."""

from django.urls import include, path
from django.views.i18n import set_language

from convivio.clusters import founding_views as founding
from convivio.clusters import mail_views
from convivio.web import views as web

urlpatterns = [
    path("healthz", web.healthz, name="healthz"),
    path("language/", set_language, name="set_language"),
    path("web/", include("convivio.web.urls")),
    path("people/", include("convivio.people.urls")),
    path("account/", include("allauth.account.urls")),
    path("account/2fa/", include("allauth.mfa.urls")),
    path("account/identity/", include("allauth.socialaccount.urls")),
    path("account/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("notices/", include("convivio.notices.urls")),
    path("files/", include("convivio.files.urls")),
    path("search/", include("convivio.search.urls")),
    path("organisations/", include("convivio.organisations.urls")),
    path("mail/", mail_views.mail_trial, name="mail"),
    path("setup/", founding.setting_up, name="setup"),
    path("clusters/", include("convivio.clusters.urls")),
    path("", include("convivio.pages.urls")),
    path("dues/", include("convivio.dues.urls")),
    path("memberships/", include("convivio.memberships.urls")),
    path("office/", include("convivio.office.urls")),
    path("ideas/", include("convivio.ideas.urls")),
    path("exchanges/", include("convivio.exchanges.urls")),
    path("skills/", include("convivio.skills.urls")),
    path("needs/", include("convivio.needs.urls")),
    path("resources/", include("convivio.resources.urls")),
    path("projects/", include("convivio.trackrecord.urls")),
    path("calls/", include("convivio.calls.urls")),
    path("consortia/", include("convivio.consortia.urls")),
    path("partners/", include("convivio.matching.urls")),
    path("import/", include("convivio.opendata.urls")),
    path("trace/", include("convivio.tracing.urls")),
    path("api/", include("convivio.api.urls")),
    path("", include("convivio.home.urls")),
]

handler400 = "convivio.web.refusals.bad_request"
handler403 = "convivio.web.refusals.forbidden"
handler404 = "convivio.web.refusals.missing"
handler429 = "convivio.web.refusals.too_many"
handler500 = "convivio.web.refusals.broken"
