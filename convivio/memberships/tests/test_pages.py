import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from convivio.activity.models import OutboxMessage
from convivio.clusters.models import Membership
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory, coordinator, office_of
from convivio.memberships.models import Application, Enclosure, State
from convivio.memberships.tests.factories import VAT, application_in, cluster_with_categories
from convivio.organisations.tests.factories import IdentifierFactory, MandateFactory, OrganisationFactory
from convivio.people.models import Person
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
ENGLISH = {"accept-language": "en"}


def page(client: Client, name: str, *named: Any, **asked: str) -> str:
    response = client.get(reverse(f"memberships:{name}", args=named), asked, headers=ENGLISH)
    assert response.status_code == 200
    return response.content.decode()


def sent(client: Client, name: str, /, *named: Any, **data: Any) -> Any:
    return client.post(reverse(f"memberships:{name}", args=named), data, headers=ENGLISH)


def applicant(client: Client, application: Application) -> None:
    client.force_login(Person.objects.get_or_create(email=application.email)[0])


def without_tokens(html: str) -> str:
    return re.sub(r'csrfmiddlewaretoken" value="[^"]+|X-CSRFToken": "[^"]+', "", html)


def test_a_known_and_an_unknown_address_get_the_same_answer(client: Client) -> None:
    cluster = cluster_with_categories()
    application_in("draft", cluster, email="nota@lume-tenue.example")

    pages = [
        sent(client, "apply", cluster.slug, email=f"{who}@lume-tenue.example").content.decode()
        for who in ("nota", "mai-vista")
    ]

    known, unknown = (without_tokens(one) for one in pages)
    assert known.replace("nota@", "mai-vista@") == unknown
    assert OutboxMessage.objects.count() == 2


def test_a_letter_leads_a_browser_without_account_to_an_application(client: Client) -> None:
    cluster = cluster_with_categories()
    sent(client, "apply", cluster.slug, email="ines@lume-tenue.example")
    secret = OutboxMessage.objects.get().payload["text"].split("/link/")[1].split("/")[0]
    assert "Open the application" in page(client, "link", secret)

    opened = sent(client, "link", secret)

    application = Application.objects.get()
    assert opened.url == application.get_absolute_url()
    assert client.get(opened.url).status_code == 200
    assert Client().get(opened.url).status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_bad_link_answers_alike(client: Client, method: str) -> None:
    cluster = cluster_with_categories()
    sent(client, "apply", cluster.slug, email="ines@lume-tenue.example")
    used = OutboxMessage.objects.get().payload["text"].split("/link/")[1].split("/")[0]
    sent(client, "link", used)

    answers = [getattr(Client(), method)(reverse("memberships:link", args=[one])) for one in (used, "niente")]

    assert [one.status_code for one in answers] == [404, 404]
    first, second = (without_tokens(one.content.decode()) for one in answers)
    assert first.replace(used, "niente") == second


def test_a_step_is_kept_quietly_and_by_its_button(client: Client) -> None:
    application = application_in("draft", answers={"brings": ""})
    applicant(client, application)
    address = reverse("memberships:step", args=[application.pk, "sharing"])

    quiet = client.post(
        address, {"brings": "Lenti", "seen": "0", "quietly": "yes"}, headers={"hx-request": "true", **ENGLISH}
    )
    kept: Any = client.post(address, {"brings": "Lenti buone", "looks_for": "Prove", "seen": "1"})

    assert b"Kept." in quiet.content
    assert kept.url == reverse("memberships:step", args=[application.pk, "signing"])
    assert Application.objects.get().answers["brings"] == "Lenti buone"


def test_a_wrong_answer_is_said_and_stays_in_the_form(client: Client) -> None:
    application = application_in("draft")
    applicant(client, application)

    answer = sent(client, "step", application.pk, "organisation", name="Lume", vat="IT123", seen="0")

    assert answer.status_code == 422
    assert b'value="IT123"' in answer.content
    assert Application.objects.get().answers["vat"] == VAT


def test_an_empty_step_is_no_mistake(client: Client) -> None:
    application = application_in("draft")
    applicant(client, application)

    answer = sent(client, "step", application.pk, "signing", seen="0")

    assert answer.url == application.get_absolute_url()
    assert "things are missing" in page(client, "application", application.pk)


def test_the_second_who_keeps_a_step_reads_why_not_and_keeps_what_was_typed(client: Client) -> None:
    colleague = PersonFactory.create()
    application = application_in("draft", begun_by=colleague)
    client.force_login(colleague)
    sent(client, "step", application.pk, "sharing", brings="Sale", seen="0")
    applicant(client, application)

    answer = sent(client, "step", application.pk, "sharing", brings="Pepe", seen="0")

    assert answer.status_code == 409
    assert b"A colleague wrote here" in answer.content
    assert b"Pepe" in answer.content


def test_an_organisation_on_record_is_found_by_its_number_and_only_if_it_may_be_seen(client: Client) -> None:
    seen = IdentifierFactory.create(scheme="vat", value=VAT).organisation
    hidden = OrganisationFactory.create(name="Riservata", only_for_members=True)
    IdentifierFactory.create(organisation=hidden, scheme="vat", value=VAT)
    application = application_in("draft")
    applicant(client, application)

    html = page(client, "organisation", application.pk, q="01234567897")

    assert seen.name in html
    assert "Riservata" not in html
    assert sent(client, "organisation", application.pk, organisation=str(hidden.pk)).status_code == 404
    sent(client, "organisation", application.pk, organisation=str(seen.pk))
    assert Application.objects.get().organisation == seen


def test_a_document_is_a_file_for_those_who_may_read_the_application(client: Client) -> None:
    application = application_in("draft")
    applicant(client, application)
    file = SimpleUploadedFile("statuto.html", b"%PDF-1.7 prova", content_type="text/html")
    sent(client, "documents", application.pk, kind="statute", file=file)
    enclosure = Enclosure.objects.get()
    address = reverse("memberships:document", args=[application.pk, enclosure.token])

    answer = client.get(address)

    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["Content-Disposition"].startswith("attachment")
    client.force_login(office_of(application.cluster))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(
    "content", [b"<script>alert(1)</script>", b"MZ\x90", b"", b"%PDF-" + b"0" * 6_000_000]
)
def test_a_document_of_another_kind_is_refused(client: Client, content: bytes) -> None:
    application = application_in("draft")
    applicant(client, application)

    answer = sent(
        client, "documents", application.pk, kind="other", file=SimpleUploadedFile("statuto.pdf", content)
    )

    assert answer.status_code == 422
    assert not Enclosure.objects.exists()


def test_a_colleague_s_link_is_shown_once(client: Client) -> None:
    application = application_in("draft")
    applicant(client, application)

    shown = sent(client, "colleagues", application.pk, email="olmo@lume-tenue.example").content.decode()

    assert "/memberships/applications/link/" in shown
    assert "/memberships/applications/link/" not in page(client, "application", application.pk)


def test_from_the_office_to_the_board_to_a_member(client: Client) -> None:
    application = application_in("sent")
    cluster = application.cluster
    client.force_login(office_of(cluster))
    assert "Lume Tenue" in page(client, "place", cluster.slug)

    sent(client, "check", cluster.slug, application.pk)
    wrong = sent(client, "decision", cluster.slug, application.pk, outcome="admit", decided_on="2026-01-10")
    data = {"outcome": "admit", "decided_on": "2026-01-10", "votes_for": "5", "member_from": "2026-02-01"}
    sent(client, "decision", cluster.slug, application.pk, **data)

    assert wrong.status_code == 422
    assert Application.objects.get().state == State.ADMITTED
    assert "Lume Tenue" in page(client, "on", cluster.slug, day="2026-02-01")
    assert "Lume Tenue" not in page(client, "on", cluster.slug, day="2026-01-31")


def test_the_second_in_the_office_reads_that_somebody_was_quicker(client: Client) -> None:
    application = application_in("board")
    client.force_login(office_of(application.cluster))

    answer = sent(client, "check", application.cluster.slug, application.pk)

    assert answer.status_code == 409
    assert b"Somebody moved this application on meanwhile" in answer.content


def test_what_nobody_has_sent_is_not_the_office_s_to_read(client: Client) -> None:
    application = application_in("draft")
    client.force_login(office_of(application.cluster))

    address = reverse("memberships:looked_at", args=[application.cluster.slug, application.pk])
    assert client.get(address).status_code == 404
    assert "Lume Tenue" not in page(client, "place", application.cluster.slug)


def test_another_office_finds_nothing_and_the_coordinator_totals_without_a_name(client: Client) -> None:
    application = application_in("sent")
    place = reverse("memberships:place", args=[application.cluster.slug])
    client.force_login(office_of(ClusterFactory.create()))
    assert client.get(place).status_code == 404

    client.force_login(coordinator())

    html = page(client, "place", application.cluster.slug)
    assert "applications with the office" in html
    assert "Lume Tenue" not in html
    assert client.get(f"{place}applications/{application.pk}/").status_code == 404
    assert client.get(f"{place}on/").status_code == 404


def test_the_table_has_exactly_who_was_a_member_and_runs_no_formula(client: Client) -> None:
    cluster = cluster_with_categories()
    MembershipFactory.create(cluster=cluster, organisation__name="=cmd()")
    MembershipFactory.create(cluster=cluster, organisation__name="Uscita", ended=True)
    client.force_login(office_of(cluster))

    answer = client.get(reverse("memberships:on_file", args=[cluster.slug, "csv"]), {"day": "2022-01-01"})

    lines = answer.content.decode().strip().splitlines()
    assert len(lines) == 2
    assert lines[1].startswith("'=cmd()")
    xlsx = client.get(reverse("memberships:on_file", args=[cluster.slug, "xlsx"]))
    assert xlsx.content.startswith(b"PK")


@pytest.mark.parametrize("count", [2, 20])
def test_questions_to_the_database_do_not_grow(
    client: Client, count: int, django_assert_max_num_queries
) -> None:
    cluster = cluster_with_categories()
    for _each in range(count):
        application_in("sent", cluster)
        application_in("refused", cluster)
        MembershipFactory.create(cluster=cluster)
    client.force_login(office_of(cluster))
    client.get(reverse("memberships:place", args=[cluster.slug]))

    for name in ("place", "on"):
        with django_assert_max_num_queries(16):
            page(client, name, cluster.slug)


def test_a_member_s_signatory_lets_it_leave_and_its_reader_does_not_see_the_page(client: Client) -> None:
    member = MembershipFactory.create(cluster=cluster_with_categories())
    reads, signs = (
        MandateFactory.create(organisation=member.organisation, right=right).person
        for right in ("read", "sign")
    )
    client.force_login(reads)
    assert client.get(member.get_absolute_url()).status_code == 404

    client.force_login(signs)
    assert "Leave the cluster" in page(client, "membership", member.pk)
    sent(client, "leaving", member.pk, on="2999-12-31", sure="on")

    assert Membership.objects.get().ending == "left"


def test_a_refused_form_of_a_membership_says_why(client: Client) -> None:
    member = MembershipFactory.create(cluster=cluster_with_categories())
    client.force_login(office_of(member.cluster))
    data = {"from_on": "2026-02-01", "until_on": "2026-01-01", "reason": "Quota"}

    answer = sent(client, "suspension", member.pk, **data)

    assert answer.status_code == 422
    assert b"The last day comes before the first." in answer.content


def test_the_office_names_a_category(client: Client) -> None:
    cluster = cluster_with_categories()
    client.force_login(office_of(cluster))

    sent(client, "categories", cluster.slug, name_it="Fondazione", name_en="Foundation")

    assert "Foundation" in page(client, "categories", cluster.slug)
    assert "Foundation" in page(client, "apply", cluster.slug)


def test_the_pages_speak_italian_too(client: Client) -> None:
    cluster = cluster_with_categories()

    assert (
        "Mandami il collegamento"
        in client.get(reverse("memberships:apply", args=[cluster.slug])).content.decode()
    )
