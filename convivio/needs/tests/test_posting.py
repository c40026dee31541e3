"""Entries: published with somebody who accompanies them, renewed, met, withdrawn, opened again; by whom, and when not."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from convivio.activity.models import Trace
from convivio.clusters.tests.factories import ClusterFactory
from convivio.kernel.errors import NotAllowed
from convivio.kernel.translated import in_both
from convivio.needs import posting
from convivio.needs.clock import ask_before_the_end, expire_entries, see_what_nobody_answers
from convivio.needs.errors import EntryChangedMeanwhile, EntryIsClosed, EntryIsOpen, StaysBlinded
from convivio.needs.models import Entry
from convivio.needs.tests.factories import AnswerFactory, EntryFactory
from convivio.needs.tests.people import of_office, writer
from convivio.notices.models import Notice
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.people.acting import Acting

pytestmark = pytest.mark.django_db


def columns(**more: object) -> dict[str, object]:
    return {
        "side": "need", "about": "skill", "title": in_both("Serve", "Needed"), "body": in_both("Testo", "Text"),
        "terms": {}, "is_blinded": False, "audience": "public", "visibility": "public",
        "cluster": ClusterFactory.create(), **more,
    }  # fmt: skip


def posted(by: Acting, **more: object) -> Entry:
    return posting.post_entry(OrganisationFactory.create(), columns(**more), by=by)


def owned() -> tuple[Entry, Acting]:
    organisation = OrganisationFactory.create()
    return EntryFactory.create(organisation=organisation), writer(organisation)


def test_somebody_of_the_office_accompanies_it() -> None:
    cluster = ClusterFactory.create()
    colleague = of_office(cluster, "cluster_office")
    facilitator = of_office(cluster)

    entry = posted(writer(), cluster=cluster)

    assert (entry.facilitator, colleague.person == entry.facilitator) == (facilitator.person, False)
    assert list(Trace.objects.values_list("verb", flat=True)) == ["need.posted"]


def test_who_accompanies_the_fewest_is_next() -> None:
    cluster = ClusterFactory.create()
    busy, free = of_office(cluster), of_office(cluster)
    EntryFactory.create(cluster=cluster, facilitator=busy.person)

    assert posted(writer(), cluster=cluster).facilitator == free.person


def test_it_takes_a_mandate_to_write() -> None:
    with pytest.raises(NotAllowed):
        posted(writer(OrganisationFactory.create(), "read"))


def test_an_entry_is_found_by_a_name_that_counts_nothing() -> None:
    first, second = EntryFactory.create(), EntryFactory.create()

    assert len(first.address) == 14
    assert str(first.pk) not in first.get_absolute_url() or first.address != second.address


def test_it_is_renewed_for_ninety_days() -> None:
    entry, asker = owned()
    Entry.objects.update(expires_on=localdate() + timedelta(days=2), told_of_end_on=localdate())

    posting.renew_entry(entry, by=asker)

    assert (entry.expires_on, entry.told_of_end_on) == (localdate() + timedelta(days=90), None)


def test_others_do_not_touch_it() -> None:
    entry, _asker = owned()

    for act in (posting.renew_entry, posting.reopen_entry):
        with pytest.raises(NotAllowed):
            act(entry, by=writer())


def test_it_is_met_in_words_and_opened_again() -> None:
    entry, asker = owned()

    posting.meet_entry(entry, "da un fornitore", by=asker)
    assert (entry.state, entry.closing_words) == ("met", "da un fornitore")
    with pytest.raises(EntryIsClosed):
        posting.withdraw_entry(entry, "", by=asker)

    posting.reopen_entry(entry, by=asker)
    assert (entry.state, entry.closed_on) == ("open", None)


def test_the_office_that_accompanies_it_closes_it_but_does_not_write_in_it() -> None:
    entry, _asker = owned()
    office = of_office(entry.cluster)

    with pytest.raises(NotAllowed):
        posting.renew_entry(entry, by=office)
    posting.withdraw_entry(entry, "", by=office)

    assert entry.state == "withdrawn"


def test_what_is_open_is_not_opened() -> None:
    entry, asker = owned()

    with pytest.raises(EntryIsOpen):
        posting.reopen_entry(entry, by=asker)


def test_a_stale_copy_closes_nothing_twice() -> None:
    entry, asker = owned()
    stale = Entry.objects.get(pk=entry.pk)
    posting.withdraw_entry(entry, "", by=asker)

    with pytest.raises(EntryIsClosed):
        posting.meet_entry(stale, "", by=asker)


def test_two_who_write_do_not_undo_one_another() -> None:
    entry, asker = owned()
    said = columns(cluster=entry.cluster)
    posting.change_entry(entry, said, version=1, by=asker)

    with pytest.raises(EntryChangedMeanwhile):
        posting.change_entry(entry, said, version=1, by=asker)


def test_whether_it_is_hidden_stays_as_it_was_published() -> None:
    entry, asker = owned()

    with pytest.raises(StaysBlinded):
        posting.change_entry(entry, columns(is_blinded=True, cluster=entry.cluster), version=1, by=asker)


def test_the_database_hides_no_offer_and_no_need_for_one_cluster() -> None:
    for more in ({"side": "offer"}, {"visibility": "cluster", "audience": "cluster:1"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            EntryFactory.create(is_blinded=True, **more)


def test_the_office_chooses_who_accompanies_it() -> None:
    entry, asker = owned()
    office, colleague = of_office(entry.cluster), of_office(entry.cluster)
    assert colleague.person

    with pytest.raises(NotAllowed):
        posting.appoint(entry, colleague.person, by=asker)
    posting.appoint(entry, colleague.person, by=office)

    assert entry.facilitator == colleague.person


def test_what_nobody_renews_expires_once() -> None:
    EntryFactory.create(posted_on=localdate() - timedelta(days=90), expires_on=localdate())

    assert (expire_entries(), expire_entries()) == (1, 0)
    assert Entry.objects.get().state == "expired"


def test_the_asker_is_asked_once_before_the_end_and_who_accompanies_of_silence() -> None:
    today = localdate()
    entry = EntryFactory.create(posted_on=today - timedelta(days=80), expires_on=today + timedelta(days=10))
    AnswerFactory.create(entry=EntryFactory.create(posted_on=today - timedelta(days=20)))

    told = [ask_before_the_end(), ask_before_the_end(), see_what_nobody_answers(), see_what_nobody_answers()]

    assert told == [1, 0, 1, 0]
    assert set(Notice.objects.values_list("kind", "about")) == {
        ("need.expiring", entry.key),
        ("need.unanswered", entry.key),
    }
