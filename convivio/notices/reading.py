"""The list on the page: what reached somebody, as far as they may see it at this moment."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import get_language

from convivio.notices.composing import Told
from convivio.notices.kinds import Kind, kind_of
from convivio.notices.models import Delivery
from convivio.people.models import Person


def unread_count(request: HttpRequest) -> int:
    """Count for the place in the rail: read with the person, so that no page asks for it."""
    return request.user.unread or 0 if request.user.is_authenticated else 0


def recount(people: Iterable[int]) -> None:
    """Count anew what each of these people has not read, in the transaction that changes it."""
    unread = Delivery.objects.unread().filter(person=OuterRef("pk")).order_by().values("person")
    counted = Subquery(unread.annotate(count=Count("pk")).values("count"))
    Person.objects.filter(pk__in=list(people)).update(unread=Coalesce(counted, 0))


def of_person(person: Person, kind: str = "") -> QuerySet[Delivery]:
    """Give what reached somebody, the unread first, the newest first; perhaps of one kind only."""
    rows = Delivery.objects.filter(person=person).select_related("notice")
    if kind:
        rows = rows.filter(notice__kind=kind)
    return rows.order_by(F("read_at").desc(nulls_first=True), "-made_at", "-pk")


def kinds_of(person: Person) -> list[tuple[Kind, int]]:
    """Give the kinds of which something reached somebody, and how much."""
    rows = Delivery.objects.filter(person=person).order_by().values_list("notice__kind")
    counts = dict(rows.annotate(count=Count("pk")))
    found = [(kind_of(name), count) for name, count in sorted(counts.items())]
    return [(kind, count) for kind, count in found if kind is not None]


def in_words(person: Person, deliveries: Sequence[Delivery]) -> list[Told]:
    """Say what somebody may see at this moment; what they may not see any more is left out, and counts as read."""
    told = [one for one in (_told(person, delivery) for delivery in deliveries) if one is not None]
    seen = {one.delivery.pk for one in told}
    hidden = [row.pk for row in deliveries if row.pk not in seen and row.read_at is None]
    if hidden:
        _mark(person, Delivery.objects.filter(pk__in=hidden), now())
        person.refresh_from_db(fields=["unread"])
    return told


def told_to(person: Person, number: int) -> Told | None:
    """Find one delivery of somebody's in words; None when there is none, or they may not see it any more."""
    delivery = of_person(person).filter(pk=number).first()
    return _told(person, delivery) if delivery is not None else None


def mark_read(delivery: Delivery) -> None:
    _mark(delivery.person, Delivery.objects.unread().filter(pk=delivery.pk), now())


def mark_all_read(person: Person) -> datetime | None:
    """Mark everything as read at one moment, and return it; None when nothing was unread."""
    moment = now()
    marked = _mark(person, Delivery.objects.unread().filter(person=person), moment)
    return moment if marked else None


def mark_unread_again(person: Person, moment: datetime) -> int:
    """Undo: what was marked at this moment is unread again; return how much that was."""
    return _mark(person, Delivery.objects.filter(person=person, read_at=moment), None)


@transaction.atomic
def _mark(person: Person, rows: QuerySet[Delivery], moment: datetime | None) -> int:
    marked = rows.update(read_at=moment)
    if marked:
        recount([person.pk])
    return marked


def _told(person: Person, delivery: Delivery) -> Told | None:
    notice = delivery.notice
    kind = kind_of(notice.kind)
    if kind is None:
        return None
    line = kind.line(notice.about, notice.facts, person, get_language() or person.language)
    return Told(delivery, kind, line) if line is not None else None
