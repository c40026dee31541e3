from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from convivio.activity.models import Trace
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory, coordinator, office_of
from convivio.kernel.errors import NotAllowed
from convivio.organisations.errors import LaterMergeStands, RecordIsMerged, RecordsChangedMeanwhile
from convivio.organisations.merging.joining import merge, preview_of, unmerge
from convivio.organisations.merging.rights import may_merge
from convivio.organisations.merging.steps import Choices
from convivio.organisations.models import Identifier, Mandate, Merge, Organisation
from convivio.organisations.tests.factories import (
    AccreditationFactory,
    IdentifierFactory,
    LikelyDoubleFactory,
    MandateFactory,
    OrganisationFactory,
    editor_of,
)
from convivio.people.acting import Acting
from convivio.people.tests.factories import acting
from convivio.search.models import Change

pytestmark = pytest.mark.django_db


def two() -> tuple[Organisation, Organisation]:
    kept = OrganisationFactory.create(name="Ossalume", slug="ossalume")
    return kept, OrganisationFactory.create(name="OSSALUME SRL", slug="ossalume-2")


def joined(
    kept: Organisation, gone: Organisation, by: Acting | None = None, choices: Choices | None = None
) -> Merge:
    by = by or acting(coordinator())
    return merge(kept, gone, choices=choices or {}, seen=preview_of(kept, gone).digest, by=by)


def at(name: str, *named: object) -> str:
    return reverse(f"organisations:{name}", args=named)


def test_a_merge_is_traced_indexed_and_settles_the_double() -> None:
    kept, gone = two()
    double = LikelyDoubleFactory.create(first=kept, second=gone)

    joined(kept, gone)

    entry = Trace.objects.get(verb="organisation.merged")
    assert (entry.subject, entry.facts["gone"]) == (kept.key, gone.key)
    assert {kept.key, gone.key} <= set(Change.objects.values_list("key", flat=True))
    double.refresh_from_db()
    assert double.verdict == "same"


def test_what_is_chosen_is_said_and_what_only_one_says_is_kept() -> None:
    kept, gone = two()
    Organisation.objects.filter(pk=gone.pk).update(phone="059 000000")
    gone.refresh_from_db()

    joined(kept, gone, choices={"fact:name": "gone"})

    kept.refresh_from_db()
    assert (kept.name, kept.phone) == ("OSSALUME SRL", "059 000000")


@pytest.mark.parametrize(("chosen", "left"), [("both", 2), ("kept", 1), ("gone", 1)])
def test_two_numbers_of_one_sort_stand_both_or_one_is_chosen(chosen: str, left: int) -> None:
    kept, gone = two()
    for side in (kept, gone):
        IdentifierFactory.create(organisation=side)
    conflict = next(one for one in preview_of(kept, gone).rows if "identifier" in one.key)

    joined(kept, gone, choices={conflict.key: chosen})

    assert Identifier.objects.filter(organisation=kept).count() == left


def test_an_accreditation_that_both_have_asks_and_the_longer_is_usual() -> None:
    kept, gone = two()
    AccreditationFactory.create(organisation=kept, until_on=date(2021, 1, 1))
    AccreditationFactory.create(organisation=gone)

    assert [one.usual for one in preview_of(kept, gone).rows] == ["longer"]
    joined(kept, gone)

    assert kept.accreditations.get().until_on is None


def test_a_unit_merged_with_its_whole_is_no_part_of_itself() -> None:
    kept, gone = two()
    Organisation.objects.filter(pk=kept.pk).update(part_of=gone)
    kept.refresh_from_db()

    done = joined(kept, gone)
    kept.refresh_from_db()
    assert kept.part_of is None

    unmerge(done, by=acting(coordinator()))
    kept.refresh_from_db()
    assert kept.part_of == gone


def test_the_page_of_what_is_gone_leads_to_what_was_kept(client: Client) -> None:
    kept, gone = two()
    address = gone.get_absolute_url()

    done = joined(kept, gone)
    assert client.get(address)["Location"] == kept.get_absolute_url()
    assert client.get(f"/api/v1/organisations/{gone.slug}").json()["slug"] == kept.slug

    unmerge(done, by=acting(coordinator()))
    assert client.get(address).status_code == 200


def test_what_was_hidden_before_it_was_merged_leads_nowhere(client: Client) -> None:
    kept = OrganisationFactory.create()
    hidden = OrganisationFactory.create(only_for_members=True)
    address = hidden.get_absolute_url()

    joined(kept, hidden)

    assert client.get(address).status_code == 404


def test_twice_at_once_is_refused_whichever_way() -> None:
    kept, gone = two()
    seen, back = preview_of(kept, gone).digest, preview_of(gone, kept).digest
    by = acting(coordinator())
    merge(kept, gone, choices={}, seen=seen, by=by)

    with pytest.raises(RecordIsMerged):
        merge(kept, gone, choices={}, seen=seen, by=by)
    with pytest.raises(RecordIsMerged):
        merge(gone, kept, choices={}, seen=back, by=by)


def test_a_preview_that_is_old_is_refused() -> None:
    kept, gone = two()
    seen = preview_of(kept, gone).digest
    IdentifierFactory.create(organisation=gone)

    with pytest.raises(RecordsChangedMeanwhile):
        merge(kept, gone, choices={}, seen=seen, by=acting(coordinator()))


def test_a_merge_is_undone_once_and_the_later_one_first() -> None:
    kept, gone = two()
    third, by = OrganisationFactory.create(), acting(coordinator())
    first = joined(kept, gone, by)
    second = joined(third, kept, by)

    with pytest.raises(LaterMergeStands):
        unmerge(first, by=by)
    unmerge(second, by=by)
    unmerge(first, by=by)

    with pytest.raises(RecordIsMerged):
        unmerge(first, by=by)


def test_what_was_written_since_stays_with_the_one_that_was_kept() -> None:
    kept, gone = two()
    done = joined(kept, gone, choices={"fact:name": "gone"})
    Organisation.objects.filter(pk=kept.pk).update(name="Ossalume Nuova")
    new = MandateFactory.create(organisation=kept)

    unmerge(done, by=acting(coordinator()))

    kept.refresh_from_db()
    assert kept.name == "Ossalume Nuova"
    assert Mandate.objects.get(pk=new.pk).organisation == kept


def test_an_office_merges_its_own_members_and_those_of_nobody_and_no_others() -> None:
    mine, other = ClusterFactory.create_batch(2)
    office = acting(office_of(mine))
    member, free, theirs, both = OrganisationFactory.create_batch(4)
    MembershipFactory.create(organisation=member, cluster=mine, ended=True)
    MembershipFactory.create(organisation=theirs, cluster=other)
    for cluster in (mine, other):
        MembershipFactory.create(organisation=both, cluster=cluster)

    assert may_merge(office, member, free)
    assert may_merge(office, member, both)
    assert not may_merge(office, member, theirs)
    assert may_merge(acting(coordinator()), member, theirs)
    assert not may_merge(acting(editor_of(free)), member, free)


def test_who_may_not_merge_changes_nothing() -> None:
    kept, gone = two()

    with pytest.raises(NotAllowed):
        joined(kept, gone, acting(editor_of(kept)))
    done = joined(kept, gone)
    with pytest.raises(NotAllowed):
        unmerge(done, by=acting(editor_of(kept)))

    assert Merge.objects.get().undone_at is None


def test_people_go_on_acting_for_the_record_that_was_kept() -> None:
    kept, gone = two()
    person = editor_of(gone)

    joined(kept, gone)

    assert [choice.key for choice in acting(person, gone.key).choices] == [kept.key]


@pytest.fixture
def at_work(client: Client) -> Client:
    client.force_login(coordinator())
    return client


def test_the_two_are_named_compared_merged_and_undone_from_the_pages(at_work: Client) -> None:
    kept, gone = two()
    named = at_work.post(at("merging", kept.slug), {"other": gone.name})
    assert named["Location"] == at("merging_preview", kept.slug, gone.slug)

    page = at_work.get(named["Location"])
    assert {kept.name, gone.name} <= {
        said for one, _ in page.context["facts"] for said in (*one.kept, *one.gone)
    }
    at_work.post(named["Location"], {"seen": page.context["seen"], "fact:name": "gone"})
    assert Merge.objects.get().kept == kept
    assert gone.name in at_work.get(at("merges")).content.decode()
    at_work.post(at("unmerging", Merge.objects.get().pk))

    assert Merge.objects.get().undone_at is not None


def test_of_two_with_one_name_the_other_is_meant_and_of_three_neither(at_work: Client) -> None:
    kept, gone = two()
    Organisation.objects.filter(pk=gone.pk).update(name=kept.name.upper())
    named = at_work.post(at("merging", kept.slug), {"other": kept.name.upper()})
    OrganisationFactory.create(name=kept.name)
    refused = at_work.post(at("merging", kept.slug), {"other": kept.name})

    assert named["Location"] == at("merging_preview", kept.slug, gone.slug)
    assert refused.status_code == 422


def test_an_old_preview_is_shown_anew_with_what_was_chosen(at_work: Client) -> None:
    kept, gone = two()

    page: Any = at_work.post(
        at("merging_preview", kept.slug, gone.slug), {"seen": "old", "fact:name": "gone"}
    )

    assert page.status_code == 409
    assert {one.key: chosen for one, chosen in page.context["facts"]}["fact:name"] == "gone"
    assert not Merge.objects.exists()


@pytest.mark.parametrize("name", ["Ossalume", "Mancante", ""])
def test_itself_nobody_or_nothing_is_refused_with_a_sentence(at_work: Client, name: str) -> None:
    kept, _gone = two()

    response = at_work.post(at("merging", kept.slug), {"other": name})

    assert response.status_code == 422
    assert "other" in response.context["form"].errors


def test_merging_is_not_for_members_and_hidden_records_look_missing(client: Client) -> None:
    kept, gone = two()
    hidden = OrganisationFactory.create(audience="organisation:0", visibility="private")
    client.force_login(editor_of(kept))
    assert client.get(at("merging_preview", kept.slug, gone.slug)).status_code == 403
    assert client.get(at("merges")).status_code == 403

    client.force_login(coordinator())
    assert client.get(at("merging_preview", kept.slug, hidden.slug)).status_code == 404


def test_saying_that_two_are_one_leads_to_comparing_them(at_work: Client) -> None:
    double = LikelyDoubleFactory.create()

    response = at_work.post(at("settlement", double.pk), {"verdict": "same"})

    assert response["Location"] == at("merging_preview", double.first.slug, double.second.slug)
