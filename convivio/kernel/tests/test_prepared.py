"""A prepared question answers as the queryset that it was made of, whatever is asked of it next."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from django.db.models import QuerySet

from convivio.clusters.models import Cluster, Membership
from convivio.clusters.tests.factories import MembershipFactory
from convivio.kernel.prepared import Prepared, columns_of, row_of

pytestmark = pytest.mark.django_db
JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)


def question(organisations: Sequence[int], on: date) -> QuerySet[Membership, Any]:
    rows = Membership.objects.with_rights_on(on).filter(organisation__in=organisations, ending="")
    return rows.order_by("pk").values_list("category", "from_on", *columns_of(Cluster, "cluster"))


@pytest.fixture
def numbers() -> list[int]:
    """Number three members: one since June, one since July, one that left on the first of July."""
    since = [(JUNE, None), (JULY, None), (JUNE, JULY)]
    made = [MembershipFactory.create(from_on=from_on, until_on=until) for from_on, until in since]
    return [one.organisation_id for one in made]


def test_it_answers_as_the_queryset_for_each_day_and_list(numbers: list[int]) -> None:
    prepared = Prepared(question)

    for on in (JUNE, JULY, date(2026, 7, 2), date(2020, 1, 1)):
        for some in (numbers, numbers[:2], numbers[1:], numbers[:1]):
            assert prepared.rows(organisations=some, on=on) == list(question(some, on))


def test_the_same_words_are_asked_with_other_values(numbers: list[int]) -> None:
    prepared = Prepared(question)

    first = prepared.rows(organisations=numbers[:1], on=JULY)

    assert first != prepared.rows(organisations=numbers[1:2], on=JULY) != []
    assert first == prepared.rows(organisations=numbers[:1], on=JULY)


def test_nobody_is_asked_for_nothing(numbers: list[int]) -> None:
    assert Prepared(question).rows(organisations=[], on=JULY) == []


def worded(category: str, audiences: Sequence[str], on: date) -> QuerySet[Membership, Any]:
    seen = Membership.objects.holding_on(on).filter(organisation__audience__in=audiences)
    return (
        seen.exclude(category__startswith="none.").filter(category=category).order_by("pk").values_list("pk")
    )


def test_words_and_lists_of_words_are_values_too(numbers: list[int]) -> None:
    prepared = Prepared(worded)
    category = Membership.objects.values_list("category", flat=True)[0]

    for words, audiences in ((category, ["public", "x"]), ("other", ["public", "x"]), (category, ["x", "y"])):
        found = prepared.rows(category=words, audiences=audiences, on=JULY)
        assert found == list(worded(words, audiences, JULY))
    assert prepared.rows(category=category, audiences=["x", "public"], on=JULY)
    assert prepared.rows(category=category, audiences=[], on=JULY) == []


def test_a_value_that_the_question_leaves_out_is_a_mistake() -> None:
    def forgetful(cluster: int, on: date) -> QuerySet[Membership, Any]:
        return Membership.objects.filter(cluster=cluster).values_list("pk")

    with pytest.raises(ValueError, match="do not stand"):
        Prepared(forgetful).rows(cluster=1, on=JUNE)


def test_a_row_is_made_again_with_its_words_in_both_languages(numbers: list[int]) -> None:
    found = Prepared(question).rows(organisations=numbers[:1], on=JULY)

    made = row_of(Cluster, found[0][2:])

    asked = Cluster.objects.get(memberships__organisation=numbers[0])
    assert (made, made.name, made.mission) == (asked, asked.name, asked.mission)


def test_a_row_of_some_columns_has_those_and_reads_the_others_when_asked(numbers: list[int]) -> None:
    some = ("id", "slug")
    columns = Cluster.objects.values_list(*some)[0]

    made = row_of(Cluster, columns, some)

    assert "name" in made.get_deferred_fields()
    assert (made.slug, made.name) == (columns[1], Cluster.objects.get(pk=columns[0]).name)
    assert columns_of(Cluster, "cluster", some) == ["cluster__id", "cluster__slug"]


def test_lists_of_many_lengths_are_not_kept_for_ever(
    numbers: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("convivio.kernel.prepared.MOST_SHAPES", 2)
    kept: list[int] = []

    def counted(organisations: Sequence[int], on: date) -> QuerySet[Membership, Any]:
        kept.append(len(organisations))
        return question(organisations, on)

    prepared = Prepared(counted)
    for length in (1, 2, 1, 3, 1):
        assert prepared.rows(organisations=numbers[:length], on=JULY) == list(
            question(numbers[:length], JULY)
        )

    assert kept == [1, 2, 3, 1]


class ForgottenMeanwhile(dict[Any, Any]):
    """What another thread has cleared after one looked and before one takes."""

    def __contains__(self, _key: object) -> bool:
        return True


def test_another_thread_may_begin_anew_at_the_same_moment(numbers: list[int]) -> None:
    prepared = Prepared(question)
    prepared._written = ForgottenMeanwhile()

    assert prepared.rows(organisations=numbers, on=JULY) == list(question(numbers, JULY))


def test_columns_may_be_named_in_any_order(numbers: list[int]) -> None:
    some = ("name", "id", "slug")
    asked = Cluster.objects.get(memberships__organisation=numbers[0])
    [columns] = Cluster.objects.filter(pk=asked.pk).values_list(*some)

    made = row_of(Cluster, columns, some)

    assert (made, made.slug, made.name) == (asked, asked.slug, asked.name)


def test_only_the_first_time_builds_a_query(numbers: list[int]) -> None:
    built: list[date] = []

    def counted(cluster: int, on: date) -> QuerySet[Membership, Any]:
        built.append(on)
        return Membership.objects.holding_on(on).filter(cluster=cluster).values_list("pk")

    prepared = Prepared(counted)
    for on in (JUNE, JULY, JUNE):
        prepared.rows(cluster=1, on=on)

    assert len(built) == 1
