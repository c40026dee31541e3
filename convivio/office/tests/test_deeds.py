"""What is done to many members at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from convivio.activity.models import Trace
from convivio.clusters.models import Membership, MembershipCategory, Suspension
from convivio.clusters.tests.factories import (
    ClusterFactory,
    MembershipFactory,
    OfficeFactory,
    ValueChainFactory,
)
from convivio.kernel.errors import NotAllowed
from convivio.kernel.translated import in_both
from convivio.office.deeds import Kind, Outcome, Wanted, do, tried, undo
from convivio.office.errors import CannotBeUndone, DeedIsUndone, NothingChosen
from convivio.office.models import Circular, Deed, Note
from convivio.office.tests.factories import at_the_office, keeper, member
from convivio.people.acting import acting_as

pytestmark = pytest.mark.django_db
TODAY = localdate()
TO_OTHER = Wanted(Kind.CATEGORY, category="other", from_on=TODAY)
STILL = Wanted(Kind.SUSPENSION, from_on=TODAY, text="Quota non pagata")


@pytest.fixture
def cluster():
    made = ClusterFactory.create()
    MembershipCategory.objects.create(cluster=made, code="other", name=in_both("Altro", "Other"))
    return made


def rows(cluster):
    found = Membership.objects.filter(cluster=cluster).order_by("organisation", "from_on")
    return list(found.values_list("organisation", "category", "from_on", "until_on"))


def kept(outcome: Outcome) -> Deed:
    assert outcome.deed is not None
    return outcome.deed


def test_a_category_changes_for_all_from_a_day_and_back(cluster):
    held = MembershipFactory.create_batch(3, cluster=cluster)
    before = rows(cluster)

    outcome = do(cluster, held, TO_OTHER, by=keeper(cluster))
    assert Membership.objects.filter(category="other", from_on=TODAY, until_on=None).count() == 3
    undo(kept(outcome), by=keeper(cluster))

    assert rows(cluster) == before


def test_who_is_suspended_stays_suspended_when_a_category_is_put_back(cluster):
    held = MembershipFactory.create(cluster=cluster)
    since = TODAY - timedelta(days=9)
    Suspension.objects.create(membership=held, from_on=since, reason="Quota")

    undo(kept(do(cluster, [held], TO_OTHER, by=keeper(cluster))), by=keeper(cluster))

    (still,) = Suspension.objects.all()
    assert (still.membership, still.from_on, still.until_on) == (held, since, None)


def test_what_is_refused_for_one_does_not_stop_the_others(cluster):
    gone = MembershipFactory.create(cluster=cluster, ended=True)
    held = MembershipFactory.create(cluster=cluster)

    outcome = do(cluster, [gone, held], STILL, by=keeper(cluster))

    assert outcome.done == [held]
    assert [(one, bool(reason)) for one, reason in outcome.refused] == [(gone, True)]


def test_a_trial_says_what_would_happen_and_changes_nothing(cluster):
    held = MembershipFactory.create_batch(2, cluster=cluster)
    entries = Trace.objects.count()

    outcome = tried(cluster, held, STILL, by=keeper(cluster))

    assert len(outcome.done) == 2
    assert not Suspension.objects.exists()
    assert Trace.objects.count() == entries
    assert not Deed.objects.exists()


def test_suspensions_are_undone(cluster):
    outcome = do(cluster, MembershipFactory.create_batch(2, cluster=cluster), STILL, by=keeper(cluster))

    undo(kept(outcome), by=keeper(cluster))

    assert not Suspension.objects.exists()


def test_value_chains_are_replaced_and_put_back(cluster):
    old, new = ValueChainFactory.create_batch(2, cluster=cluster)
    held = MembershipFactory.create(cluster=cluster)
    held.value_chains.add(old)

    outcome = do(cluster, [held], Wanted(Kind.CHAINS, chains=(new,)), by=keeper(cluster))
    assert list(held.value_chains.all()) == [new]
    undo(kept(outcome), by=keeper(cluster))

    assert list(held.value_chains.all()) == [old]


def test_chains_that_were_changed_since_are_not_put_back(cluster):
    old, new = ValueChainFactory.create_batch(2, cluster=cluster)
    held = MembershipFactory.create(cluster=cluster)
    outcome = do(cluster, [held], Wanted(Kind.CHAINS, chains=(new,)), by=keeper(cluster))
    held.value_chains.set([old])

    with pytest.raises(CannotBeUndone):
        undo(kept(outcome), by=keeper(cluster))


def test_a_membership_that_ended_since_is_not_put_back(cluster):
    held = MembershipFactory.create(cluster=cluster)
    outcome = do(cluster, [held], TO_OTHER, by=keeper(cluster))
    Membership.objects.filter(pk=held.pk).update(until_on=TODAY - timedelta(days=5))

    with pytest.raises(CannotBeUndone):
        undo(kept(outcome), by=keeper(cluster))


def test_notes_are_written_for_all_and_taken_back(cluster):
    held = MembershipFactory.create_batch(2, cluster=cluster)

    outcome = do(cluster, held, Wanted(Kind.NOTE, text="Visti in fiera"), by=keeper(cluster))
    assert Note.objects.count() == 2
    undo(kept(outcome), by=keeper(cluster))

    assert not Note.objects.exists()


def test_what_was_undone_is_not_undone_twice(cluster):
    outcome = do(cluster, [MembershipFactory.create(cluster=cluster)], STILL, by=keeper(cluster))
    stale = Deed.objects.get()
    undo(kept(outcome), by=keeper(cluster))

    with pytest.raises(DeedIsUndone):
        undo(stale, by=keeper(cluster))


@pytest.mark.parametrize("kind", ["board", "facilitator"])
def test_only_the_office_does_things_to_many(cluster, kind):
    person = OfficeFactory.create(cluster=cluster, kind=kind).person

    with pytest.raises(NotAllowed):
        do(cluster, [MembershipFactory.create(cluster=cluster)], STILL, by=acting_as(person))


def test_who_may_not_is_told_so_before_anything_about_the_choice(cluster):
    other = keeper(ClusterFactory.create())

    with pytest.raises(NotAllowed):
        do(cluster, [], STILL, by=other)


def test_nothing_is_done_to_nobody(cluster):
    with pytest.raises(NothingChosen):
        do(cluster, [], STILL, by=keeper(cluster))


def test_it_is_seen_before_it_is_done(client, cluster):
    at_the_office(client, cluster)
    one = member(cluster, name="Alfa")
    member(cluster, name="Beta")
    said = {"act": "note", "member": [one.pk], "query": "sort=name"}
    address = reverse("office:deeds", args=[cluster.slug])

    asked = client.post(address, said).content.decode()
    seen = client.post(address, {**said, "step": "try", "text": "Visti"}).content.decode()
    assert not Note.objects.exists()
    client.post(address, {**said, "step": "do", "text": "Visti"})

    assert "Alfa" in asked
    assert 'value="do"' in seen
    assert Note.objects.get().organisation == one


def test_all_of_the_filter_are_chosen_and_no_others(client, cluster):
    at_the_office(client, cluster)
    for one in ("Alfa", "Alfa due", "Beta"):
        member(cluster, name=one)
    said = {"act": "note", "everything": "yes", "query": "q=alfa", "step": "do", "text": "Visti"}

    client.post(reverse("office:deeds", args=[cluster.slug]), said)

    assert sorted(Note.objects.values_list("organisation__name", flat=True)) == ["Alfa", "Alfa due"]


def test_the_ticked_are_taken_away_in_the_columns_and_order_shown(client, cluster):
    at_the_office(client, cluster)
    chosen = [member(cluster, name=one).pk for one in ("Alfa", "Beta")]
    member(cluster, name="Gamma")
    said = {"act": "csv", "member": chosen, "query": "col=town&sort=-name"}

    answer = client.post(reverse("office:deeds", args=[cluster.slug]), said)

    lines = answer.content.decode("utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["Beta", "Alfa"]


def test_a_circular_begins_with_the_ticked(client, cluster):
    at_the_office(client, cluster)
    one = member(cluster)

    client.post(reverse("office:deeds", args=[cluster.slug]), {"act": "circular", "member": [one.pk]})

    assert Circular.objects.get().chosen == [one.pk]


def test_without_a_tick_it_says_to_tick_one(client, cluster):
    at_the_office(client, cluster)
    member(cluster)

    assert client.post(reverse("office:deeds", args=[cluster.slug]), {"act": "note"}).status_code == 422


def test_a_form_that_was_filled_in_badly_keeps_what_was_typed(client, cluster):
    at_the_office(client, cluster)
    one = member(cluster)
    said = {"act": "suspension", "member": [one.pk], "step": "try", "from_on": "domani", "reason": "Quota"}

    answer = client.post(reverse("office:deeds", args=[cluster.slug]), said)

    assert answer.status_code == 422
    assert 'value="Quota"' in answer.content.decode()
    assert f'name="members" value="{one.pk}"' in answer.content.decode()
