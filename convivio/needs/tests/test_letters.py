"""Who hears of an entry and its answers, what the letter names, and answering from it."""

import pytest
from django.core import mail

from convivio.activity.outbox import deliver
from convivio.needs import answering
from convivio.needs.models import Answer
from convivio.needs.posting import post_entry
from convivio.needs.telling import ACCEPT, DECLINE, RENEW
from convivio.needs.tests.factories import EntryFactory
from convivio.needs.tests.people import of_office, writer
from convivio.needs.tests.test_answering import answered
from convivio.needs.tests.test_posting import columns
from convivio.notices.errors import LinkOpensNothing
from convivio.notices.handing_out import work_off
from convivio.notices.mail_acts import acting_by_letter, mail_link, signed_act, use
from convivio.organisations.models import Mandate
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.acting import Acting

pytestmark = pytest.mark.django_db


def letters_to(acting: Acting) -> str:
    work_off()
    deliver()
    email = acting.person.email if acting.person else ""
    return "\n".join(f"{one.subject}\n{one.body}" for one in mail.outbox if email in one.to)


def press(acting: Acting, act: str, key: str) -> str:
    assert acting.person
    link = mail_link(acting.person, act, key, acting_for=acting.key)
    signed = signed_act(link.rstrip("/").rpartition("/")[2])
    assert signed
    return use(signed, acting_by_letter(acting.person, acting.key))


def name_of(acting: Acting) -> str:
    return acting.current.label if acting.current else ""


def test_who_accompanies_it_hears_of_it_without_a_name() -> None:
    entry = EntryFactory.create()
    office, asker = of_office(entry.cluster), writer()
    post_entry(
        OrganisationFactory.create(name="Nascosta Srl"),
        columns(cluster=entry.cluster, is_blinded=True),
        by=asker,
    )

    said = letters_to(office)

    assert "Serve" in said
    assert "Nascosta" not in said


def test_an_answer_is_told_to_whoever_asks() -> None:
    answer, asker, ours = answered()

    assert answer.organisation.name in letters_to(asker)
    assert letters_to(ours) == ""


def test_an_introduction_names_the_asker_after_both_yeses() -> None:
    answer, asker, ours = answered()
    answering.introduce(answer, by=asker)
    before = letters_to(ours)

    said = press(ours, ACCEPT, answer.key)

    assert before.count("/notices/act/") == 2
    assert name_of(asker) not in before
    assert "Entrambi" in said
    assert name_of(asker) in letters_to(ours)


def test_no_is_said_from_the_letter() -> None:
    answer, asker, ours = answered()
    answering.introduce(answer, by=asker)

    press(ours, DECLINE, answer.key)

    assert Answer.objects.get().state == "declined"


def test_it_is_renewed_from_the_letter() -> None:
    answer, asker, ours = answered()
    press(asker, RENEW, answer.entry.key)

    with pytest.raises(LinkOpensNothing):
        press(ours, RENEW, answer.entry.key)


def test_who_writes_for_it_no_more_is_told_nothing() -> None:
    _answer, asker, _ours = answered()
    Mandate.objects.filter(person=asker.person).delete()

    assert letters_to(asker) == ""
