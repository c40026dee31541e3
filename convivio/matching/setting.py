"""Setting a table: from picks to seats with roles, the other seats filled if that is wanted."""

from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from convivio.consortia.actions import Beginning, Sitting
from convivio.consortia.models import Consortium
from convivio.matching.actions import set_the_table as keep
from convivio.matching.actions import words_of
from convivio.matching.answering import Wanted
from convivio.matching.composed_data import reasons_of
from convivio.matching.composing import ComposedTable, TableWanted, compose_table
from convivio.matching.models import Question
from convivio.matching.tables import LEAD, roles_of, rules_of, table_of
from convivio.people.acting import Acting

LEAST = 6
NAME_WORDS = 7


def initial_of(question: Question) -> dict[str, Any]:
    """Offer a name, the rules and the number of seats."""
    said = Truncator(question.text.strip()).words(NAME_WORDS, truncate="…")
    name = str(question.call) if question.call else said
    seats = max(question.seats, question.picks.count() + 1, LEAST)
    return {"name": name[:160] or _("New consortium"), "rule_set": question.rule_set, "seats": seats}


def set_the_table(question: Question, said: dict[str, Any], *, by: Acting) -> Consortium:
    """Keep a consortium of the lead, the picks and, if wanted, those who complete the table best.

    Raises:
        NotAllowed: the person may not speak for whom they act.
        BadInput: the seats are to be filled, and nobody leads or there are no rules.
    """
    table = table_of(question, by.reader)
    rules = rules_of(said["rule_set"])
    sittings: tuple[Sitting, ...]
    if said["fill"] and rules is not None and table.lead is not None:
        wanted = TableWanted(
            need=Wanted(text=words_of(question), lead=table.lead),
            rule_set=said["rule_set"],
            seats=max(said["seats"], len(table.seated)),
            picked=dict.fromkeys(table.picked, ""),
            budget=said["budget"],
        )
        sittings = sittings_of(compose_table(wanted, by.reader), by)
    else:
        kept = dict(question.picks.values_list("organisation_id", "reasons"))
        roles = roles_of(rules, table.lead, table.picked)
        sittings = tuple(Sitting(one, role, kept.get(one.pk, [])) for one, role in roles.items())
    beginning = Beginning(name=said["name"], rule_set=said["rule_set"], budget=said["budget"])
    return keep(question, beginning, sittings, by=by)


def sittings_of(table: ComposedTable, by: Acting) -> tuple[Sitting, ...]:
    """Turn a composed table into who sits where, each with the reasons read at this moment."""
    reasons = reasons_of(table, by.reader)
    seats = sorted(table.composition.seats, key=lambda seat: seat.partner.role != LEAD)
    return tuple(
        Sitting(table.organisations[seat.partner.key], seat.partner.role, reasons.get(seat.partner.key, []))
        for seat in seats
        if seat.partner.key in table.organisations
    )
