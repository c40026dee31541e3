"""Random chains of granting, and their recomputation day by day, which knows nothing of rows or of the rules' code.

In a chain a few people of one organisation give, end, hand over, invite and accept, at random, on days
that go by; most of it is refused. After each act the table is read day by day: what somebody holds now
and did not hold before must be something that the giver held on that day.
"""

import random
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from unittest import mock

import time_machine

from convivio.kernel.errors import DomainError
from convivio.kernel.verdicts import ALLOWED
from convivio.organisations.mandates import granting, inviting
from convivio.organisations.mandates.handing_over import hand_over
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import acting_as
from convivio.people.invitations.inviting import accept_invitation
from convivio.people.models import Invitation, Person

Holds = dict[tuple[int, str], set[int]]
BEGINNING = date(2026, 3, 2)
FOR_EVER = 60
"""A day later than any that a chain names: who holds a right then holds it without an end."""
RIGHTS = ("read", "edit", "vote", "pay", "sign")
PEOPLE = 5


@dataclass(slots=True)
class Tally:
    """What many chains came to."""

    chains: int = 0
    acts: int = 0
    allowed: int = 0
    lifted: int = 0
    disagreed: int = 0


@dataclass(slots=True)
class Act:
    """One try: who did it, what the recomputation expects, and what to call."""

    by: int
    expected: Holds | None
    call: Callable[[], object]


@dataclass(slots=True)
class Chain:
    """One organisation, its people, and what each holds by the recomputation."""

    dice: random.Random
    organisation: Organisation
    people: list[Person]
    today: int = 10
    held: Holds = field(default_factory=dict)
    letters: list[tuple[int, int, Invitation, list[str], int | None]] = field(default_factory=list)

    def begin(self) -> None:
        """Let the first person sign, with some other rights, each for its own time."""
        for right in ("sign", *self.dice.sample(RIGHTS[:-1], 3)):
            last = self.dice.choice([None, None, self.dice.randrange(15, 50)])
            Mandate.objects.create(
                person=self.people[0],
                organisation=self.organisation,
                right=right,
                from_on=day(0),
                until_on=None if last is None else day(last),
            )
        self.held = self.read()

    def read(self) -> Holds:
        """Read the table, day by day."""
        found: Holds = {}
        place = {person.pk: number for number, person in enumerate(self.people)}
        rows = Mandate.objects.filter(organisation=self.organisation)
        for person, right, first, last in rows.values_list("person_id", "right", "from_on", "until_on"):
            days = span((first - BEGINNING).days, None if last is None else (last - BEGINNING).days)
            found.setdefault((place[person], right), set()).update(days)
        return found

    def holds(self, who: int, right: str, days: Iterable[int]) -> bool:
        return set(days) <= self.held.get((who, right), set())

    def somebody(self) -> int:
        """Draw a person: half the time one who signs, or hardly anything would be allowed."""
        signing = [who for who in range(PEOPLE) if self.holds(who, "sign", [self.today])]
        return (
            self.dice.choice(signing) if signing and self.dice.random() < 0.5 else self.dice.randrange(PEOPLE)
        )

    def some_rights(self, of: int) -> list[str]:
        """Draw one right or two: half the time of those that somebody holds."""
        own = [right for right in RIGHTS if self.holds(of, right, [self.today])]
        drawn = own if own and self.dice.random() < 0.5 else list(RIGHTS)
        return self.dice.sample(drawn, min(len(drawn), self.dice.randrange(1, 3)))

    def try_one(self) -> Act:
        return self.dice.choice(
            [self.give, self.give, self.give, self.end, self.hand_over, self.write, self.open]
        )()

    def give(self) -> Act:
        by, to = self.somebody(), self.dice.randrange(PEOPLE)
        rights = self.some_rights(by)
        first = self.today + self.dice.choice([0, 0, 0, -1, 3])
        last = self.dice.choice([None, self.today, self.today + 5, self.dice.randrange(self.today, 55)])
        expected = self._after_giving(by, to, rights, first, last)

        def call() -> None:
            granting.give_mandates(
                self.organisation,
                self.people[to],
                rights,
                from_on=day(first),
                until_on=None if last is None else day(last),
                by=acting_as(self.people[by]),
            )

        return Act(by, expected, call)

    def end(self) -> Act:
        by, who = self.somebody(), self.dice.randrange(PEOPLE)
        signs = self.holds(by, "sign", [self.today])
        kept = {
            key: {number for number in days if key[0] != who or number < self.today}
            for key, days in self.held.items()
        }
        leaves_none = any(number >= self.today for number in self.held.get((who, "sign"), ())) and not any(
            self.holds(other, "sign", [self.today]) for other in range(PEOPLE) if other != who
        )
        expected = kept if (signs or by == who) and not leaves_none else None
        return Act(
            by,
            expected,
            lambda: granting.end_mandates(self.organisation, self.people[who], by=acting_as(self.people[by])),
        )

    def hand_over(self) -> Act:
        by, leaver, taker = self.somebody(), self.somebody(), self.dice.randrange(PEOPLE)
        by = self.dice.choice([by, leaver])
        on = self.today + self.dice.choice([0, 0, 2, -1])
        moved = {
            key[1]: {one for one in days if one >= on} for key, days in self.held.items() if key[0] == leaver
        }
        moved = {right: days for right, days in moved.items() if days}
        may = self.holds(by, "sign", [self.today]) and on >= self.today and bool(moved) and leaver != taker
        may = may and all(self.holds(by, right, {self.today, *days}) for right, days in moved.items())
        after = {key: set(days) for key, days in self.held.items()}
        for right, days in moved.items():
            after[leaver, right] -= days
            after.setdefault((taker, right), set()).update(days)

        def call() -> None:
            people, acting = self.people, acting_as(self.people[by])
            hand_over(self.organisation, people[leaver], people[taker], on=day(on), by=acting)

        return Act(by, after if may else None, call)

    def write(self) -> Act:
        """Write an invitation, for a later act to open."""
        by, to = self.somebody(), self.dice.randrange(PEOPLE)
        rights = self.some_rights(by)
        last = self.dice.choice([None, self.today, self.today + 5, self.dice.randrange(self.today, 55)])
        may = self._after_giving(by, to, rights, self.today, last) is not None

        def call() -> None:
            letter = inviting.invite_colleague(
                self.organisation,
                self.people[to].email,
                rights,
                until_on=None if last is None else day(last),
                by=acting_as(self.people[by]),
            )
            self.letters = [one for one in self.letters if one[1] != to]
            self.letters.append((by, to, letter, rights, last))

        return Act(by, self.held if may else None, call)

    def open(self) -> Act:
        """Open a letter, perhaps after its giver lost what it offers."""
        if not self.letters:
            return self.give()
        letter = self.letters.pop(self.dice.randrange(len(self.letters)))
        by, to, invitation, rights, last = letter
        expected = self._after_giving(by, to, rights, self.today, last)
        written = (invitation.made_at.date() - BEGINNING).days
        if self.today - written >= 14:
            expected = None
        return Act(by, expected, lambda: accept_invitation(invitation, by=acting_as(self.people[to])))

    def _after_giving(
        self, by: int, to: int, rights: Iterable[str], first: int, last: int | None
    ) -> Holds | None:
        """Say what would be held; None for what nobody may give."""
        days = span(first, last)
        if not days or first < self.today or not self.holds(by, "sign", [self.today]):
            return None
        if not all(self.holds(by, right, {self.today, *days}) for right in rights):
            return None
        after = {key: set(held) for key, held in self.held.items()}
        for right in rights:
            after.setdefault((to, right), set()).update(days)
        return after


def day(number: int) -> date:
    return BEGINNING + timedelta(days=number)


def span(first: int, last: int | None) -> set[int]:
    """List the days from one to another; without an end, to the day that stands for ever."""
    return set(range(first, (FOR_EVER if last is None else last) + 1))


def run_chains(number: int, *, seed: int, guarded: bool = True, acts: int = 6) -> Tally:
    """Run chains, and count what was lifted above its giver; unguarded, nothing asks who gives."""
    dice = random.Random(seed)  # noqa: S311 - a fixed seed, so that anyone can repeat it
    people = [
        Person.objects.create_user(f"catena-{seed}-{each}@soci.example", name=f"Anello {each}")
        for each in range(PEOPLE)
    ]
    tally = Tally()
    with _unguarded() if not guarded else nullcontext():
        for each in range(number):
            name = f"Catena {seed} {each}"
            organisation = Organisation.objects.create(slug=name.lower().replace(" ", "-"), name=name)
            _run(Chain(dice, organisation, people), tally, acts)
            Mandate.objects.filter(organisation=organisation).delete()
            organisation.delete()
    return tally


def _run(chain: Chain, tally: Tally, acts: int) -> None:
    tally.chains += 1
    with time_machine.travel(_noon(chain.today), tick=False) as clock:
        chain.begin()
        for _act in range(acts):
            chain.today = min(chain.today + chain.dice.choice([0, 0, 0, 1, 4]), FOR_EVER - 15)
            clock.move_to(_noon(chain.today))
            _judge(chain, chain.try_one(), tally)


def _judge(chain: Chain, act: Act, tally: Tally) -> None:
    """Do it, and compare what is held now with what may be."""
    tally.acts += 1
    before = chain.held
    try:
        act.call()
    except DomainError:
        allowed = False
    else:
        allowed = True
        tally.allowed += 1
    after = chain.read()
    for (who, right), days in after.items():
        new = days - before.get((who, right), set())
        tally.lifted += len(new - before.get((act.by, right), set()))
    expected = chain.held if act.expected is None else act.expected
    is_told_apart = allowed == (act.expected is not None)
    tally.disagreed += not (is_told_apart and _solid(expected) == _solid(after))
    chain.held = after


def _solid(held: Holds) -> Holds:
    return {key: days for key, days in held.items() if days}


def _noon(number: int) -> datetime:
    moment = day(number)
    return datetime(moment.year, moment.month, moment.day, 11, tzinfo=UTC)


def _unguarded() -> AbstractContextManager[object]:
    """Take away the question who may give: the broken control."""
    return mock.patch.multiple("convivio.organisations.mandates.granting", may_give=lambda *_asked: ALLOWED)
