from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate

from convivio.activity.models import OutboxMessage, Trace
from convivio.clusters.tests.factories import ClusterFactory
from convivio.dues.actions import asking
from convivio.dues.balances import balances_of, credit_of
from convivio.dues.errors import FeesChangedMeanwhile, NothingIsOpen, NoticeIsCancelled, NoWhereToPay
from convivio.dues.issuing_plan import Standing, plan_of
from convivio.dues.ledger import flaws
from convivio.dues.models import Books, Charge, CreditNote, Entry, Notice, Posting, Reduction
from convivio.dues.references import is_reference
from convivio.dues.tests.factories import cluster_with_rules, issued, keeper, member, paid, payer_of, rules_of
from convivio.kernel.errors import NotAllowed

pytestmark = pytest.mark.django_db
YEAR = localdate().year


def test_a_batch_asks_each_member_once_and_numbers_without_gaps() -> None:
    cluster = cluster_with_rules()
    members = [member(cluster) for _ in range(3)]
    first = issued(cluster, keeper(cluster))
    again = issued(cluster, keeper(cluster))

    assert [notice.number for notice in first] == [1, 2, 3]
    assert all(is_reference(notice.reference) for notice in first)
    assert (again, Charge.objects.filter(membership__in=members).count()) == ([], 3)


def test_what_was_asked_is_owed_and_is_an_income_and_on_record() -> None:
    cluster = cluster_with_rules()
    member(cluster)
    (notice,) = issued(cluster, keeper(cluster))

    assert balances_of([notice])[notice.pk].open == Decimal(500)
    assert {(one.side, one.cents) for one in Entry.objects.all()} == {
        ("receivable", 50000),
        ("income_yearly", -50000),
    }
    assert Trace.objects.newest_first()[0].verb == "dues.asked"


def test_whoever_joins_this_year_is_asked_for_the_entry_too_and_half_when_small() -> None:
    cluster = cluster_with_rules()
    member(cluster, size="small", from_on=date(YEAR, 1, 1))
    (notice,) = issued(cluster, keeper(cluster))

    assert (notice.total, notice.charges.count()) == (Decimal(750), 2)


def test_who_came_back_is_not_asked_twice_for_a_year() -> None:
    cluster = cluster_with_rules()
    before = member(cluster, until_on=date(YEAR, 2, 1))
    issued(cluster, keeper(cluster))
    before.pk, before.from_on, before.until_on = None, date(YEAR, 6, 1), None
    before.save()

    plan = plan_of(cluster, YEAR)
    assert [fee.basis.what for one in plan.proposals for fee in one.fees] == ["entry"]


def test_the_exempt_and_those_without_a_rule_are_shown_and_not_asked() -> None:
    cluster = ClusterFactory.create()
    rules = rules_of(cluster)
    rules.lines.create(what="yearly", category="sme", amount=Decimal(500))
    free, other = member(cluster), member(cluster, category="laboratory")
    Reduction.objects.create(schedule=rules, organisation=free.organisation, parts=0, of=1)
    plan = plan_of(cluster, YEAR)

    assert [one.membership.pk for one in plan.of(Standing.EXEMPT)] == [free.pk]
    assert [one.membership.pk for one in plan.of(Standing.NO_RULE)] == [other.pk]
    assert plan.total == 0


def test_somebody_else_may_not_ask() -> None:
    cluster, other = cluster_with_rules(), cluster_with_rules()
    member(cluster)

    with pytest.raises(NotAllowed):
        issued(cluster, keeper(other))
    assert not Notice.objects.exists()


def test_nothing_is_asked_before_it_is_known_where_to_pay() -> None:
    cluster = cluster_with_rules()
    member(cluster)
    Books.objects.update(iban="")

    with pytest.raises(NoWhereToPay):
        issued(cluster, keeper(cluster))


def test_what_changed_since_it_was_seen_is_not_issued() -> None:
    cluster = cluster_with_rules()
    member(cluster)
    seen = plan_of(cluster, YEAR)
    member(cluster)

    with pytest.raises(FeesChangedMeanwhile):
        asking.issue_notices(cluster, seen, by=keeper(cluster))
    assert not Notice.objects.exists()


def test_the_same_page_sent_twice_asks_once() -> None:
    cluster = cluster_with_rules()
    member(cluster)
    seen = plan_of(cluster, YEAR)
    asking.issue_notices(cluster, seen, by=keeper(cluster))

    with pytest.raises(FeesChangedMeanwhile):
        asking.issue_notices(cluster, seen, by=keeper(cluster))
    assert Notice.objects.count() == 1


def test_those_left_out_are_not_asked() -> None:
    cluster = cluster_with_rules()
    kept, left = member(cluster), member(cluster)
    asking.issue_notices(cluster, plan_of(cluster, YEAR), without={left.pk}, by=keeper(cluster))

    assert list(Charge.objects.values_list("membership", flat=True)) == [kept.pk]


def test_the_database_refuses_to_ask_twice() -> None:
    cluster = cluster_with_rules()
    member(cluster)
    issued(cluster, keeper(cluster))
    charge = Charge.objects.get()
    charge.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        charge.save(force_insert=True)


def test_letters_go_to_those_who_pay() -> None:
    cluster = cluster_with_rules()
    one = member(cluster)
    person = payer_of(one.organisation).person
    asking.issue_notices(cluster, plan_of(cluster, YEAR), by=keeper(cluster))

    payload = OutboxMessage.objects.get().payload
    assert (payload["to"], payload["notice"]) == (person and person.email, Notice.objects.get().pk)


def test_a_credit_takes_a_notice_back_and_it_can_be_asked_anew() -> None:
    cluster = cluster_with_rules()
    member(cluster)
    by = keeper(cluster)
    (notice,) = issued(cluster, by)
    credit = asking.cancel_notice(notice, "Wrong category", by=by)

    assert (str(credit), balances_of([notice])[notice.pk].open) == (f"{YEAR}/1", Decimal(0))
    assert len(issued(cluster, by)) == 1
    with pytest.raises(NoticeIsCancelled):
        asking.cancel_notice(notice, "Again", by=by)
    assert (CreditNote.objects.count(), flaws(cluster)) == (1, [])


def test_what_was_paid_for_a_cancelled_notice_pays_the_next() -> None:
    cluster = cluster_with_rules()
    member(cluster)
    by = keeper(cluster)
    (notice,) = issued(cluster, by)
    payment = paid(cluster, "500", by, notice.account)
    asking.cancel_notice(notice, "Wrong", by=by)

    assert credit_of(payment) == 50000
    (following,) = issued(cluster, by)
    assert (credit_of(payment), balances_of([following])[following.pk].open) == (0, Decimal(0))


def test_what_is_written_off_can_be_asked_for_again() -> None:
    cluster = cluster_with_rules()
    member(cluster)
    by = keeper(cluster)
    (notice,) = issued(cluster, by)
    paid(cluster, "200", by, notice.account)

    assert asking.write_off(notice, "Closed down", by=by) == 30000
    with pytest.raises(NothingIsOpen):
        asking.write_off(notice, "Again", by=by)
    assert asking.take_write_off_back(notice, by=by) == 30000
    assert (balances_of([notice])[notice.pk].open, flaws(cluster)) == (Decimal(300), [])


@pytest.mark.parametrize("kind", [Posting, Entry])
@pytest.mark.parametrize("verb", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_database_refuses_to_change_the_ledger(kind: type[Posting | Entry], verb: str) -> None:
    cluster = cluster_with_rules()
    member(cluster)
    issued(cluster, keeper(cluster))

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb.format(kind._meta.db_table))


@pytest.mark.parametrize("count", [2, 12])
def test_a_plan_asks_the_database_as_often_for_many_as_for_few(count: int, django_assert_num_queries) -> None:
    cluster = cluster_with_rules()
    for _ in range(count):
        member(cluster)

    with django_assert_num_queries(6):
        assert plan_of(cluster, YEAR).total == 500 * count
