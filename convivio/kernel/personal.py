"""The register of personal data: for every field that holds something of a person, what, why, until when.

Each room says it in its `personal.py`. The copy that a person can ask for, erasure and the clearing out
of what is overdue read it here; a field of text, a file or a link to a person without an entry fails a test.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from django.apps import apps
from django.db import models


class Sort(StrEnum):
    """What kind of thing a field holds of a person."""

    IDENTITY = "who they are"
    CONTACT = "how they are reached"
    SECRET = "what opens their account"  # noqa: S105 - the name of a sort, no secret
    CHOICE = "what they chose"
    WORDS = "what they wrote, or what was written of them"
    DEED = "what they did"


class Ending(StrEnum):
    """What becomes of a row when the person it belongs to is erased."""

    GONE = "gone with the person"
    EMPTIED = "kept, emptied of the person"


@dataclass(frozen=True, slots=True)
class Holds:
    """What one field holds of a person, and what for; with `is_kept`, a duty keeps it after erasure."""

    sort: Sort
    why: str
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """How long rows are kept: from the moment that a field names, so long; then they go."""

    since: str
    kept_for: timedelta


@dataclass(frozen=True, slots=True)
class Personal:
    """What the rows of one table hold of people.

    `whose` names the field by which a row is somebody's: a link to the person, `email:FIELD` for an
    address, or nothing. `hands` are links to people who did something with the row: a number that stays.
    `plain` are fields of text that hold nothing of anybody.
    """

    whose: str = ""
    holds: Mapping[str, Holds] = field(default_factory=dict)
    hands: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    ending: Ending = Ending.EMPTIED
    terms: tuple[Term, ...] = ()

    @property
    def named(self) -> frozenset[str]:
        return frozenset({self.whose.removeprefix("email:"), *self.holds, *self.hands, *self.plain})


_declared: dict[type[models.Model], Personal] = {}
_person: list[type[models.Model]] = []


def declare_person(model: type[models.Model]) -> None:
    """Let the room of people say what a person is: a link to one needs an entry."""
    _person[:] = [model]


def declare_personal(model: type[models.Model], entry: Personal) -> None:
    """Let a room enter a table into the register.

    Errors: LookupError, for a field that the table does not have.
    """
    fields = {one.name for one in model._meta.get_fields()}
    unknown = entry.named - fields - {""}
    if unknown:
        raise LookupError(f"{model._meta.label} has no {', '.join(sorted(unknown))}")
    _declared[model] = entry


def register() -> Iterator[tuple[type[models.Model], Personal]]:
    """Walk the register, in the order of the tables' names."""
    return iter(sorted(_declared.items(), key=lambda one: one[0]._meta.label))


def entry_of(model: type[models.Model]) -> Personal | None:
    return _declared.get(model)


def needing_an_entry(model: type[models.Model]) -> set[str]:
    """Return the fields that could hold something of a person: text, JSON, files, links to people.

    Numbers, days, yes and no, codes of a fixed list, and links to other things hold nothing by themselves.
    """
    return {one.name for one in model._meta.concrete_fields if _could_hold(one)}


def _could_hold(one: models.Field) -> bool:  # type: ignore[type-arg]
    if one.is_relation:
        return one.related_model in _person
    return isinstance(one, models.CharField | models.TextField | models.JSONField | models.FileField) and (
        not one.choices
    )


def missing(package: str = "convivio") -> list[str]:
    """Name the fields of a package's tables that nobody entered, each as `room.Table.field`."""
    return sorted(
        f"{model._meta.label}.{name}"
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith(f"{package}.")
        for name in needing_an_entry(model) - (_declared[model].named if model in _declared else frozenset())
    )
