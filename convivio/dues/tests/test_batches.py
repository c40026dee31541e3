from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from convivio.activity.models import OutboxMessage, Trace
from convivio.clusters.models import Cluster
from convivio.dues.actions import batches
from convivio.dues.actions.batches import go_on_with_batches, issue_next, order_batch, stop_batch
from convivio.dues.balances import credit_of
from convivio.dues.errors import (
    BatchHasEnded,
    BatchIsUnderWay,
    FeesChangedMeanwhile,
    NobodyToAsk,
    NoWhereToPay,
)
from convivio.dues.issuing_plan import plan_of
from convivio.dues.ledger import flaws
from convivio.dues.models import Batch, Books, Charge, FeeLine, Notice
from convivio.dues.tests.factories import cluster_with_rules, issued, keeper, member, paid, payer_of
from convivio.kernel.errors import NotAllowed
from convivio.people.acting import Acting

pytestmark = pytest.mark.django_db
YEAR = localdate().year


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """A cluster of five members, whose notices are issued two at a time."""
    monkeypatch.setattr(batches, "AT_A_TIME", 2)
    cluster = cluster_with_rules()
    for place in range(5):
        member(cluster, f"Officina {place}")
    return cluster


@pytest.fixture
def by(kept: Cluster) -> Acting:
    return keeper(kept)


def ordered(cluster: Cluster, by: Acting, **said: Any) -> Batch:
    return order_batch(cluster, plan_of(cluster, YEAR), by=by, **{"send": False, **said})


def states(batch: Batch) -> list[str]:
    return list(batch.lines.values_list("state", flat=True))


def test_a_batch_is_ordered_and_nothing_is_issued_yet(kept: Cluster, by: Acting) -> None:
    batch = ordered(kept, by)

    assert (states(batch), Notice.objects.count()) == (["waiting"] * 5, 0)
    assert Trace.objects.newest_first()[0].verb == "dues.batch_ordered"


def test_it_goes_on_a_few_at_a_time_until_all_have_a_notice(kept: Cluster, by: Acting) -> None:
    batch = ordered(kept, by)

    assert [issue_next(batch) for _ in range(4)] == [2, 2, 1, 0]
    assert (states(batch), list(Notice.objects.order_by("pk").values_list("number", flat=True))) == (
        ["asked"] * 5,
        [1, 2, 3, 4, 5],
    )
    assert (batch.ended_at is not None, flaws(kept)) == (True, [])


def test_it_asks_what_issuing_at_once_would_ask(kept: Cluster, by: Acting) -> None:
    plan = plan_of(kept, YEAR)
    expected = [(one.membership.pk, one.total) for one in plan.proposals]
    ordered(kept, by)
    go_on_with_batches()

    assert list(Charge.objects.order_by("pk").values_list("membership", "amount")) == expected


def test_the_trace_names_who_ordered_and_the_batch_as_the_cause(kept: Cluster, by: Acting) -> None:
    batch = ordered(kept, by)
    go_on_with_batches()

    told = Trace.objects.filter(verb="dues.asked")
    assert {(one.person, one.because) for one in told} == {(by.person_key, batch.key)}


def test_a_process_that_dies_loses_nothing_and_asks_nobody_twice(
    kept: Cluster, by: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = ordered(kept, by)
    issue_next(batch)
    with monkeypatch.context() as dying:
        dying.setattr(batches, "_end_if_done", _dies)
        with pytest.raises(SystemExit):
            issue_next(batch)
    assert states(batch) == ["asked", "asked", "waiting", "waiting", "waiting"]

    assert go_on_with_batches() == 3
    assert (Notice.objects.count(), Charge.objects.count(), flaws(kept)) == (5, 5, [])


def _dies(_batch: Batch) -> None:
    raise SystemExit


def test_two_that_go_on_at_once_share_the_work(kept: Cluster, by: Acting) -> None:
    ordered(kept, by)
    first, second = Batch.objects.get(), Batch.objects.get()

    assert [issue_next(one) for one in (first, second, first, second)] == [2, 2, 1, 0]
    assert Charge.objects.count() == 5


def test_a_second_batch_is_refused_while_one_is_under_way(kept: Cluster, by: Acting) -> None:
    batch = ordered(kept, by)

    with pytest.raises(BatchIsUnderWay):
        ordered(kept, keeper(kept))
    with pytest.raises(IntegrityError), transaction.atomic():
        Batch.objects.create(cluster=kept, year=batch.year)


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        (lambda _kept: Books.objects.update(iban=""), NoWhereToPay),
        (member, FeesChangedMeanwhile),
    ],
)
def test_an_order_that_no_longer_fits_is_refused(
    spoil: Callable[[Cluster], Any], refusal: type[Exception], kept: Cluster, by: Acting
) -> None:
    seen = plan_of(kept, YEAR)
    spoil(kept)

    with pytest.raises(refusal):
        order_batch(kept, seen, by=by)
    assert not Batch.objects.exists()


def test_an_order_for_nobody_is_refused(kept: Cluster, by: Acting) -> None:
    everybody = [one.membership.pk for one in plan_of(kept, YEAR).proposals]

    with pytest.raises(NobodyToAsk):
        ordered(kept, by, without=everybody)


def test_another_office_may_neither_order_nor_stop(kept: Cluster, by: Acting) -> None:
    other = keeper(cluster_with_rules())
    with pytest.raises(NotAllowed):
        ordered(kept, other)

    with pytest.raises(NotAllowed):
        stop_batch(ordered(kept, by), by=other)
    assert Batch.objects.under_way().count() == 1


def test_whoever_changed_meanwhile_is_not_asked_and_is_shown(kept: Cluster, by: Acting) -> None:
    batch = ordered(kept, by)
    issue_next(batch)
    FeeLine.objects.filter(what="yearly").update(amount=700)
    go_on_with_batches()

    assert states(batch) == ["asked", "asked", "changed", "changed", "changed"]
    assert len(plan_of(kept, YEAR).of(plan_of(kept, YEAR).proposals[2].standing)) == 3


def test_a_second_person_of_the_office_stops_it_and_what_is_issued_stays(kept: Cluster, by: Acting) -> None:
    batch = ordered(kept, by)
    issue_next(batch)
    stop_batch(Batch.objects.get(), by=keeper(kept))

    assert (go_on_with_batches(), Notice.objects.count()) == (0, 2)
    with pytest.raises(BatchHasEnded):
        stop_batch(batch, by=by)
    assert ordered(kept, by).lines.count() == 3


def test_a_batch_that_cannot_go_on_says_why_and_goes_on_later(kept: Cluster, by: Acting) -> None:
    batch = ordered(kept, by)
    iban = Books.objects.get(cluster=kept).iban
    Books.objects.update(iban="")
    go_on_with_batches()
    batch.refresh_from_db()
    assert "IBAN" in batch.trouble

    Books.objects.update(iban=iban)
    assert go_on_with_batches() == 5
    batch.refresh_from_db()
    assert batch.trouble == ""


def test_a_mistake_in_one_batch_does_not_stop_another(
    kept: Cluster, by: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    ill, well = ordered(kept, by), cluster_with_rules()
    member(well)
    ordered(well, keeper(well))
    fitting = plan_of
    monkeypatch.setattr(
        batches, "plan_of", lambda one, year, **said: fitting(one, year // (one != kept), **said)
    )

    assert go_on_with_batches() == 1
    ill.refresh_from_db()
    assert "ZeroDivisionError" in ill.trouble


def test_letters_go_out_and_whoever_ordered_is_told(kept: Cluster, by: Acting) -> None:
    payer_of(kept.memberships.first().organisation)  # type: ignore[union-attr]
    ordered(kept, by, send=True)
    go_on_with_batches()

    kinds = sorted(OutboxMessage.objects.values_list("kind", flat=True))
    told = OutboxMessage.objects.get(kind="letter").payload
    assert kinds == ["letter", "letter_with_notice"]
    assert (told["to"], "5" in told["text"]) == (by.person.email, True)  # type: ignore[union-attr]


def test_what_is_left_of_a_payment_pays_what_a_batch_asks(kept: Cluster, by: Acting) -> None:
    (last_year,) = {one.account for one in issued(kept, by, YEAR - 1)[:1]}
    payment = paid(kept, "900", by, last_year)
    ordered(kept, by)
    go_on_with_batches()

    assert (credit_of(payment), flaws(kept)) == (0, [])


@pytest.mark.parametrize("language", ["it", "en"])
def test_a_second_person_watches_it_from_start_to_end(
    language: str, client: Client, kept: Cluster, by: Acting
) -> None:
    batch = ordered(kept, by)
    issue_next(batch)
    client.force_login(keeper(kept).person)  # type: ignore[arg-type]
    said = {"accept-language": language}
    running = client.get(batch.get_absolute_url(), headers=said).content.decode()
    go_on_with_batches()
    ended = client.get(batch.get_absolute_url(), headers={**said, "hx-request": "true"}).content.decode()

    assert ('max="5" value="2"' in running, "every 1s" in running) == (True, True)
    assert ("every 1s" in ended, "Officina 4" in ended, "<html" in ended) == (False, True, False)


def test_the_page_stops_it_and_another_office_finds_nothing(
    client: Client, kept: Cluster, by: Acting
) -> None:
    batch = ordered(kept, by)
    stop = reverse("dues:batch_stopping", args=[kept.slug, batch.pk])
    client.force_login(keeper(cluster_with_rules()).person)  # type: ignore[arg-type]
    assert [client.get(batch.get_absolute_url()).status_code, client.post(stop).status_code] == [404, 404]
    client.force_login(by.person)  # type: ignore[arg-type]

    assert client.post(stop).status_code == 302
    assert Batch.objects.get().was_stopped


@pytest.mark.parametrize("count", [2, 8])
def test_a_step_asks_the_database_as_often_for_many_as_for_few(
    count: int, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(batches, "AT_A_TIME", count)
    cluster = cluster_with_rules()
    for _ in range(count + 1):
        member(cluster)
    batch = ordered(cluster, keeper(cluster))

    with django_assert_num_queries(24):
        issue_next(batch)
