"""Kinds of notices for tests: whom they concern and who may see stand in sets that a test fills."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from convivio.notices import kinds
from convivio.notices.kinds import Answer, Facts, Kind, Line, declare_kind
from convivio.notices.models import Notice
from convivio.notices.telling import tell
from convivio.people.models import Person


@dataclass
class Things:
    """What a test says of its things: whom each concerns, and from whom it is hidden."""

    concerns: dict[str, set[int]] = field(default_factory=dict)
    hidden: dict[str, set[int]] = field(default_factory=dict)
    answers: tuple[Answer, ...] = ()

    def recipients(self, about: str, _facts: Facts) -> list[int]:
        return sorted(self.concerns.get(about, ()))

    def words(self, about: str, facts: Facts, person: Person, language: str) -> Line | None:
        if person.pk in self.hidden.get(about, ()):
            return None
        said = f"{about} in {language[:2]}"
        return Line(said, f"secret of {about} {facts.get('say', '')}", ("context",), "/calls/", self.answers)

    def told(self, kind: str, about: str, *people: Person, **facts: Any) -> Notice:
        """Tell of a thing to these people."""
        self.concerns.setdefault(about, set()).update(person.pk for person in people)
        with transaction.atomic():
            return tell(kind, about, facts=facts)


@contextmanager
def declared(*names: str, default: str = "at once") -> Iterator[Things]:
    """Declare kinds of these names for a while."""
    before, things = dict(kinds._declared), Things()
    for name in names:
        declare_kind(Kind(name, f"Kind {name}", things.words, things.recipients, default, "Tests"))
    try:
        yield things
    finally:
        kinds._declared.clear()
        kinds._declared.update(before)
