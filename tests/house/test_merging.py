"""Two records of one body become one, and two again, whatever points at them in any room."""

from typing import Any

import pytest
from django.apps import apps
from django.db import models

from convivio.clusters.models import Membership
from convivio.clusters.tests.factories import coordinator
from convivio.organisations.errors import MergeIsBlocked
from convivio.organisations.merging.joining import merge, preview_of, unmerge
from convivio.organisations.merging.steps import Choices, Stays, declared_columns, steps
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting
from convivio.people.tests.factories import acting
from tests.house.twins import Twins, asked_for_dues, fingerprint, twins

KEYS = frozenset({"audience", "owner", "acting_for", "subject"})
"""Columns of text that may hold the key of an organisation."""


def naming_an_organisation() -> set[tuple[str, str]]:
    """Find every column of ours that names an organisation, by its number or by its key."""
    return {
        (model._meta.label_lower, field.name)
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith("convivio.")
        for field in model._meta.concrete_fields
        if field.related_model is Organisation or (isinstance(field, models.CharField) and field.name in KEYS)
    }


def joined(made: Twins, by: Acting, choices: Choices | None = None) -> Any:
    made.kept.refresh_from_db()
    made.gone.refresh_from_db()
    seen = preview_of(made.kept, made.gone).digest
    return merge(made.kept, made.gone, choices=choices or {}, seen=seen, by=by)


def points_at(made: Organisation) -> set[tuple[str, str]]:
    found = set()
    for label, column in naming_an_organisation():
        model = apps.get_model(label)
        is_link = model._meta.get_field(column).is_relation
        if model._default_manager.filter(**{column: made.pk if is_link else made.key}).exists():
            found.add((label, column))
    return found


def test_every_column_that_names_an_organisation_says_how_it_follows() -> None:
    assert naming_an_organisation() - declared_columns() == set(), "declare it in the room's merged_rows.py"
    assert declared_columns() <= naming_an_organisation()


@pytest.mark.django_db
def test_the_twins_have_a_row_wherever_one_can_follow() -> None:
    stays = {(step.model._meta.label_lower, step.column) for step in steps() if isinstance(step, Stays)}

    assert declared_columns() - stays - points_at(twins().gone) == {
        ("organisations.likelydouble", "first")
    } - points_at(Organisation.objects.get(name="OSSALUME"))


@pytest.mark.django_db
def test_everything_follows_and_undoing_restores_every_row() -> None:
    made, by = twins(), acting(coordinator())
    before = fingerprint()

    done = joined(made, by)
    left = {column for column in points_at(made.gone) if column[0] != "activity.trace"}
    assert left <= {("organisations.merge", "gone"), ("organisations.likelydouble", "second")}
    assert fingerprint() != before
    unmerge(done, by=by)

    after = fingerprint()
    assert {label for label in before if before[label] != after[label]} == set()


@pytest.mark.django_db
def test_whatever_is_chosen_undoing_restores_every_row() -> None:
    made, by = twins(), acting(coordinator())
    before, preview = fingerprint(), preview_of(made.kept, made.gone)

    for side in ("kept", "gone"):
        choices = {conflict.key: side for conflict in (*preview.facts, *preview.rows)}
        unmerge(joined(made, by, choices), by=by)
        assert fingerprint() == before


@pytest.mark.django_db
def test_the_longer_membership_and_mandate_stay_with_what_hangs_on_them() -> None:
    made = twins()

    joined(made, acting(coordinator()))

    stays = Membership.objects.get(cluster=made.cluster)
    assert (stays.organisation, stays.from_on.year) == (made.kept, 2018)
    assert stays.value_chains.count() == stays.suspensions.count() == 1
    signs = Mandate.objects.get(organisation=made.kept, right="sign")
    assert (signs.from_on.year, signs.until_on) == (2015, None)


@pytest.mark.django_db
def test_dues_asked_of_both_block_the_merge_and_change_nothing() -> None:
    made, by = twins(), acting(coordinator())
    asked_for_dues(made)
    before = fingerprint()

    with pytest.raises(MergeIsBlocked):
        joined(made, by)

    assert fingerprint() == before


@pytest.mark.django_db
def test_dues_asked_of_one_follow_to_the_membership_that_stays() -> None:
    made, by = twins(), acting(coordinator())
    longer = Membership.objects.filter(organisation=made.gone, cluster=made.cluster)
    aside = dict(longer.values("from_on", "until_on")[0])
    longer.update(from_on="2017-01-01", until_on="2017-12-31")
    asked_for_dues(made)
    longer.update(**aside)
    before = fingerprint()

    done = joined(made, by)
    assert Membership.objects.get(cluster=made.cluster).charges.exists()
    unmerge(done, by=by)

    assert fingerprint() == before
