"""What each chooses: how notices of a kind come to them."""

from collections.abc import Collection, Iterable, Mapping

from django.db import transaction
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.notices.kinds import Kind, kind_of, kinds
from convivio.notices.models import Channel, Preference
from convivio.people.acting import Acting
from convivio.people.models import Person


def channels_of(kind: Kind, people: Iterable[int]) -> dict[int, str]:
    """Say for each of these people how notices of a kind come to them."""
    numbers = list(people)
    chosen = Preference.objects.filter(kind=kind.name, person__in=numbers)
    return {number: str(kind.default) for number in numbers} | dict(
        chosen.values_list("person_id", "channel")
    )


def choices_of(person: Person) -> dict[str, str]:
    """Say for each kind how it comes to this person."""
    chosen = dict(Preference.objects.filter(person=person).values_list("kind", "channel"))
    return {kind.name: chosen.get(kind.name, str(kind.default)) for kind in kinds()}


@transaction.atomic
def choose(person: Person, wanted: Mapping[str, str], *, by: Acting) -> list[str]:
    """Keep how somebody wants kinds of notices, and return those that changed.

    What nobody declared, and what is no channel, is left out.
    """
    _hold(person)
    held = choices_of(person)
    changed = {
        kind: channel
        for kind, channel in wanted.items()
        if kind in held and channel in Channel.values and held[kind] != channel
    }
    for kind, channel in changed.items():
        _keep(person, kind, channel, before="")
    if changed:
        record("notices.chosen", person, by=by)
    return sorted(changed)


@transaction.atomic
def stop(person: Person, stopped: Collection[str], *, by: Acting) -> None:
    """Want no more letters of these kinds; safe to do again, and it can be undone."""
    _hold(person)
    held = choices_of(person)
    going = [kind for kind in stopped if held.get(kind, Channel.NEVER) != Channel.NEVER]
    for kind in going:
        _keep(person, kind, Channel.NEVER, before=held[kind])
    if going:
        record("notices.chosen", person, by=by)


@transaction.atomic
def take_again(person: Person, kinds_wanted: Collection[str], *, by: Acting) -> None:
    """Want letters of these kinds again, as they came before they were stopped."""
    _hold(person)
    stopped = Preference.objects.filter(person=person, kind__in=kinds_wanted, channel=Channel.NEVER)
    rows = list(stopped)
    for row in rows:
        kind = kind_of(row.kind)
        usual = str(kind.default) if kind else Channel.AT_ONCE
        _keep(person, row.kind, row.before or _a_letter(usual), before="")
    if rows:
        record("notices.chosen", person, by=by)


def _hold(person: Person) -> None:
    """Let nobody else change the choices of this person until the transaction ends."""
    Person.objects.select_for_update().get(pk=person.pk)


def _a_letter(channel: str) -> str:
    return Channel.WEEKLY if channel == Channel.NEVER else channel


def _keep(person: Person, kind: str, channel: str, *, before: str) -> None:
    Preference.objects.update_or_create(
        person=person, kind=kind, defaults={"channel": channel, "before": before, "changed_at": now()}
    )
