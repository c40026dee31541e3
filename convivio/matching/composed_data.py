"""A composed table as plain data: what the command writes and the API answers."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import get_language

from convivio.engine.compose_export import as_data as engine_data
from convivio.engine.rank import suggestions_of
from convivio.kernel.audiences import Reader
from convivio.matching.answering import Suggested, suggest
from convivio.matching.composing import ComposedTable
from convivio.organisations.models import Identifier


def as_data(table: ComposedTable, reader: Reader) -> dict[str, Any]:
    """Return a table with PICs for organisations, and sentences in the language of the reader.

    Shape: as `convivio.engine.compose_export.as_data`; `organisation` is the PIC where there is one,
        else the key; `reasons` say why it fits the need and what is lost without it.
    """
    language = (get_language() or "it")[:2]
    data: dict[str, Any] = _in_language(engine_data(table.composition), language)
    names = _identifiers(table)
    why = {key: [said["text"] for said in several] for key, several in reasons_of(table, reader).items()}
    for seat in data["seats"]:
        for one in (seat, *seat["alternatives"]):
            one["organisation"] = names.get(one["key"], one["key"])
        seat["reasons"] = [*why.get(seat["key"], []), *seat["reasons"]]
        seat["aspects_lost"] = [table.aspects.get(key, key) for key in seat["aspects_lost"]]
    data["coverage"] = {table.aspects.get(key, key): level for key, level in data["coverage"].items()}
    return data


def _identifiers(table: ComposedTable) -> dict[str, str]:
    numbers = {row.pk: key for key, row in table.organisations.items()}
    rows = Identifier.objects.filter(scheme="pic", organisation__in=numbers).order_by("-pk")
    return {numbers[number]: value for number, value in rows.values_list("organisation_id", "value")}


def suggested_of(table: ComposedTable, reader: Reader, keys: Sequence[str]) -> list[Suggested]:
    """Read organisations of a table again, each with the reasons why it fits the need."""
    return suggest(table.ranking, suggestions_of(table.ranking, keys), reader)


def reasons_of(
    table: ComposedTable, reader: Reader, keys: Sequence[str] | None = None
) -> dict[str, list[dict[str, Any]]]:
    """Give reasons as a kept seat keeps them, by the key of the organisation; of all who sit, or of these."""
    wanted = [seat.partner.key for seat in table.composition.seats] if keys is None else keys
    return {
        one.organisation.key: [said.kept() for said in one.reasons]
        for one in suggested_of(table, reader, wanted)
    }


def _in_language(value: Any, language: str) -> Any:
    """Keep of every sentence in two languages the one that is asked for."""
    if isinstance(value, dict):
        if set(value) == {"it", "en"}:
            return value[language]
        said = {"sentence": value[language]} if {"it", "en"} <= set(value) else {}
        rest = {
            name: _in_language(part, language) for name, part in value.items() if name not in {"it", "en"}
        }
        return {**rest, **said}
    if isinstance(value, list):
        return [_in_language(part, language) for part in value]
    return value
