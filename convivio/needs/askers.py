"""Who wrote an entry: the one module that reads it, and to whom it is told.

Of a blinded need the asker is known to its own people, to the office of the cluster that accompanies it, and, once both
have said yes to an introduction, to that one answerer. Everybody else gets nothing from here, for there is nothing
in the entry itself.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.timezone import localdate

from convivio.needs.models import Answer, Asker, Entry, EntryQuerySet
from convivio.organisations.acting_for import numbers_of
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting
from convivio.people.models import Person

EDIT = "edit"
OFFICE = ("cluster_office", "facilitator")


@dataclass(frozen=True, slots=True)
class Named:
    """An asker in words, for somebody who may know it."""

    organisation: Organisation
    person: Person | None


def put_down(entry: Entry, organisation: Organisation, person: Person | None) -> None:
    """Write down who asks, once."""
    Asker.objects.create(entry=entry, organisation=organisation, person=person)


def numbers_edited_by(acting: Acting) -> list[int]:
    """Number the organisations for which this person writes."""
    return numbers_of(acting, {EDIT})


def is_asker(acting: Acting, entry: Entry) -> bool:
    """Say whether this person writes for the organisation that asks."""
    numbers = numbers_edited_by(acting)
    return bool(numbers) and Asker.objects.filter(entry=entry, organisation__in=numbers).exists()


def asks_for(entry: Entry, organisation: Organisation) -> bool:
    return Asker.objects.filter(entry=entry, organisation=organisation).exists()


def accompanies(acting: Acting, entry: Entry) -> bool:
    """Say whether this person is of the office that accompanies an entry."""
    cluster = f"cluster:{entry.cluster_id}"
    return any(acting.may(kind, cluster) for kind in OFFICE)


def asker_for(acting: Acting, entry: Entry, *, ours: bool, answer: Answer | None = None) -> Named | None:
    """Name the asker to somebody who may know it; the person only to who has agreed, or accompanies, or is of it.

    `ours` says what `is_asker` says; `answer` is one that this person sees as the one who gave it.
    """
    knows = ours or accompanies(acting, entry) or (answer is not None and answer.both_agreed)
    if entry.is_blinded and not knows:
        return None
    found = Asker.objects.select_related("organisation", "person").get(entry=entry)
    return Named(found.organisation, found.person if knows else None)


def named_openly(entries: Collection[Entry]) -> dict[int, Organisation]:
    """Name the askers of those that hide nobody, by the entry's number."""
    numbers = [one.pk for one in entries if not one.is_blinded]
    rows = Asker.objects.filter(entry__in=numbers, entry__is_blinded=False).select_related("organisation")
    return {one.entry_id: one.organisation for one in rows}


def entries_of(acting: Acting) -> EntryQuerySet:
    """Keep the entries of those for whom this person writes, hidden or not."""
    ours = Asker.objects.filter(organisation__in=numbers_edited_by(acting))
    return Entry.objects.filter(pk__in=ours.values("entry"))


def open_entries_of(organisation: Organisation) -> EntryQuerySet:
    """Keep what an organisation asks and offers under its name."""
    theirs = Asker.objects.filter(organisation=organisation, entry__is_blinded=False)
    return Entry.objects.filter(is_blinded=False, pk__in=theirs.values("entry"))


def is_ours_among(acting: Acting) -> Q:
    """Narrow entries to ours, to be joined with what anybody may see."""
    numbers = numbers_edited_by(acting)
    return (
        Q(pk__in=Asker.objects.filter(organisation__in=numbers).values("entry")) if numbers else Q(pk__in=())
    )


def key_of_asker(entry: Entry) -> str:
    """Give the key for which the asker's people act from a letter that only they receive."""
    return f"organisation:{Asker.objects.get(entry=entry).organisation_id}"


def people_of_asker(entry: Entry) -> set[int]:
    """Number the people who are told: who wrote it while they write for it still, or else everybody who does."""
    asker = Asker.objects.filter(entry=entry).first()
    return people_of(asker.organisation_id, asker.person_id) if asker else set()


def people_of(organisation: int, person: int | None) -> set[int]:
    """Number this person while they write for the organisation, or else everybody who does."""
    held = Mandate.objects.filter(organisation=organisation, right=EDIT).holding_on(localdate())
    editing = set(held.filter(person__is_active=True).values_list("person", flat=True))
    return {person} if person in editing else editing


def entries_with_asker() -> "QuerySet[Entry]":
    """Give entries with the number of who asks, for what is read by the asker's own people."""
    asker = Asker.objects.filter(entry=OuterRef("pk")).values("organisation")[:1]
    return Entry.objects.annotate(asked_for=Subquery(asker))


def asker_of(answer: Answer) -> Organisation:
    """Give who asked, for what the two do with one another after both have said yes.

    Errors: ValueError, before that.
    """
    _both_agreed(answer)
    return Asker.objects.select_related("organisation").get(entry=answer.entry_id).organisation


def _both_agreed(answer: Answer) -> None:
    if not answer.both_agreed:
        message = "nobody is named before both have said yes"
        raise ValueError(message)


def real_name_of_asker(answer: Answer) -> str:
    """Name the asker to the one who answered, after both have said yes.

    Errors: ValueError, before that.
    """
    _both_agreed(answer)
    asker = Asker.objects.select_related("organisation", "person").get(entry=answer.entry_id)
    return ", ".join(filter(None, (asker.organisation.name, str(asker.person or ""))))
