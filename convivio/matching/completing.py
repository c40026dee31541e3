"""What a kept table misses, who would fill it best, and what each partner is worth to it."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convivio.consortia.actions import Sitting, seat_partners
from convivio.consortia.models import Consortium
from convivio.engine.errors import UnknownRuleSet
from convivio.kernel.audiences import Reader
from convivio.kernel.errors import BadInput
from convivio.kernel.keys import number_in
from convivio.matching.answering import Wanted, words_of_call
from convivio.matching.composed_data import reasons_of, suggested_of
from convivio.matching.composing import LEAST_SEATS, MOST_SEATS, ComposedTable, TableWanted, compose_table
from convivio.matching.setting import sittings_of
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting
from convivio.vocabulary.facet_names import place_names

BEST = 3
USUAL_SEATS = 6
SIGNS = {
    "past_work": "project",
    "profile": "skill",
    "record": "publication",
    "collaboration": "shared",
    "introduction": "shared",
}


def completed(consortium: Consortium, reader: Reader, seats: int | None = None) -> ComposedTable:
    """Compose around those who sit at a kept table.

    Raises:
        BadInput: nobody leads, there are no rules, or there is no need to look for.
    """
    seats_taken = consortium.seats.exclude(organisation=None).select_related("organisation")
    seated = [one for one in seats_taken if one.organisation and reader.sees(one.organisation.audience)]
    lead = next((one.organisation for one in seated if one.role == "lead" and one.organisation), None)
    if lead is None:
        raise BadInput(_("Seat a lead first: a table is completed around whoever leads."))
    if not consortium.rule_set:
        raise BadInput(_("Choose the rules first: what a table misses depends on them."))
    picked = {one.organisation: one.role for one in seated if one.organisation and one.organisation != lead}
    least = max(len(picked) + 2, USUAL_SEATS) if seats is None else seats
    need = Wanted(text=_words(consortium), lead=lead)
    wanted = TableWanted(
        need=need,
        rule_set=consortium.rule_set,
        seats=min(max(least, len(picked) + 1, LEAST_SEATS), MOST_SEATS),
        picked=picked,
        budget=consortium.budget,
    )
    return compose_table(wanted, reader)


def completing_context(consortium: Consortium, reader: Reader) -> dict[str, Any]:
    """Gather what a kept table misses, and the best three for it; or say in a sentence why that cannot be."""
    base = {
        "consortium": consortium,
        "fill_url": reverse("matching:for_table", args=[consortium.pk]),
    }
    try:
        table = completed(consortium, reader)
    except (BadInput, UnknownRuleSet) as refusal:
        return {**base, "refusal": str(refusal)}
    composition, language = table.composition, (get_language() or "it")[:2]
    sitting: set[int | None] = set(consortium.seats.values_list("organisation_id", flat=True))
    proposed = [seat for seat in composition.seats if table.organisations[seat.partner.key].pk not in sitting]
    first = max(proposed, key=lambda seat: seat.why.loss or float("inf"), default=None)
    keys = [first.partner.key, *(one.candidate.key for one in first.alternatives)][:BEST] if first else []
    says = [sentence.say(language) for sentence in first.why.sentences] if first else []
    missing = [one.sentence.say(language) for one in composition.missing]
    return {
        **base,
        "table": composition,
        "missing": missing,
        "changes": [change.sentence.say(language) for change in composition.changes],
        "candidates": _cards(table, keys, says, reader),
        "role": first.partner.role if first else "",
        "proposed": [table.organisations[seat.partner.key] for seat in proposed],
        "covered": [
            {"label": table.aspects.get(key, key), "level": round(level * 100)}
            for key, level in composition.coverage.items()
        ],
        "worth": _worth(table, sitting, language),
    }


def fill_the_seats(consortium: Consortium, said: Mapping[str, str], *, by: Acting) -> list[str]:
    """Seat everybody who completes the table best, or the one who was chosen; return their names.

    Raises:
        BadInput: the table cannot be completed; NotAllowed, ChangedMeanwhile, ConsortiumIsSetAside.
    """
    table = completed(consortium, by.reader)
    sitting = set(consortium.seats.exclude(organisation=None).values_list("organisation_id", flat=True))
    sittings = [
        one for one in sittings_of(table, by) if one.organisation and one.organisation.pk not in sitting
    ]
    chosen = said.get("organisation", "")
    if chosen:
        sittings = [_chosen(table, chosen, said.get("role", ""), by)]
    if not sittings:
        raise BadInput(_("Nobody is left to seat: the table is complete."))
    revision = number_in(said.get("revision", ""))
    seat_partners(
        consortium,
        sittings,
        revision=consortium.revision if revision is None else revision,
        by=by,
    )
    return [one.organisation.name for one in sittings if one.organisation]


def _chosen(table: ComposedTable, key: str, role: str, by: Acting) -> Sitting:
    organisation = table.organisations.get(key)
    if organisation is None:
        raise BadInput(_("Choose one of those that are offered."))
    reasons = reasons_of(table, by.reader, [key])
    known = {code.code for code in table.composition.rule_set.roles}
    return Sitting(organisation, role if role in known else "beneficiary", reasons.get(key, []))


def _cards(table: ComposedTable, keys: list[str], says: list[str], reader: Reader) -> list[dict[str, Any]]:
    suggested = {one.organisation.key: one for one in suggested_of(table, reader, keys)}
    rows = [table.organisations[key] for key in keys]
    places = place_names([row.country for row in rows if row.country], reader)
    return [
        {
            "key": row.key,
            "name": row.name,
            "url": row.get_absolute_url(),
            "kind": row.kind,
            "meta": _meta(row, places),
            "reasons": [
                {"kind": SIGNS[said.kind], "text": said.text, "url": said.url, "link": said.opens}
                for said in (suggested[row.key].reasons[:2] if row.key in suggested else ())
            ],
            "adds": " ".join(says) if place == 0 else "",
        }
        for place, row in enumerate(rows)
    ]


def _meta(row: Organisation, places: Mapping[str, Any]) -> str:
    parts = (row.get_kind_display(), row.city.title(), str(places.get(row.country, row.country)))
    return ", ".join(str(part) for part in parts if part)


def _worth(table: ComposedTable, sitting: set[int | None], language: str) -> list[dict[str, Any]]:
    """Say what the table would lose without each of those who sit, and who else could."""
    return [
        {
            "name": table.organisations[seat.partner.key].name,
            "without": " ".join(sentence.say(language) for sentence in seat.why.sentences),
            "alternatives": [
                {
                    "name": one.candidate.organisation.name,
                    "url": table.organisations[one.candidate.key].get_absolute_url(),
                }
                for one in seat.alternatives
                if one.candidate.key in table.organisations
            ],
        }
        for seat in table.composition.seats
        if table.organisations[seat.partner.key].pk in sitting
    ]


def _words(consortium: Consortium) -> str:
    parts = [consortium.need, words_of_call(consortium.call) if consortium.call else ""]
    return "\n".join(part for part in parts if part) or consortium.name
