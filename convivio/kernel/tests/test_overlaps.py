"""Days that may not overlap, asked of the mandates: the database has the last word, whoever writes."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from convivio.organisations.models import Mandate
from convivio.organisations.tests.factories import MandateFactory

pytestmark = pytest.mark.django_db


def in_the_days(begin: int, end: int | None, mandate: Mandate) -> None:
    """Give the same right again, for other days of June 2026."""
    last = date(2026, 6, end) if end else None
    with transaction.atomic():
        Mandate.objects.create(
            person=mandate.person, organisation=mandate.organisation, right=mandate.right,
            from_on=date(2026, 6, begin), until_on=last,
        )  # fmt: skip


@pytest.fixture
def mandate() -> Mandate:
    return MandateFactory.create(from_on=date(2026, 6, 10), until_on=date(2026, 6, 20))


@pytest.mark.parametrize(("begin", "end"), [(1, 10), (20, None), (12, 14), (1, None)])
def test_days_in_common_are_refused(mandate: Mandate, begin: int, end: int | None) -> None:
    with pytest.raises(IntegrityError, match="a_mandate_is_held_once"):
        in_the_days(begin, end, mandate)


def test_days_before_and_after_are_not(mandate: Mandate) -> None:
    in_the_days(1, 9, mandate)
    in_the_days(21, None, mandate)

    assert Mandate.objects.filter(person=mandate.person).count() == 3


def test_a_change_of_days_is_held_to_it_too(mandate: Mandate) -> None:
    in_the_days(21, None, mandate)

    with pytest.raises(IntegrityError, match="a_mandate_is_held_once"), transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).update(until_on=None)


def test_without_the_guard_they_would_overlap(mandate: Mandate) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER a_mandate_is_held_once_insert")
        else:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("ALTER TABLE organisations_mandate DROP CONSTRAINT a_mandate_is_held_once")

    in_the_days(12, 14, mandate)

    assert Mandate.objects.filter(person=mandate.person).count() == 2
