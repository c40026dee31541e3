import pytest
from django.db import DatabaseError, connection, transaction

from convivio.activity.models import Trace, TraceHead
from convivio.activity.trace import flaws, record


def write(number: int = 3) -> list[Trace]:
    with transaction.atomic():
        return [record("tested", f"thing:{count}", by=None) for count in range(number)]


@pytest.mark.django_db
def test_each_entry_follows_the_one_before() -> None:
    first, second, third = write(3)

    assert second.previous_digest == first.digest
    assert third.number == 3
    assert list(flaws()) == []


@pytest.mark.django_db(transaction=True)
def test_an_act_outside_a_transaction_is_not_recorded() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record("tested", "thing:1", by=None)

    assert not Trace.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("change", ["UPDATE activity_trace SET verb = 'x'", "DELETE FROM activity_trace"])
def test_the_database_refuses_to_change_the_trace(change: str) -> None:
    write()

    with (
        pytest.raises(DatabaseError, match="only grows"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(change)

    assert Trace.objects.count() == 3


@pytest.mark.django_db
def test_the_database_refuses_to_replace_or_empty_the_trace() -> None:
    write()
    ways_around = {
        "sqlite": "INSERT OR REPLACE INTO activity_trace SELECT * FROM activity_trace WHERE number = 1",
        "postgresql": "TRUNCATE activity_trace",
    }

    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        connection.cursor().execute(ways_around[connection.vendor])

    assert Trace.objects.count() == 3


@pytest.mark.django_db
def test_a_cut_end_is_found() -> None:
    write(3)
    TraceHead.objects.update(number=4)

    assert [flaw.number for flaw in flaws()] == [4]
