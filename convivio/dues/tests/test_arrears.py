from datetime import date, timedelta

import pytest
from django.core import mail
from django.utils.timezone import localdate

from convivio.activity.models import OutboxMessage
from convivio.activity.outbox import deliver
from convivio.dues.actions.keeping_rules import begin_arrears_rule, write_to
from convivio.dues.actions.reminding import send_reminders
from convivio.dues.arrears import late_notices, rights_withheld
from convivio.dues.errors import ScheduleStartsTooEarly
from convivio.dues.letters import filled
from convivio.dues.models import ArrearsRule, Notice, Reminder
from convivio.dues.tests.factories import cluster_with_rules, issued, keeper, member, paid, payer_of
from convivio.kernel.errors import NotAllowed
from convivio.people.acting import Acting

pytestmark = pytest.mark.django_db
TODAY = localdate()


@pytest.fixture
def notice() -> Notice:
    cluster = cluster_with_rules()
    member(cluster, "Officina Panaro")
    return issued(cluster, keeper(cluster))[0]


@pytest.fixture
def by(notice: Notice) -> Acting:
    return keeper(notice.cluster)


def late_by(notice: Notice, days: int) -> None:
    Notice.objects.filter(pk=notice.pk).update(due_on=TODAY - timedelta(days=days))


def rule(notice: Notice, **said) -> ArrearsRule:
    usual = {"from_on": date(2020, 1, 1), "days": 60, "rights": ["vote"], "source": "Art. 9"}
    return ArrearsRule(cluster=notice.cluster, decided_on=date(2019, 12, 1), **{**usual, **said})


def withheld(notice: Notice, right: str = "vote", day: date = TODAY) -> bool:
    return not rights_withheld(notice.account.organisation, notice.cluster, day, right)


@pytest.mark.parametrize(("days", "level"), [(0, None), (6, None), (7, 1), (29, 1), (200, 1)])
def test_the_first_reminder_comes_when_its_days_have_passed(
    notice: Notice, days: int, level: int | None
) -> None:
    late_by(notice, days)
    found = [one.next.level for one in late_notices(notice.cluster, TODAY) if one.next]

    assert found == ([level] if level else [])


def test_reminders_follow_one_another_and_each_goes_once(notice: Notice, by: Acting) -> None:
    payer_of(notice.account.organisation)
    late_by(notice, 35)
    sent = [send_reminders(notice.cluster, [(notice.pk, level)], by=by) for level in (1, 1, 2, 3)]

    assert [len(one) for one in sent] == [1, 0, 1, 0]
    assert OutboxMessage.objects.count() == 2


def test_a_reminder_carries_the_notice_in_the_readers_language(notice: Notice, by: Acting) -> None:
    person = payer_of(notice.account.organisation).person
    assert person is not None
    type(person).objects.update(language="en")
    late_by(notice, 10)
    send_reminders(notice.cluster, [(notice.pk, 1)], by=by)
    deliver()

    letter = mail.outbox[0]
    assert letter.subject == f"Notice {notice}: a reminder"
    assert notice.reference in letter.body
    assert letter.attachments[0][1].startswith(b"%PDF")


def test_an_address_that_was_given_comes_before_people(notice: Notice, by: Acting) -> None:
    payer_of(notice.account.organisation)
    write_to(notice.account, "conti@example.org", by=by)
    late_by(notice, 10)
    send_reminders(notice.cluster, [(notice.pk, 1)], by=by)

    assert [one.payload["to"] for one in OutboxMessage.objects.all()] == ["conti@example.org"]


def test_with_nobody_to_write_to_nothing_is_recorded(notice: Notice, by: Acting) -> None:
    late_by(notice, 10)

    assert send_reminders(notice.cluster, [(notice.pk, 1)], by=by) == []
    assert not Reminder.objects.exists()


def test_who_paid_is_not_reminded(notice: Notice, by: Acting) -> None:
    payer_of(notice.account.organisation)
    late_by(notice, 10)
    paid(notice.cluster, "500", by, notice.account)

    assert send_reminders(notice.cluster, [(notice.pk, 1)], by=by) == []


def test_somebody_else_may_not_remind(notice: Notice) -> None:
    with pytest.raises(NotAllowed):
        send_reminders(notice.cluster, [(notice.pk, 1)], by=keeper(cluster_with_rules()))


@pytest.mark.parametrize("text", ["{cluster.__class__}", "{0}", "{secret}", "{{x}}", "%(x)s"])
def test_nothing_in_a_text_is_run(text: str) -> None:
    assert filled(text, {"cluster": "Salute", "secret": "x"}) == text


def test_without_a_rule_lateness_withholds_nothing(notice: Notice) -> None:
    late_by(notice, 900)

    assert not withheld(notice)


@pytest.mark.parametrize(("days", "rests"), [(60, False), (61, True)])
def test_a_right_rests_after_the_days_of_the_rule(notice: Notice, by: Acting, days: int, rests: bool) -> None:  # noqa: FBT001
    begin_arrears_rule(rule(notice), by=by)
    late_by(notice, days)

    assert (withheld(notice), withheld(notice, "book")) == (rests, False)


def test_what_rests_comes_back_with_the_payment(notice: Notice, by: Acting) -> None:
    begin_arrears_rule(rule(notice), by=by)
    late_by(notice, 61)
    paid(notice.cluster, "499.99", by, notice.account)
    assert withheld(notice)
    paid(notice.cluster, "0.01", by, notice.account)

    assert not withheld(notice)


def test_the_rule_of_the_day_counts_and_says_where_it_is_written(notice: Notice, by: Acting) -> None:
    begin_arrears_rule(rule(notice), by=by)
    begin_arrears_rule(rule(notice, from_on=TODAY, rights=[]), by=by)
    late_by(notice, 100)

    assert (withheld(notice), withheld(notice, day=TODAY - timedelta(days=1))) == (False, True)
    verdict = rights_withheld(notice.account.organisation, notice.cluster, TODAY - timedelta(days=1), "vote")
    assert "Art. 9" in str(verdict.reason)
    with pytest.raises(ScheduleStartsTooEarly):
        begin_arrears_rule(rule(notice, from_on=TODAY), by=by)


def test_lateness_in_one_cluster_is_nothing_to_another(notice: Notice, by: Acting) -> None:
    other = cluster_with_rules()
    begin_arrears_rule(rule(notice), by=by)
    begin_arrears_rule(ArrearsRule(**{**_said(rule(notice)), "cluster": other}), by=keeper(other))
    late_by(notice, 100)

    assert rights_withheld(notice.account.organisation, other, TODAY, "vote")


def test_the_rule_of_one_cluster_withholds_nothing_in_another(notice: Notice) -> None:
    other = cluster_with_rules()
    begin_arrears_rule(ArrearsRule(**{**_said(rule(notice)), "cluster": other}), by=keeper(other))
    late_by(notice, 100)

    assert not withheld(notice)


def test_the_lateness_of_one_member_is_nothing_to_another(notice: Notice, by: Acting) -> None:
    begin_arrears_rule(rule(notice), by=by)
    late_by(notice, 100)
    other = member(notice.cluster).organisation

    assert rights_withheld(other, notice.cluster, TODAY, "vote")


def _said(one: ArrearsRule) -> dict[str, object]:
    return {name: getattr(one, name) for name in ("from_on", "days", "rights", "source", "decided_on")}
