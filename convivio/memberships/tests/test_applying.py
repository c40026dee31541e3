import pytest
from django.core import mail
from django.utils.timezone import now

from convivio.activity.models import OutboxMessage, Trace
from convivio.kernel.errors import NotAllowed
from convivio.memberships import applying, links
from convivio.memberships.errors import (
    ApplicationIsIncomplete,
    ApplicationMovedOn,
    AppliedAlready,
    LinkOpensNothing,
    StepChangedMeanwhile,
)
from convivio.memberships.models import Application, ReturnLink, State
from convivio.memberships.tests.factories import RESOLVED, application_in, cluster_with_categories, writer
from convivio.memberships.writers import Writer
from convivio.notices.handing_out import work_off
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.acting import NOBODY, acting_as
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def secret_in_the_last_letter() -> str:
    text = OutboxMessage.objects.latest("pk").payload["text"]
    return str(text.split("/link/")[1].split("/")[0])


def test_a_letter_opens_a_new_application_once() -> None:
    links.ask_for_link(cluster_with_categories(), "ines@lume-tenue.example", language="it")
    secret = secret_in_the_last_letter()

    opened = links.open_link(secret, by=NOBODY)

    assert opened.application is not None
    assert opened.application.state == State.DRAFT
    with pytest.raises(LinkOpensNothing):
        links.open_link(secret, by=NOBODY)


def test_the_next_letter_to_the_same_address_finds_what_was_begun() -> None:
    cluster = cluster_with_categories()
    opened = []
    for _letter in range(2):
        links.ask_for_link(cluster, "ines@lume-tenue.example", language="it")
        opened.append(links.open_link(secret_in_the_last_letter(), by=NOBODY).application_id)

    assert opened[0] == opened[1]


def test_only_the_digest_of_a_secret_is_kept() -> None:
    links.ask_for_link(cluster_with_categories(), "ines@lume-tenue.example", language="it")
    link = ReturnLink.objects.get()

    assert secret_in_the_last_letter() not in str(vars(link))


def test_an_expired_link_opens_nothing() -> None:
    links.ask_for_link(cluster_with_categories(), "ines@lume-tenue.example", language="it")
    secret = secret_in_the_last_letter()
    ReturnLink.objects.update(expires_at=now())

    with pytest.raises(LinkOpensNothing):
        links.open_link(secret, by=NOBODY)


def test_an_address_gets_few_letters_an_hour_and_hears_nothing_of_it() -> None:
    cluster = cluster_with_categories()
    for _letter in range(links.MOST_FOR_AN_ADDRESS + 3):
        links.ask_for_link(cluster, "ines@lume-tenue.example", language="it")

    assert OutboxMessage.objects.count() == links.MOST_FOR_AN_ADDRESS


def test_a_colleague_goes_on_with_a_link_and_a_stranger_does_not() -> None:
    application = application_in("draft")
    secret = links.share(application, "olmo@lume-tenue.example", language="it", by=writer(application))
    link = links.open_link(secret, by=NOBODY)

    applying.keep_answers(
        application, "sharing", {"brings": "Lenti"}, seen=0, by=Writer(NOBODY, frozenset([link.pk]))
    )

    assert application.answers["brings"] == "Lenti"
    with pytest.raises(NotAllowed):
        applying.keep_answers(application, "sharing", {}, seen=1, by=Writer(NOBODY, frozenset([link.pk + 1])))


def test_whoever_speaks_for_the_organisation_writes_too() -> None:
    mandate = MandateFactory.create(right="speak")
    application = application_in("draft", organisation=mandate.organisation)

    applying.withdraw(application, by=Writer(acting_as(mandate.person)))

    assert application.state == State.WITHDRAWN


def test_the_second_of_two_who_write_one_step_is_told() -> None:
    application = application_in("draft", begun_by=PersonFactory.create())
    colleague = Writer(acting_as(application.begun_by))
    applying.keep_answers(application, "sharing", {"brings": "Sale"}, seen=0, by=colleague)

    with pytest.raises(StepChangedMeanwhile):
        applying.keep_answers(application, "sharing", {"brings": "Pepe"}, seen=0, by=writer(application))

    assert Application.objects.get().answers["brings"] == "Sale"


def test_who_writes_alone_is_never_in_their_own_way() -> None:
    application = application_in("draft")
    for seen in (0, 0, 1):
        applying.keep_answers(application, "sharing", {"brings": "Sale"}, seen=seen, by=writer(application))

    assert applying.revision_of(application, "sharing") == 3


def test_sending_is_traced_and_told_to_the_applicant_in_their_language() -> None:
    application = application_in("draft")

    applying.send(application, by=writer(application))

    assert Trace.objects.about(application.key).filter(verb="application.sent").exists()
    letter = OutboxMessage.objects.latest("pk").payload
    assert letter["to"] == application.email
    assert "has your application" in letter["subject"]


def test_what_is_missing_is_named_and_nothing_is_sent() -> None:
    application = application_in("draft", answers={"vat": "", "city": "", "accepts_statute": False})

    with pytest.raises(ApplicationIsIncomplete) as refusal:
        applying.send(application, by=writer(application))

    for said in ("codice fiscale", "comune", "statuto"):
        assert said in refusal.value.message
    assert Application.objects.get().state == State.DRAFT


@pytest.mark.parametrize("lacking", ["resolution", "resolved_on", "effective_on"])
def test_a_public_body_needs_its_resolution_with_both_days(lacking: str) -> None:
    application = application_in("draft", answers={**RESOLVED, lacking: ""})

    with pytest.raises(ApplicationIsIncomplete):
        applying.send(application, by=writer(application))


def test_a_stale_page_cannot_send_twice() -> None:
    application = application_in("draft")
    as_read_before = Application.objects.get()
    applying.send(application, by=writer(application))

    with pytest.raises(ApplicationMovedOn):
        applying.send(as_read_before, by=writer(application))


def test_two_applications_of_one_organisation_are_not_under_way_at_once() -> None:
    organisation = OrganisationFactory.create()
    first = application_in("sent", organisation=organisation)
    second = application_in("draft", first.cluster, organisation=organisation)

    with pytest.raises(AppliedAlready):
        applying.send(second, by=writer(second))

    assert Application.objects.get(pk=second.pk).state == State.DRAFT


def test_who_signs_for_an_organisation_hears_that_somebody_applied_in_its_name() -> None:
    mandate = MandateFactory.create(right="sign")
    application = application_in("draft", organisation=mandate.organisation)

    applying.send(application, by=writer(application))

    work_off()
    assert mandate.person.email in {letter.to[0] for letter in mail.outbox}


def test_what_was_withdrawn_can_be_taken_up_again() -> None:
    application = application_in("sent")
    applying.withdraw(application, by=writer(application))
    applying.take_up(application, by=writer(application))

    assert application.state == State.DRAFT
    with pytest.raises(ApplicationMovedOn):
        applying.take_up(application, by=writer(application))
