"""Random graphs of people, mandates, kinds, choices and losses, played beside plain sums that know nothing of notices.

A kind concerns whoever holds its right for an organisation, and may be seen by whoever holds the right to
read there. What each receives is worked out a second time from what was played, by brute force.
"""

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import time_machine
from django.core import mail
from django.db import transaction
from django.utils.timezone import localdate

from convivio.activity.outbox import deliver
from convivio.kernel.keys import split_key
from convivio.notices import kinds
from convivio.notices.choosing import choose
from convivio.notices.handing_out import hand_out, send_digests
from convivio.notices.kinds import Facts, Kind, Line, declare_kind
from convivio.notices.reading import in_words, of_person
from convivio.notices.telling import tell
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import acting_as
from convivio.people.models import Person

ROME = ZoneInfo("Europe/Rome")
MONDAY_MORNING = datetime(2026, 3, 23, 5, tzinfo=ROME)
RIGHTS = ("edit", "sign", "pay")
CHANNELS = ("at once", "daily", "weekly", "never")
DEFAULTS = {"edit": "at once", "sign": "daily", "pay": "weekly"}
NUMBER = re.compile(r"«(\d+)»")
Pair = tuple[int, int]
"""A notice's number, and a person's."""


@dataclass
class Beside:
    """What should happen, kept in plain sets: who holds what from when to when, who wants what, who left."""

    spans: dict[tuple[int, int, str], list[tuple[date, date | None]]] = field(default_factory=dict)
    wants: dict[tuple[int, str], str] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)
    told: list[tuple[int, str, int]] = field(default_factory=list)
    waiting: list[tuple[datetime, int, int]] = field(default_factory=list)
    letters: list[tuple[int, list[int]]] = field(default_factory=list)
    what: dict[int, tuple[str, int]] = field(default_factory=dict)
    reached: set[Pair] = field(default_factory=set)
    received: Counter[Pair] = field(default_factory=Counter)

    def holds(self, person: int, organisation: int, right: str, day: date) -> bool:
        spans = self.spans.get((person, organisation, right), ())
        return any(first <= day and (last is None or day <= last) for first, last in spans)

    def may_hear(self, person: int, number: int, day: date) -> bool:
        right, organisation = self.what[number]
        return (
            person not in self.left
            and self.holds(person, organisation, right, day)
            and self.holds(person, organisation, "read", day)
        )

    def hand_out(self, people: list[int], moment: datetime) -> None:
        for number, right, _organisation in self.told:
            for person in people:
                if self.may_hear(person, number, moment.date()):
                    self.reached.add((number, person))
                    self._queue(number, person, self.wants.get((person, right), DEFAULTS[right]), moment)
        self.told.clear()

    def _queue(self, number: int, person: int, channel: str, moment: datetime) -> None:
        if channel == "at once":
            self.letters.append((person, [number]))
        elif channel != "never":
            self.waiting.append((morning(moment, only_mondays=channel == "weekly"), person, number))

    def send_digests(self, moment: datetime) -> None:
        due = [one for one in self.waiting if one[0] <= moment]
        self.waiting = [one for one in self.waiting if one[0] > moment]
        for person in {one[1] for one in due}:
            self.letters.append((person, [number for _at, whose, number in due if whose == person]))

    def deliver(self, moment: datetime) -> None:
        for person, numbers in self.letters:
            for number in numbers:
                right = self.what[number][0]
                stopped = self.wants.get((person, right), DEFAULTS[right]) == "never"
                if not stopped and self.may_hear(person, number, moment.date()):
                    self.received[number, person] += 1
        self.letters.clear()


def morning(after: datetime, *, only_mondays: bool) -> datetime:
    """Look at every quarter of an hour until a clock in Rome shows half past seven, perhaps of a Monday."""
    moment = after.astimezone(ZoneInfo("UTC"))
    moment += timedelta(minutes=15 - moment.minute % 15, seconds=-moment.second)
    while True:
        shown = moment.astimezone(ROME)
        if (shown.hour, shown.minute) == (7, 30) and (not only_mondays or shown.isoweekday() == 1):
            return moment
        moment += timedelta(minutes=15)


class Graph:
    """One random graph, played; `asks_again` false is the control."""

    def __init__(self, seed: int, *, asks_again: bool = True) -> None:
        self.dice = random.Random(seed)  # noqa: S311 - a game
        self.asks_again, self.is_sending = asks_again, False
        self.now, self.beside, self.number = MONDAY_MORNING, Beside(), 0
        names = [f"{seed}-{number}" for number in range(self.dice.randint(3, 7))]
        self.people = [
            Person.objects.create(
                email=f"g{name}@grafo.example", name=name, language=self.dice.choice(["it", "en"])
            )
            for name in names
        ]
        self.organisations = [
            Organisation.objects.create(slug=f"g{seed}-{number}", name=f"Grafo {number}", kind="sme")
            for number in range(self.dice.randint(1, 3))
        ]

    def play(self, steps: int = 24) -> list[str]:
        """Play, let two weeks pass, and say every difference."""
        before = dict(kinds._declared)
        mail.outbox = []
        try:
            for right in RIGHTS:
                declare_kind(Kind(f"graph.{right}", right, self._words, self._whom, DEFAULTS[right]))
            for _mandate in range(2 * len(self.people)):
                self._at(self.give)
            acts = [self.give, self.tell, self.tell, self.cut, self.choose, self.leave]
            for _step in range(steps):
                self._at(self.dice.choices([*acts, self.hand_out, self.send], [2, 3, 3, 2, 2, 0.3, 4, 3])[0])
                self.now += timedelta(minutes=self.dice.choice([1, 20, 300, 900, 1500]))
            for _day in range(16):
                self._at(self.hand_out)
                self._at(self.send)
                self.now += timedelta(days=1)
            return [*self._differences(), *self._on_pages()]
        finally:
            kinds._declared.clear()
            kinds._declared.update(before)

    def _at(self, act: "object") -> None:
        with time_machine.travel(self.now, tick=False):
            act()  # type: ignore[operator]

    # What is played.

    def give(self) -> None:
        person, organisation = self.dice.choice(self.people), self.dice.choice(self.organisations)
        for right in self.dice.sample(["read", "read", *RIGHTS], 3):
            spans = self.beside.spans.setdefault((person.pk, organisation.pk, right), [])
            if any(last is None or last >= self.today for _first, last in spans):
                continue
            last = self.today + timedelta(days=self.dice.randint(0, 9)) if self.dice.random() < 0.5 else None
            Mandate.objects.create(
                person=person, organisation=organisation, right=right, from_on=self.today, until_on=last
            )
            spans.append((self.today, last))

    def cut(self) -> None:
        """Let one mandate end yesterday; one that began today is taken away."""
        yesterday = self.today - timedelta(days=1)
        rows = list(Mandate.objects.holding_on(self.today).filter(person__in=self.people).order_by("pk"))
        if not rows:
            return
        row = self.dice.choice(rows)
        spans = self.beside.spans[row.person_id, row.organisation_id, row.right]
        spans.remove((row.from_on, row.until_on))
        if row.from_on > yesterday:
            row.delete()
        else:
            row.until_on = yesterday
            row.save(update_fields=["until_on"])
            spans.append((row.from_on, yesterday))

    def choose(self) -> None:
        person, right = self.dice.choice(self.people), self.dice.choice(RIGHTS)
        channel = self.dice.choice(CHANNELS)
        choose(person, {f"graph.{right}": channel}, by=acting_as(person))
        self.beside.wants[person.pk, right] = channel

    def leave(self) -> None:
        person = self.dice.choice(self.people)
        Person.objects.filter(pk=person.pk).update(is_active=False)
        self.beside.left.add(person.pk)

    def tell(self) -> None:
        right, organisation = self.dice.choice(RIGHTS), self.dice.choice(self.organisations)
        self.number += 1
        with transaction.atomic():
            tell(f"graph.{right}", organisation, facts={"right": right, "number": self.number})
        self.beside.what[self.number] = (right, organisation.pk)
        self.beside.told.append((self.number, right, organisation.pk))

    def hand_out(self) -> None:
        hand_out()
        send_digests()
        self.beside.hand_out([person.pk for person in self.people], self.now)
        self.beside.send_digests(self.now)

    def send(self) -> None:
        self.is_sending = True
        deliver()
        self.is_sending = False
        self.beside.deliver(self.now)

    # What the kinds of the graph say.

    def _whom(self, about: str, facts: Facts) -> list[int]:
        if self.is_sending and not self.asks_again:
            return [person.pk for person in self.people]
        rows = Mandate.objects.filter(organisation=split_key(about)[1], right=facts["right"])
        return list(rows.holding_on(localdate()).values_list("person", flat=True))

    def _words(self, about: str, facts: Facts, person: Person, _language: str) -> Line | None:
        trusts = self.is_sending and not self.asks_again
        if not trusts and not acting_as(person).may("read", about):
            return None
        return Line("something", f"«{facts['number']}»")

    # What came of it.

    @property
    def today(self) -> date:
        return self.now.astimezone(ROME).date()

    def _differences(self) -> list[str]:
        numbers = {person.email: person.pk for person in self.people}
        found: Counter[Pair] = Counter()
        for letter in mail.outbox:
            told = [int(number) for number in NUMBER.findall(str(letter.body))]
            found.update((number, numbers[letter.to[0]]) for number in told)
        expected = self.beside.received
        return [
            f"{pair}: {found[pair]} instead of {expected[pair]}"
            for pair in sorted(found.keys() | expected.keys())
            if found[pair] != expected[pair]
        ]

    def _on_pages(self) -> list[str]:
        """Compare what each may read on the page at the end."""
        wrong = []
        with time_machine.travel(self.now, tick=False):
            for person in self.people:
                fresh = Person.objects.get(pk=person.pk)
                shown = {
                    one.delivery.notice.facts["number"]
                    for one in in_words(fresh, list(of_person(fresh)))
                    if fresh.is_active
                }
                may = {
                    number
                    for number, whose in self.beside.reached
                    if whose == person.pk
                    and person.pk not in self.beside.left
                    and self.beside.holds(person.pk, self.beside.what[number][1], "read", self.today)
                }
                if shown != may:
                    wrong.append(f"page of {person.pk}: {shown ^ may}")
        return wrong


def differences(seed: int, *, asks_again: bool = True) -> list[str]:
    """Play one graph and leave no trace of it."""
    with transaction.atomic():
        found = Graph(seed, asks_again=asks_again).play()
        transaction.set_rollback(True)
    return found
