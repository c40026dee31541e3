"""The copy of everything about a person: made from the register, with nothing of anybody else.

Secrets stay out (nobody needs a digest), and so do the people who did something with a row. What is a
number elsewhere is named here by the name of the body, so that it can be read.
"""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.timezone import now

from convivio.activity.models import OutboxMessage, Trace
from convivio.kernel.personal import Personal, Sort, entry_of, register
from convivio.people.models import Person
from convivio.people.privacy.erasing import addresses_of, rows_of

Row = dict[str, Any]
CopyOf = Callable[[Person], list[Row]]

_declared: dict[str, CopyOf] = {}


@dataclass(frozen=True, slots=True)
class Part:
    """What one table holds of a person: its name, what each field is for, its rows."""

    name: str
    why: dict[str, str]
    rows: list[Row]


def declare_copy(name: str, copy_of: CopyOf) -> None:
    """Let a room add what the register cannot find."""
    _declared[name] = copy_of


def parts_of(person: Person) -> list[Part]:
    """Gather everything that this installation holds about a person."""
    addresses = addresses_of(person)
    parts = [
        Part(str(model._meta.verbose_name), _purposes(entry), [_row(row, entry) for row in rows])
        for model, entry in register()
        if entry.whose and (rows := list(rows_of(model, entry, person, addresses).order_by("pk")))
    ]
    parts.append(Part("letters", {"subject": "what was written to them"}, _letters(addresses)))
    parts.append(Part("deeds", {"verb": "what they did, in the trace"}, _deeds(person)))
    parts += [Part(name, {}, copy_of(person)) for name, copy_of in _declared.items()]
    return [part for part in parts if part.rows]


def archive_of(person: Person) -> bytes:
    """Make the copy: the same twice, once for people and once for programs."""
    parts = parts_of(person)
    told = {
        "made_at": now().isoformat(),
        "parts": [{"name": p.name, "why": p.why, "rows": p.rows} for p in parts],
    }
    with translation.override(person.language):
        page = render_to_string(
            "people/own_copy.html", {"parts": parts, "made_at": now(), "name": str(person)}
        )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("convivio.json", json.dumps(told, ensure_ascii=False, indent=2))
        archive.writestr("convivio.html", page)
    return file.getvalue()


def _purposes(entry: Personal) -> dict[str, str]:
    return {name: holds.why for name, holds in entry.holds.items() if holds.sort is not Sort.SECRET}


def _row(row: models.Model, entry: Personal) -> Row:
    left_out = {name for name, holds in entry.holds.items() if holds.sort is Sort.SECRET}
    left_out |= {*entry.hands, entry.whose}
    return {
        one.name: _value(row, one)
        for one in row._meta.concrete_fields
        if one.name not in left_out and not _is_somebody(one)
    }


def _is_somebody(one: "models.Field[Any, Any]") -> bool:
    return one.is_relation and one.related_model is Person


def _value(row: models.Model, one: "models.Field[Any, Any]") -> Any:
    value = getattr(row, one.name)
    if isinstance(value, models.Model):
        entry = entry_of(type(value))
        return str(value.pk) if entry is None or entry.whose else str(value)
    if value is None or isinstance(value, bool | int | str | dict | list):
        return value
    return str(value)


def _letters(addresses: frozenset[str]) -> list[Row]:
    return [
        {
            "written_at": str(one.written_at),
            "to": one.payload["to"],
            "subject": one.payload.get("subject", ""),
        }
        for one in OutboxMessage.objects.order_by("pk").iterator(500)
        if str(one.payload.get("to", "")).lower() in addresses
    ]


def _deeds(person: Person) -> list[Row]:
    rows = Trace.objects.filter(models.Q(person=person.key) | models.Q(subject=person.key)).order_by("number")
    return [
        {
            "at": str(one.at),
            "verb": one.verb,
            "subject": _without_others(one.subject, person),
            "for": one.acting_for,
        }
        for one in rows.iterator(500)
    ]


def _without_others(key: str, person: Person) -> str:
    return "person" if key.startswith("person:") and key != person.key else key
