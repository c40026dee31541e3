"""An office moves in with one workbook: looked at sheet by sheet, then all of it or nothing, and back again."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate, now

from convivio.activity.models import OutboxMessage, Trace
from convivio.clusters.models import Cluster, Membership, Office
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory, office_of
from convivio.dues.ledger import flaws
from convivio.dues.models import Account, Charge, CreditNote, Notice, Payment
from convivio.dues.reports import report_of, statement_of
from convivio.dues.tests.factories import member, paid
from convivio.kernel.errors import BadInput, NotAllowed
from convivio.office.models import Contact
from convivio.opendata.errors import CannotBeTakenBack, FileIsGone, FileIsTakenIn
from convivio.opendata.models import Workbook
from convivio.opendata.moving_in import actions, taking_in
from convivio.opendata.moving_in.plan import Whole
from convivio.opendata.moving_in.tests import books
from convivio.opendata.sent_files import forget_late_files
from convivio.organisations.models import Mandate, Organisation
from convivio.organisations.tests.factories import MandateFactory
from convivio.people.acting import Acting, acting_as
from convivio.people.invitations.inviting import may_still_give
from convivio.people.models import Invitation, Person
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
PANARO = ("Officina Panaro srl", books.VAT, "PMI", "Modena", date(2019, 3, 12))
FEE = ("Officina Panaro srl", 2025, "annuale", 500, date(2025, 1, 20), date(2025, 2, 19))


@pytest.fixture
def cluster() -> Cluster:
    return ClusterFactory.create()


@pytest.fixture
def office(cluster: Cluster) -> Acting:
    return acting_as(office_of(cluster), cluster.key)


def sent(office: Acting, cluster: Cluster, content: bytes) -> Workbook:
    return actions.send_workbook(SimpleUploadedFile("soci.xlsx", content), cluster, acting=office)


def looked_at(office: Acting, cluster: Cluster, **sheets: books.Rows) -> Whole:
    return actions.preview(sent(office, cluster, books.book(**sheets)), acting=office)


def taken_in(office: Acting, cluster: Cluster, content: bytes, **said: Any) -> Workbook:
    found = sent(office, cluster, content)
    actions.take_in_workbook(found, acting=office, **said)
    return found


def refusals(whole: Whole) -> list[tuple[str, str, str]]:
    return [(one.sheet, one.cell, one.said) for one in whole.report()]


def only_refusal(whole: Whole) -> tuple[str, str, str]:
    (found,) = refusals(whole)
    return found


def test_one_workbook_brings_members_people_rights_dues_and_contacts(
    cluster: Cluster, office: Acting
) -> None:
    taken_in(office, cluster, books.one_of_each())

    held = Membership.objects.get(cluster=cluster)
    assert (held.organisation.name, held.from_on) == ("Officina Panaro srl", date(2019, 3, 12))
    bice = Person.objects.get(email="bice@panaro.example")
    assert (bice.name, bice.job, bice.mandates.count()) == ("Bice Galli", "titolare", 7)
    notice = Notice.objects.get()
    assert (notice.total, notice.on, notice.due_on) == (
        Decimal("1200.50"), date(2025, 1, 20), date(2025, 2, 19)
    )  # fmt: skip
    assert Payment.objects.get().on == date(2025, 2, 10)
    assert Contact.objects.get().organisation_name == "Fondazione Valdora"


def test_nobody_is_written_to(cluster: Cluster, office: Acting) -> None:
    taken_in(office, cluster, books.one_of_each())

    assert not OutboxMessage.objects.exists()
    assert not Invitation.objects.exists()


def test_the_people_are_invited_by_letter_when_the_office_says_so(cluster: Cluster, office: Acting) -> None:
    done = taken_in(office, cluster, books.one_of_each(), invites=True)

    letter = Invitation.objects.get()
    assert (letter.email, letter.invited_by, done.made["letters"]) == (
        "bice@panaro.example", office.person, [letter.pk]
    )  # fmt: skip
    assert OutboxMessage.objects.count() == 1


def test_each_sheet_says_what_becomes_of_its_rows(cluster: Cluster, office: Acting) -> None:
    found = sent(office, cluster, books.one_of_each())

    counts = actions.preview(found, acting=office).counts()

    one_new = {"new": 1, "changed": 0, "same": 0, "refused": 0}
    assert counts == dict.fromkeys(("organisations", "people", "mandates", "dues", "contacts"), one_new)
    assert not Organisation.objects.exists()


def test_the_same_workbook_a_second_time_changes_nothing(cluster: Cluster, office: Acting) -> None:
    taken_in(office, cluster, books.one_of_each())
    again = sent(office, cluster, books.one_of_each())

    whole = actions.preview(again, acting=office)

    assert {code: one["same"] for code, one in whole.counts().items()} == dict.fromkeys(whole.sheets, 1)
    with pytest.raises(BadInput, match="nothing to write"):
        actions.take_in_workbook(again, acting=office)


def test_a_workbook_is_taken_in_once(cluster: Cluster, office: Acting) -> None:
    done = taken_in(office, cluster, books.one_of_each())

    with pytest.raises(FileIsTakenIn):
        actions.take_in_workbook(done, acting=office)


def test_the_office_of_another_cluster_may_not(cluster: Cluster, office: Acting) -> None:
    found = sent(office, cluster, books.one_of_each())
    stranger = acting_as(office_of(ClusterFactory.create()))

    for act in (actions.take_in_workbook, actions.take_back_workbook):
        with pytest.raises(NotAllowed):
            act(found, acting=stranger)
    with pytest.raises(NotAllowed):
        sent(stranger, cluster, books.one_of_each())


def test_a_wrong_row_holds_up_all_of_it_unless_it_is_left_out(cluster: Cluster, office: Acting) -> None:
    found = sent(office, cluster, books.book(Soci=[PANARO, ("Beta srl", "123", "PMI", "Modena")]))

    with pytest.raises(BadInput, match="1 row is refused, so nothing was written"):
        actions.take_in_workbook(found, acting=office)
    assert not Organisation.objects.exists()

    actions.take_in_workbook(found, leave_out_refused=True, acting=office)
    assert Organisation.objects.get().name == "Officina Panaro srl"


def test_a_sheet_without_the_column_it_needs_holds_up_all_of_it(cluster: Cluster, office: Acting) -> None:
    found = sent(office, cluster, books.book(Soci=[PANARO], people=[("Bice",)]))

    with pytest.raises(BadInput, match="“people” lacks a column: E-mail address"):
        actions.take_in_workbook(found, acting=office)


def test_a_row_that_refers_to_a_refused_organisation_says_so(cluster: Cluster, office: Acting) -> None:
    whole = looked_at(
        office, cluster, Soci=[("Beta srl", "123", "PMI", "Modena")], Quote=[("Beta srl", *FEE[1:])]
    )

    assert refusals(whole)[0][:2] == ("Soci", "B2")
    assert refusals(whole)[1] == ("Quote", "A2", "“Beta srl” is refused on the sheet of organisations.")


def test_an_organisation_that_nobody_knows_is_refused_with_its_cell(cluster: Cluster, office: Acting) -> None:
    whole = looked_at(office, cluster, Mandati=[("bice@panaro.example", "Luna srl", "leggere")])

    sheet, cell, said = only_refusal(whole)
    assert (sheet, cell) == ("Mandati", "B2")
    assert said.startswith("Neither the sheet of organisations nor your members know “Luna srl”")


BAD_CELLS = {
    "a formula": (("Officina Panaro srl", 2025, "annuale", "=500*2", FEE[4]), "D2", "A formula is not read"),
    "a doubtful dot": (
        ("Officina Panaro srl", 2025, "annuale", "1.200", FEE[4]),
        "D2",
        "is no amount of euros",
    ),
    "words": (("Officina Panaro srl", 2025, "annuale", "molto", FEE[4]), "D2", "is no amount of euros"),
    "nought": (("Officina Panaro srl", 2025, "annuale", 0, FEE[4]), "D2", "above nought"),
    "no amount": (("Officina Panaro srl", 2025, "annuale", None, FEE[4]), "D2", "Say how much"),
    "no day": (("Officina Panaro srl", 2025, "annuale", 500, None), "E2", "on which day the notice"),
    "a day as words": (("Officina Panaro srl", 2025, "annuale", 500, "31/02/2025"), "E2", "is no day"),
    "a day to come": (("Officina Panaro srl", 2025, "annuale", 500, date(2099, 1, 1)), "E2", "still to come"),
    "due before": ((*FEE[:5], date(2024, 1, 1)), "F2", "due before it was issued"),
    "another kind": (("Officina Panaro srl", 2025, "regalo", 500, FEE[4]), "C2", "is no kind of fee"),
    "no year": (("Officina Panaro srl", "25", "annuale", 500, FEE[4]), "B2", "is no year"),
    "before it joined": (
        ("Officina Panaro srl", 2018, "annuale", 500, FEE[4]),
        "B2",
        "was no member in 2018",
    ),
    "paid, but when": ((*FEE, None, 500), "G2", "on which day it was paid"),
    "paid too much": ((*FEE, date(2025, 2, 10), 600), "H2", "More was paid than asked"),
}


@pytest.mark.parametrize(("row", "cell", "sentence"), BAD_CELLS.values(), ids=BAD_CELLS)
def test_a_fee_that_cannot_be_is_refused_with_its_cell(
    cluster: Cluster, office: Acting, row: tuple[Any, ...], cell: str, sentence: str
) -> None:
    sheet, found, said = only_refusal(looked_at(office, cluster, Soci=[PANARO], Quote=[row]))

    assert (sheet, found) == ("Quote", cell)
    assert sentence in said


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1.200,50", "1200.50"),
        ("1,200.50", "1200.50"),
        ("€ 500", "500.00"),
        (1200.5, "1200.50"),
        ("1.200.000", "1200000.00"),
    ],
)
def test_euros_are_read_as_people_write_them(
    cluster: Cluster, office: Acting, written: object, amount: str
) -> None:
    taken_in(office, cluster, books.book(Soci=[PANARO], Quote=[(*FEE[:3], written, *FEE[4:])]))

    assert Charge.objects.get().amount == Decimal(amount)


def test_the_same_fee_twice_in_a_sheet_is_refused(cluster: Cluster, office: Acting) -> None:
    assert only_refusal(looked_at(office, cluster, Soci=[PANARO], Quote=[FEE, FEE])) == (
        "Quote", "A3", "It is the same as row 2.",
    )  # fmt: skip


def test_a_fee_that_is_asked_here_already_for_another_amount_is_refused(
    cluster: Cluster, office: Acting
) -> None:
    taken_in(office, cluster, books.book(Soci=[PANARO], Quote=[FEE]))

    whole = looked_at(office, cluster, Quote=[(*FEE[:3], 600, *FEE[4:])])

    assert only_refusal(whole)[1] == "D2"


def test_what_was_paid_since_is_added_to_a_fee_that_is_here(cluster: Cluster, office: Acting) -> None:
    taken_in(office, cluster, books.book(Soci=[PANARO], Quote=[(*FEE, date(2025, 2, 1), 200)]))

    taken_in(office, cluster, books.book(Quote=[(*FEE, date(2025, 3, 1), 500)]))

    assert [one.amount for one in Payment.objects.order_by("pk")] == [200, 300]
    assert report_of(cluster, localdate()).total.open == 0


def test_a_former_member_keeps_its_days_and_its_dues(cluster: Cluster, office: Acting) -> None:
    content = books.book(Soci=[(*PANARO, date(2023, 12, 31))], Quote=[(FEE[0], 2023, *FEE[2:])])

    taken_in(office, cluster, content)

    held = Membership.objects.get()
    assert (held.from_on, held.until_on, held.ending) == (date(2019, 3, 12), date(2023, 12, 31), "left")
    assert Charge.objects.get().membership == held


def test_days_that_are_on_record_in_part_are_refused(cluster: Cluster, office: Acting) -> None:
    held = MembershipFactory.create(cluster=cluster, organisation__name="Officina Panaro srl", ended=True)
    held.organisation.identifiers.create(scheme="vat", value=f"IT{books.VAT}")

    sheet, cell, said = only_refusal(looked_at(office, cluster, Soci=[PANARO]))

    assert (sheet, cell) == ("Soci", "E2")
    assert "on record as a member on some of these days" in said


def test_rights_are_not_given_where_somebody_signs(cluster: Cluster, office: Acting) -> None:
    held = member(cluster, name="Officina Panaro srl")
    MandateFactory.create(organisation=held.organisation, right="sign")

    whole = looked_at(office, cluster, Mandati=[("bice@panaro.example", "Officina Panaro srl", "firmare")])

    said = "Somebody signs for Officina Panaro srl: they decide who else acts for it."
    assert only_refusal(whole) == ("Mandati", "B2", said)


def test_somebody_who_signs_by_now_stops_what_was_only_shown(cluster: Cluster, office: Acting) -> None:
    held = member(cluster, name="Officina Panaro srl")
    content = books.book(Mandati=[("bice@panaro.example", "Officina Panaro srl", "firmare")])
    found = sent(office, cluster, content)
    MandateFactory.create(organisation=held.organisation, right="sign")

    with pytest.raises(BadInput, match="1 row is refused"):
        actions.take_in_workbook(found, acting=office)
    assert Mandate.objects.count() == 1


def test_what_was_only_looked_at_gives_no_right_where_somebody_signs_by_now(
    cluster: Cluster, office: Acting
) -> None:
    held = member(cluster, name="Officina Panaro srl")
    whole = looked_at(office, cluster, Mandati=[("bice@panaro.example", "Officina Panaro srl", "firmare")])
    MandateFactory.create(organisation=held.organisation, right="sign")

    with pytest.raises(NotAllowed):
        taking_in.take_in(whole, cluster, file_name="soci.xlsx", digest="", by=office)


def test_a_letter_opens_nothing_once_its_writer_left_the_office(cluster: Cluster, office: Acting) -> None:
    taken_in(office, cluster, books.one_of_each(), invites=True)
    letter = Invitation.objects.get()
    assert may_still_give(letter)
    Office.objects.filter(person=office.person).update(cluster=ClusterFactory.create())

    assert not may_still_give(letter)


def test_rights_are_given_for_members_alone(cluster: Cluster, office: Acting) -> None:
    left = [(*PANARO, date(2023, 12, 31))]
    rights = [("bice@panaro.example", PANARO[0], "tutti")]

    assert "is no member today" in only_refusal(looked_at(office, cluster, Soci=left, Mandati=rights))[2]


def test_a_mandate_of_the_past_begins_today(cluster: Cluster, office: Acting) -> None:
    row = ("bice@panaro.example", PANARO[0], "leggere e votare", "01/01/2020", date(2099, 12, 31))

    taken_in(office, cluster, books.book(Soci=[PANARO], Mandati=[row]))

    held = Mandate.objects.order_by("right")
    assert [(one.right, one.from_on, one.until_on) for one in held] == [
        ("read", localdate(), date(2099, 12, 31)),
        ("vote", localdate(), date(2099, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("row", "cell", "sentence"),
    [
        (("niente", PANARO[0], "leggere"), "A2", "is not an e-mail address"),
        (("a@b.example", PANARO[0], "volare"), "C2", "“volare” is no right; there are: read"),
        (("a@b.example", PANARO[0], ""), "C2", "Say what they may do"),
        (
            ("a@b.example", PANARO[0], "leggere", "", "01/01/2020"),
            "E2",
            "The last day comes before the first.",
        ),
        (("a@b.example", PANARO[0], "leggere", "01/01/2019", "01/01/2020"), "E2", "It is over already"),
    ],
)
def test_a_mandate_that_cannot_be_is_refused_with_its_cell(
    cluster: Cluster, office: Acting, row: tuple[str, ...], cell: str, sentence: str
) -> None:
    found = only_refusal(looked_at(office, cluster, Soci=[PANARO], Mandati=[row]))

    assert found[:2] == ("Mandati", cell)
    assert sentence in found[2]


def test_somebody_who_is_here_already_is_the_same_person_and_keeps_their_name(
    cluster: Cluster, office: Acting
) -> None:
    known = PersonFactory.create(email="bice@panaro.example", name="Beatrice Galli")

    done = taken_in(office, cluster, books.one_of_each())

    assert done.made["people"] == []
    known.refresh_from_db()
    assert (known.name, known.mandates.count()) == ("Beatrice Galli", 7)


def test_it_is_not_told_that_an_address_is_known_elsewhere(cluster: Cluster, office: Acting) -> None:
    PersonFactory.create(email="bice@panaro.example")

    whole = looked_at(office, cluster, Persone=[("Bice", "bice@panaro.example")])

    assert whole.counts()["people"]["new"] == 1


def test_the_ledger_equals_the_reports(cluster: Cluster, office: Acting) -> None:
    taken_in(office, cluster, books.a_whole_cluster())

    report = report_of(cluster, localdate())
    statements = sum(
        statement_of(one.organisation, cluster)[-1].balance for one in Account.objects.filter(cluster=cluster)
    )
    assert flaws(cluster) == []
    assert report.total.asked == sum(one.amount for one in Charge.objects.all()) * 100
    assert report.bank == report.total.received == sum(one.amount for one in Payment.objects.all()) * 100
    assert Decimal(report.total.open) / 100 == statements


def test_a_workbook_can_be_taken_back_to_the_last_row(cluster: Cluster, office: Acting) -> None:
    content = books.book(
        Soci=[PANARO],
        Persone=[("Bice", "bice@panaro.example", PANARO[0])],
        Mandati=[("bice@panaro.example", PANARO[0], "tutti")],
        Contatti=[("Dario Nenni", "dario@valdora.example")],
    )
    done = taken_in(office, cluster, content, invites=True)

    actions.take_back_workbook(done, acting=office)

    left = (Organisation.objects, Membership.objects, Mandate.objects, Contact.objects)
    assert [rows.count() for rows in left] == [0, 0, 0, 0]
    assert not Person.objects.filter(email="bice@panaro.example").exists()
    assert Invitation.objects.get().revoked_at is not None


def test_taking_dues_back_reverses_them_and_says_what_stays(cluster: Cluster, office: Acting) -> None:
    done = taken_in(office, cluster, books.one_of_each())

    actions.take_back_workbook(done, acting=office)

    report = report_of(cluster, localdate())
    assert (report.total.open, report.bank, report.credit, flaws(cluster)) == (0, 0, 0, [])
    assert (CreditNote.objects.count(), Payment.objects.exclude(reversed_on=None).count()) == (1, 1)
    assert (done.undone["memberships_staying"], done.undone["organisations_staying"]) == (1, 1)


def test_what_was_taken_back_can_come_again(cluster: Cluster, office: Acting) -> None:
    actions.take_back_workbook(taken_in(office, cluster, books.one_of_each()), acting=office)

    taken_in(office, cluster, books.one_of_each())

    assert Charge.objects.filter(is_cancelled=False).count() == 1
    assert Mandate.objects.count() == 7
    assert flaws(cluster) == []


def test_an_account_that_was_used_since_stays(cluster: Cluster, office: Acting) -> None:
    done = taken_in(office, cluster, books.one_of_each())
    Person.objects.filter(email="bice@panaro.example").update(last_login=now())

    actions.take_back_workbook(done, acting=office)

    assert done.undone["people_staying"] == 1
    assert not Mandate.objects.exists()


@pytest.mark.parametrize("after", [timedelta(minutes=61), timedelta(days=2)])
def test_after_an_hour_nothing_is_taken_back(cluster: Cluster, office: Acting, after: timedelta) -> None:
    done = taken_in(office, cluster, books.one_of_each())

    with time_machine.travel(now() + after), pytest.raises(CannotBeTakenBack):
        actions.take_back_workbook(done, acting=office)


def test_it_is_taken_back_once(cluster: Cluster, office: Acting) -> None:
    done = taken_in(office, cluster, books.one_of_each())
    actions.take_back_workbook(done, acting=office)

    with pytest.raises(CannotBeTakenBack):
        actions.take_back_workbook(done, acting=office)


def test_a_workbook_that_nobody_took_in_is_forgotten_after_a_day(cluster: Cluster, office: Acting) -> None:
    found = sent(office, cluster, books.one_of_each())
    path = found.path

    assert forget_late_files(now() + timedelta(days=1, minutes=1)) == 1

    assert not path.exists()
    with pytest.raises(FileIsGone):
        actions.preview(found, acting=office)


def test_the_trace_says_that_the_office_did_it(cluster: Cluster, office: Acting) -> None:
    taken_in(office, cluster, books.one_of_each())

    entry = Trace.objects.get(verb="workbook.taken_in")
    assert (entry.subject, entry.acting_for, entry.facts["dues"]["new"]) == (cluster.key, cluster.key, 1)
    verbs = set(Trace.objects.values_list("verb", flat=True))
    assert {"members.taken_in", "mandate.given", "dues.taken_over", "dues.paid", "contact.written"} <= verbs


def test_an_open_credit_pays_what_is_taken_over(cluster: Cluster, office: Acting) -> None:
    taken_in(office, cluster, books.book(Soci=[PANARO], Quote=[(*FEE, date(2025, 2, 10))]))
    paid(cluster, "300", office, Account.objects.get())

    taken_in(office, cluster, books.book(Quote=[(FEE[0], 2024, *FEE[2:])]))

    report = report_of(cluster, localdate())
    assert (report.total.open, report.credit, flaws(cluster)) == (20_000, 0, [])
