from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate

from convivio.activity.models import OutboxMessage, Trace
from convivio.clusters.models import Membership
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory
from convivio.kernel.errors import NotAllowed
from convivio.memberships import checking, deciding
from convivio.memberships.deciding import Decided, decide
from convivio.memberships.errors import (
    AlreadyAMember,
    ApplicationMovedOn,
    OrganisationIsOnRecord,
    UnsoundDecision,
)
from convivio.memberships.models import Application, BoardDecision, State
from convivio.memberships.tests.factories import RESOLVED, VAT, application_in, as_board, as_office, writer
from convivio.organisations.models import Identifier, Mandate, Organisation
from convivio.organisations.tests.factories import IdentifierFactory, MandateFactory, OrganisationFactory
from convivio.people.acting import Acting

pytestmark = pytest.mark.django_db


def ask_for_the_statute(application: Application, *, by: Acting) -> None:
    checking.ask_for_more(application, "Lo statuto", by=by)


ACTS = [checking.pass_to_board, ask_for_the_statute]


def admitted(**unusual: object) -> Decided:
    today = localdate()
    usual = {
        "outcome": "admit",
        "decided_on": today,
        "votes_for": 5,
        "votes_against": 1,
        "member_from": today,
    }
    return Decided(**{**usual, **unusual})  # type: ignore[arg-type]


def test_the_office_puts_a_checked_application_before_the_board() -> None:
    application = application_in("sent")

    checking.pass_to_board(application, by=as_office(application.cluster))

    assert application.state == State.BOARD
    assert OutboxMessage.objects.get().payload["to"] == application.email


def test_the_office_gives_it_back_with_words_that_the_applicant_reads() -> None:
    application = application_in("sent")

    checking.ask_for_more(application, "Manca lo statuto.", by=as_office(application.cluster))

    assert application.state == State.RETURNED
    assert "Manca lo statuto." in OutboxMessage.objects.get().payload["text"]


@pytest.mark.parametrize("act", ACTS)
def test_the_second_of_two_in_the_office_is_refused(act) -> None:
    application = application_in("sent")
    as_read_by_the_second = Application.objects.get()
    checking.pass_to_board(application, by=as_office(application.cluster))

    with pytest.raises(ApplicationMovedOn, match="davanti al consiglio"):
        act(as_read_by_the_second, by=as_office(application.cluster))


@pytest.mark.parametrize("act", ACTS)
def test_another_office_the_board_and_the_applicant_may_not_check(act) -> None:
    application = application_in("sent")
    others = [as_office(ClusterFactory.create()), as_board(application.cluster), writer(application).acting]

    for other in others:
        with pytest.raises(NotAllowed):
            act(application, by=other)

    assert Application.objects.get().state == State.SENT


def test_the_office_can_take_it_back_from_the_board() -> None:
    application = application_in("board")

    checking.take_back(application, by=as_office(application.cluster))

    assert application.state == State.SENT


def test_who_is_admitted_is_a_member_from_that_day_with_an_organisation_of_its_own() -> None:
    application = application_in("board")
    first_day = localdate() + timedelta(days=20)

    decide(application, admitted(member_from=first_day), by=as_board(application.cluster))

    membership = Membership.objects.get()
    assert (membership.from_on, membership.category) == (first_day, "sme")
    assert membership.organisation.name == "Lume Tenue S.r.l."
    assert Identifier.objects.get().value == VAT
    assert application.membership == membership


def test_its_people_may_act_for_it_and_the_one_who_signs_may_do_all() -> None:
    application = application_in("board")
    decide(application, admitted(), by=as_office(application.cluster))

    rights: dict[str, set[str]] = {}
    for mandate in Mandate.objects.select_related("person"):
        rights.setdefault(mandate.person.email, set()).add(mandate.right)
    assert rights == {
        application.email: {"read", "edit", "speak"},
        "olmo@lume-tenue.example": {"read", "edit", "speak", "book", "vote", "sign", "pay"},
    }


def test_the_one_who_is_named_as_signing_is_told_by_a_letter_of_their_own() -> None:
    application = application_in("board")
    decide(application, admitted(), by=as_office(application.cluster))

    to_whom = {one.payload["to"]: one.payload["text"] for one in OutboxMessage.objects.all()}
    assert set(to_whom) == {application.email, "olmo@lume-tenue.example"}
    assert "/organisations/lume-tenue-srl/people/" in to_whom["olmo@lume-tenue.example"]


def test_an_applicant_who_signs_gets_one_letter() -> None:
    application = application_in("board", answers={"signatory_email": "olmo@lume-tenue.example"})
    Application.objects.update(email="olmo@lume-tenue.example")
    decide(Application.objects.get(), admitted(), by=as_office(application.cluster))

    assert [one.payload["to"] for one in OutboxMessage.objects.all()] == ["olmo@lume-tenue.example"]


def test_nobody_gets_a_mandate_where_somebody_signs_already() -> None:
    mandate = MandateFactory.create(right="sign")
    application = application_in("board", organisation=mandate.organisation)

    decide(application, admitted(), by=as_board(application.cluster))

    assert list(Mandate.objects.all()) == [mandate]


def test_a_public_body_keeps_its_resolution() -> None:
    application = application_in("board", answers=RESOLVED)

    decide(application, admitted(member_from=date(2027, 1, 1)), by=as_board(application.cluster))

    membership = Membership.objects.get()
    assert (membership.resolution, membership.resolved_on) == ("Giunta n. 12", date(2026, 3, 2))


def test_a_refusal_says_why_and_can_be_undone() -> None:
    application = application_in("board")
    refused = Decided(outcome="refuse", decided_on=localdate(), note="Unanime", sentence="Troppo presto.")
    decide(application, refused, by=as_board(application.cluster))

    assert "Troppo presto." in OutboxMessage.objects.latest("pk").payload["text"]
    deciding.undo_refusal(application, by=as_board(application.cluster))

    assert application.state == State.BOARD
    assert BoardDecision.objects.get().undone_at is not None
    decide(application, admitted(), by=as_board(application.cluster))


@pytest.mark.parametrize(
    "unsound",
    [
        {"votes_for": None},
        {"votes_for": 2, "votes_against": 2},
        {"member_from": None},
        {"decided_on": date(2999, 1, 1)},
        {"outcome": "refuse", "sentence": ""},
    ],
)
def test_an_unsound_decision_is_refused(unsound: dict[str, object]) -> None:
    application = application_in("board")

    with pytest.raises(UnsoundDecision):
        decide(application, admitted(**unsound), by=as_board(application.cluster))

    assert not BoardDecision.objects.exists()


def test_another_board_and_the_applicant_may_not_decide() -> None:
    application = application_in("board")

    for other in (as_board(ClusterFactory.create()), writer(application).acting):
        with pytest.raises(NotAllowed):
            decide(application, admitted(), by=other)


def test_a_decision_is_recorded_once_even_when_two_do_it() -> None:
    application = application_in("board")
    as_read_by_the_second = Application.objects.get()
    decide(application, admitted(), by=as_board(application.cluster))

    with pytest.raises(ApplicationMovedOn):
        decide(as_read_by_the_second, admitted(), by=as_board(application.cluster))

    assert Membership.objects.count() == 1


def test_a_number_on_record_makes_no_double() -> None:
    known = IdentifierFactory.create(scheme="vat", value=VAT).organisation
    application = application_in("board")
    by = as_office(application.cluster)

    with pytest.raises(OrganisationIsOnRecord, match=known.name):
        decide(application, admitted(), by=by)
    checking.identify(application, known, by=by)
    decide(application, admitted(), by=by)

    assert Organisation.objects.get() == known == Membership.objects.get().organisation


def test_another_body_of_a_group_may_share_a_vat_number_but_not_a_pic() -> None:
    known = IdentifierFactory.create(scheme="vat", value=VAT).organisation
    IdentifierFactory.create(organisation=known, scheme="pic", value="999888777")
    application = application_in("board", answers={"pic": "999888777"})
    by = as_office(application.cluster)
    checking.identify(application, None, another_body=True, by=by)

    with pytest.raises(OrganisationIsOnRecord):
        decide(application, admitted(), by=by)
    Application.objects.update(answers={**application.answers, "pic": ""})
    decide(application, admitted(), by=by)

    assert Organisation.objects.count() == 2


def test_a_member_is_not_admitted_a_second_time() -> None:
    member = MembershipFactory.create(organisation=OrganisationFactory.create())
    application = application_in("board", organisation=member.organisation)
    Membership.objects.update(cluster=application.cluster)

    with pytest.raises(AlreadyAMember):
        decide(application, admitted(), by=as_board(application.cluster))

    assert Application.objects.get().state == State.BOARD
    assert not Trace.objects.filter(verb="application.admitted").exists()
