from datetime import date

import pytest
from django.http import Http404
from django.utils import translation

from convivio.clusters.models import Office
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory, OfficeFactory
from convivio.consortia.actions import Beginning, begin_consortium, set_aside, take_back
from convivio.consortia.models import Consortium
from convivio.consortia.permissions import find_visible, may_begin, may_change
from convivio.consortia.tests.factories import ConsortiumFactory, laid_table, reader_of, speaker_of
from convivio.kernel.errors import NotAllowed
from convivio.organisations.tests.factories import MandateFactory, OrganisationFactory
from convivio.people.tests.factories import PersonFactory, acting

pytestmark = pytest.mark.django_db


def test_nobody_signed_in_begins_nothing() -> None:
    assert not may_begin(acting())


def test_whoever_speaks_for_an_organisation_may_begin_a_table() -> None:
    assert may_begin(speaker_of(OrganisationFactory.create()))


def test_whoever_only_reads_may_not_begin_a_table_and_is_told_whom_to_ask() -> None:
    with translation.override("en"):
        verdict = may_begin(reader_of(OrganisationFactory.create()))

    assert not verdict
    assert "Ask" in (verdict.reason or "")


def test_a_person_who_acts_for_nobody_may_begin_a_table_of_their_own() -> None:
    assert may_begin(acting(PersonFactory.create()))


def test_a_mandate_that_ended_changes_nothing() -> None:
    consortium, _speaker = laid_table()
    ended = MandateFactory.create(
        organisation=consortium.seats.get().organisation, right="speak", until_on=date(2021, 1, 1)
    )

    assert not may_change(acting(ended.person), consortium)


def test_whoever_only_reads_sees_a_table_and_may_not_change_it() -> None:
    consortium, _speaker = laid_table()
    reader = reader_of(consortium.seats.get().organisation)

    assert find_visible(reader, consortium.pk) == consortium
    assert not may_change(reader, consortium)


def test_a_hidden_table_is_missing_like_one_that_is_not_there() -> None:
    stranger = speaker_of(OrganisationFactory.create())

    for number in (ConsortiumFactory.create().pk, 999_999):
        with pytest.raises(Http404):
            find_visible(stranger, number)


def test_what_an_office_drafts_its_members_do_not_see() -> None:
    cluster = ClusterFactory.create()
    office = OfficeFactory.create(cluster=cluster, kind=Office.Kind.CLUSTER_OFFICE)
    draft = begin_consortium(Beginning(name="Bando 2027"), by=acting(office.person, cluster.key))
    member = reader_of(MembershipFactory.create(cluster=cluster).organisation)

    assert cluster.key in member.reader.audiences
    with pytest.raises(Http404):
        find_visible(member, draft.pk)


def test_what_an_office_drafts_the_same_office_sees_and_may_change() -> None:
    cluster = ClusterFactory.create()
    office = OfficeFactory.create(cluster=cluster, kind=Office.Kind.CLUSTER_OFFICE)
    draft = begin_consortium(Beginning(name="Bando 2027"), by=acting(office.person, cluster.key))
    colleague = OfficeFactory.create(cluster=cluster, kind=Office.Kind.FACILITATOR)

    assert find_visible(acting(colleague.person), draft.pk) == draft
    assert may_change(acting(colleague.person), draft)


def test_who_keeps_a_table_for_themself_may_change_it_and_nobody_else() -> None:
    person, other = PersonFactory.create(), PersonFactory.create()
    consortium = ConsortiumFactory.create(owner=person.key, audience=person.key)

    assert may_change(acting(person), consortium)
    assert not may_change(acting(other), consortium)
    assert not may_change(acting(), consortium)


def test_the_table_that_was_asked_for_is_found_among_those_that_may_be_seen() -> None:
    first, second = (ConsortiumFactory.create(audience="public") for _ in range(2))

    assert find_visible(acting(), first.pk) == first
    assert find_visible(acting(), second.pk) == second


def test_whoever_only_reads_begins_no_table() -> None:
    with pytest.raises(NotAllowed):
        begin_consortium(Beginning(name="Bando 2027"), by=reader_of(OrganisationFactory.create()))

    assert not Consortium.objects.exists()


def test_whoever_only_reads_takes_no_table_back() -> None:
    consortium, speaker = laid_table()
    set_aside(consortium, by=speaker, revision=consortium.revision)
    reader = reader_of(consortium.seats.get().organisation)

    with pytest.raises(NotAllowed):
        take_back(consortium, by=reader)
    consortium.refresh_from_db()
    assert consortium.set_aside_at is not None
