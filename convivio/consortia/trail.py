"""How a table came to be as it is, from the trace: who did what, for whom, when, because of what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Value
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from convivio.activity.models import Trace
from convivio.consortia.causes import Cause, cause_of
from convivio.consortia.models import Consortium, Seat
from convivio.consortia.roles import role_shown, roles_under
from convivio.kernel.keys import split_key
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting
from convivio.people.models import Person
from convivio.web.amounts import money

MOST_READ = 500
MOST_SHOWN = 9

DONE = {
    "consortium.begun": gettext_noop("%(who)s began the table with %(partners)s"),
    "consortium.seated": gettext_noop("%(who)s seated %(partners)s"),
    "consortium.seated_again": gettext_noop("%(who)s seated %(partners)s again"),
    "consortium.seat_freed": gettext_noop("%(who)s took %(partners)s from the table"),
    "consortium.role_changed": gettext_noop("%(who)s changed the role of %(partners)s: %(role)s"),
    "consortium.budget_shared": gettext_noop("%(who)s shared a budget of %(budget)s"),
    "consortium.described": gettext_noop("%(who)s chose the rules %(rules)s"),
    "consortium.renamed": gettext_noop("%(who)s gave the table its name"),
    "consortium.set_aside": gettext_noop("%(who)s set the table aside"),
    "consortium.taken_back": gettext_noop("%(who)s took the table back"),
    "consortium.exported": gettext_noop("%(who)s took the table away as %(form)s"),
}
FORMS = {"xlsx": "XLSX", "csv": "CSV", "json": "JSON"}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was done, in words; `because` may hold a link."""

    text: str
    at: datetime
    because: str = ""
    who: str = ""
    for_whom: str = ""
    cause: str = ""
    verb: str = ""
    partners: str = ""
    departure: int | None = None


def trail_of(consortium: Consortium, seats: Iterable[Seat], acting: Acting) -> list[Step]:
    """Tell the whole trail of a table, oldest first.

    Names that the reader may not see are left out of it.
    """
    entries = list(Trace.objects.about(consortium.key).newest_first()[:MOST_READ])[::-1]
    names = _Names(entries, consortium, seats, acting)
    return [_step(entry, names) for entry in entries]


def latest(steps: list[Step]) -> tuple[list[Step], int]:
    """Keep the beginning and the last steps for a page, and count those between."""
    if len(steps) <= MOST_SHOWN:
        return steps, 0
    return [steps[0], *steps[1 - MOST_SHOWN :]], len(steps) - MOST_SHOWN


class _Names:
    """The names that a trail mentions, each read once."""

    def __init__(
        self, entries: list[Trace], consortium: Consortium, seats: Iterable[Seat], acting: Acting
    ) -> None:
        self.consortium = consortium
        self.cause: Cause | None = cause_of(consortium, acting.reader)
        self.roles = roles_under(consortium.rule_set)
        self.names = {choice.key: choice.label for choice in acting.choices}
        self.names |= {one.key: one.name for one in (acting.person, consortium.begun_by) if one}
        self.names |= {
            seat.organisation.key: seat.organisation.name
            for seat in seats
            if seat.organisation and acting.reader.sees(seat.organisation.audience)
        }
        self.names |= _read_names(_named_in(entries) - self.names.keys(), acting)

    def partners(self, entry: Trace) -> str:
        keys = entry.facts.get("partners", ())
        named = [self.names[key] for key in keys if key in self.names]
        return ", ".join(named) or (_("an empty seat") if not keys else _("a partner"))


def _named_in(entries: Iterable[Trace]) -> set[str]:
    """List the keys of everybody whom entries name."""
    return {
        key
        for entry in entries
        for key in (*entry.facts.get("partners", ()), entry.person, entry.acting_for)
        if key.startswith(("person:", "organisation:"))
    }


def _read_names(keys: Iterable[str], acting: Acting) -> dict[str, str]:
    """Read the names of people and organisations, all with one question to the database."""
    numbers: dict[str, list[int]] = {"person": [], "organisation": []}
    for key in keys:
        kind, number = split_key(key)
        numbers[kind].append(number)
    if not any(numbers.values()):
        return {}
    people = Person.objects.filter(pk__in=numbers["person"])
    bodies = Organisation.objects.visible_to(acting.reader).filter(pk__in=numbers["organisation"])
    rows = people.values_list(Value("person"), "pk", "name").union(
        bodies.values_list(Value("organisation"), "pk", "name")
    )
    return {f"{kind}:{number}": name for kind, number, name in rows}


def _step(entry: Trace, names: _Names) -> Step:
    who = names.names.get(entry.person) or _("Somebody")
    facts = entry.facts
    role = facts.get("role", "")
    values = {
        "who": who,
        "partners": names.partners(entry),
        "role": role_shown(names.roles, role).label if role in Seat.Role.values else role,
        "budget": money(facts.get("budget")),
        "rules": facts.get("rule_set") or "—",
        "form": FORMS.get(facts.get("form", ""), ""),
    }
    sentence = DONE.get(entry.verb)
    if entry.verb == "consortium.begun" and not facts.get("partners"):
        sentence = gettext_noop("%(who)s began the table")
    if entry.verb == "consortium.budget_shared" and not facts.get("budget"):
        sentence = gettext_noop("%(who)s took the budget away")
    text = _(sentence) % values if sentence else entry.verb
    is_own = entry.acting_for in {"", names.consortium.owner}
    for_whom = names.names.get(entry.acting_for, "")
    shown_for = "" if is_own and entry.verb != "consortium.begun" else for_whom
    cause = names.cause if entry.because == names.consortium.because else None
    begun = entry.verb == "consortium.begun"
    return Step(
        text=text,
        at=entry.at,
        because=_because(shown_for, cause if begun else None),
        who=who,
        for_whom=for_whom,
        cause=cause.label if cause else "",
        verb=entry.verb,
        partners=names.partners(entry),
        departure=facts.get("departure"),
    )


def _because(for_whom: str, cause: Cause | None) -> str:
    """Say for whom, and because of what, after the day of a step."""
    said = _("for %(whom)s") % {"whom": for_whom} if for_whom else ""
    if cause is None:
        return said
    link = format_html('<a href="{}">{}</a>', cause.url, cause.label)
    because = format_html(_("because of {}"), link)
    return format_html("{}, {}", said, because) if said else because
