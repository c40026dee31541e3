"""Handing out: whom a notice reaches is asked now, and each is reached once.

A delivery, the message in the outbox that brings it and the mark that says it is done are written in
one transaction: a process that dies before its end has done nothing, after it has done everything.
"""

import logging
import threading
from datetime import timedelta

from django.db import connection, transaction
from django.utils.timezone import now

from convivio.activity.outbox import deliver, put
from convivio.notices.choosing import channels_of
from convivio.notices.kinds import kind_of, kinds
from convivio.notices.models import Channel, Delivery, Notice
from convivio.notices.reading import recount
from convivio.notices.rhythms import next_moment
from convivio.people.models import Person

MESSAGE = "notices"
"""What the outbox calls a letter with notices: it holds the numbers of deliveries, and no word of them."""
ATTEMPTS = 5
DIGESTS_AT_ONCE = 500

_log = logging.getLogger(__name__)


def work_off() -> int:
    """Hand out what waits, send the digests that are due, and return how many of both; a duty of the clock."""
    done = hand_out() + send_digests()
    if done:
        deliver()
    return done


def hand_out(limit: int = 500) -> int:
    """Hand out what waits, oldest first, and return how many notices that were."""
    known = [kind.name for kind in kinds()]
    waiting = Notice.objects.waiting(now()).filter(kind__in=known)
    return sum(_hand_out_one(number) for number in waiting.values_list("pk", flat=True)[:limit])


def send_digests() -> int:
    """Put one letter into the outbox for each person to whom something is due, and return how many."""
    due = Delivery.objects.digest_due(now()).order_by("person").values_list("person", flat=True)
    return sum(_digest_for(person) for person in due.distinct()[:DIGESTS_AT_ONCE])


def _hand_out_one(number: int) -> int:
    """Hand out one notice whole, or put it off: what stops one must not stop the others."""
    try:
        with transaction.atomic():
            notice = Notice.objects.waiting(now()).select_for_update().filter(pk=number).first()
            if notice is None:
                return 0
            _reach(notice)
            notice.handed_at = now()
            notice.save(update_fields=["handed_at"])
    except Exception as error:  # noqa: BLE001 - whatever stops one notice must not stop the others
        _log.exception("notice %s could not be handed out", number)
        _put_off(number, error)
        return 0
    return 1


def _reach(notice: Notice) -> None:
    """Write a delivery for each person whom it concerns now and who may see it now."""
    kind = kind_of(notice.kind)
    if kind is None:
        return
    concerned = set(kind.recipients(notice.about, notice.facts))
    people = list(Person.objects.filter(pk__in=concerned, is_active=True).order_by("pk"))
    channels = channels_of(kind, [person.pk for person in people])
    for person in people:
        if kind.line(notice.about, notice.facts, person, person.language) is not None:
            _deliver_to(person, notice, channels[person.pk])
    recount(person.pk for person in people)


def _deliver_to(person: Person, notice: Notice, channel: str) -> None:
    moment = now()
    delivery = Delivery(notice=notice, person=person, channel=channel)
    if channel in {Channel.DAILY, Channel.WEEKLY}:
        delivery.due_at = next_moment(channel, moment)
    else:
        delivery.settled_at = moment
    delivery.save(force_insert=True)
    if channel == Channel.AT_ONCE:
        delivery.letter = put(MESSAGE, {"deliveries": [delivery.pk]}).pk
        delivery.save(update_fields=["letter"])


@transaction.atomic
def _digest_for(person: int) -> int:
    rows = Delivery.objects.digest_due(now()).filter(person=person).select_for_update()
    numbers = sorted(rows.values_list("pk", flat=True))
    if not numbers:
        return 0
    letter = put(MESSAGE, {"deliveries": numbers, "is_digest": True})
    Delivery.objects.filter(pk__in=numbers).update(letter=letter.pk, settled_at=now())
    return 1


@transaction.atomic
def _put_off(number: int, error: Exception) -> None:
    """Try again later; after five failures somebody has to look at it."""
    notice = Notice.objects.select_for_update().get(pk=number)
    notice.attempts += 1
    notice.last_error = repr(error)[:2000]
    notice.due_at = now() + timedelta(minutes=2**notice.attempts)
    if notice.attempts >= ATTEMPTS:
        notice.parked_at = now()
    notice.save(update_fields=["attempts", "last_error", "due_at", "parked_at"])


_working = threading.Lock()


def hand_out_in_the_background() -> None:
    """Let a thread hand out and send, so that nobody waits for it; what it does not do, the clock does."""
    threading.Thread(target=_work, name="notices", daemon=True).start()


def _work() -> None:
    with _working:
        try:
            work_off()
        finally:
            connection.close()
