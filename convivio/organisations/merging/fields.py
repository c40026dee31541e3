"""The facts of two records side by side: which of them the one that is kept will say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as __

from convivio.organisations.merging.journal import Journal
from convivio.organisations.merging.steps import GONE, KEPT, Choices, Conflict
from convivio.organisations.models import Organisation

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, slots=True)
class Fact:
    """Columns that are said together, and how they read."""

    name: str
    label: "_StrPromise"
    columns: Sequence[str]
    says: Callable[[Organisation], object]

    def value(self, organisation: Organisation) -> tuple[Any, ...]:
        return tuple(getattr(organisation, column) for column in self.columns)

    def words(self, organisation: Organisation) -> str:
        return str(self.says(organisation) or "")


def _seat(row: Organisation) -> str:
    town = f"{row.postcode} {row.city}".strip()
    return ", ".join(part for part in (row.street, town, row.country, row.nuts) if part)


def _in_both(text: Any) -> str:
    return " · ".join(said for said in text.values() if said)


def _plain(name: str, label: "_StrPromise") -> Fact:
    return Fact(name, label, (name,), lambda row: getattr(row, name))


FACTS = (
    _plain("name", __("Name")),
    _plain("short_name", __("Short name")),
    Fact("kind", __("Kind"), ("kind",), lambda row: row.get_kind_display()),
    Fact("size", __("Size"), ("size",), lambda row: row.get_size_display() if row.size else ""),
    Fact(
        "seat",
        __("Address"),
        ("street", "postcode", "city", "country", "nuts", "latitude", "longitude"),
        _seat,
    ),
    _plain("website", __("Website")),
    _plain("email", __("Write to")),
    _plain("phone", __("Telephone")),
    Fact("description", __("What they do"), ("description",), lambda row: _in_both(row.description)),
    Fact("looking_for", __("What they look for"), ("looking_for",), lambda row: _in_both(row.looking_for)),
    _plain("founded", __("Founded in")),
    _plain("staff_count", __("People")),
    Fact("part_of", __("Part of"), ("part_of_id",), lambda row: row.part_of),
    Fact("hosted_by", __("Hosted by"), ("hosted_by_id",), lambda row: row.hosted_by),
    Fact("company_group", __("Group of companies"), ("company_group_id",), lambda row: row.company_group),
    Fact("logo", __("Logo"), ("logo",), lambda row: _("a logo of its own") if row.logo else ""),
    Fact(
        "visibility",
        __("Who sees this page"),
        ("visibility", "audience"),
        lambda row: row.get_visibility_display(),
    ),
)


def key_of_fact(fact: Fact) -> str:
    return f"fact:{fact.name}"


def fact_conflicts(kept: Organisation, gone: Organisation) -> list[Conflict]:
    """Give the facts in which the two differ; what only one says is proposed."""
    found = []
    for fact in FACTS:
        if fact.value(kept) == fact.value(gone):
            continue
        ours, theirs = fact.words(kept), fact.words(gone)
        if not theirs:
            continue
        options = [(KEPT, _("what the kept record says")), (GONE, _("what the other says"))]
        usual = KEPT if ours else GONE
        found.append(Conflict(key_of_fact(fact), str(fact.label), [ours], [theirs], options, usual))
    return found


def move_facts(kept: Organisation, gone: Organisation, choices: Choices, journal: Journal) -> None:
    """Let the kept record say what was chosen; no record is a part of itself afterwards."""
    usual = {conflict.key: conflict.usual for conflict in fact_conflicts(kept, gone)}
    new: dict[str, Any] = {}
    for fact in FACTS:
        if choices.get(key_of_fact(fact), usual.get(key_of_fact(fact), KEPT)) == GONE:
            new.update(zip(fact.columns, fact.value(gone), strict=True))
    days = [one.confirmed_on for one in (kept, gone) if one.confirmed_on]
    new["confirmed_on"] = max(days) if days else None
    new["reading_id"] = kept.reading_id or gone.reading_id
    for column in ("part_of_id", "hosted_by_id"):
        if new.get(column, getattr(kept, column)) in {kept.pk, gone.pk}:
            new[column] = None
    for column, value in new.items():
        journal.set(Organisation, [kept.pk], column, value)
