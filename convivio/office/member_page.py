"""A member's page in the office: everything its template shows."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster
from convivio.kernel.prepared import Prepared, columns_of, row_of
from convivio.office.activity import Last, band_of, last_by_line
from convivio.office.columns import columns_named
from convivio.office.happened import happened_with
from convivio.office.known import known_from
from convivio.office.life import life_of
from convivio.office.lines import Line, Sheet
from convivio.office.members_page import TONES
from convivio.office.models import Encounter
from convivio.office.ways import office_tabs
from convivio.organisations.models import Mandate, Organisation
from convivio.people.models import Person
from convivio.web.amounts import in_words

A_YEAR = timedelta(days=365)
PEOPLE_SHOWN = 8
OF_A_PERSON = ("id", "name", "email", "phone", "erased_at")
FACTS = (
    "category", "since", "until", "chains", "kind", "size", "town", "province", "accreditations",
    "owed", "proposals", "projects", "encounters", "confirmed", "resolution",
)  # fmt: skip


@dataclass(slots=True)
class Acting:
    """A person with mandates of today for a member, and when the first of them ends."""

    person: Person
    rights: list[str] = field(default_factory=list)
    ends_on: date | None = None


def member_context(
    cluster: Cluster, sheet: Sheet, *, keeps: bool, page: int = 1, all_people: bool = False
) -> dict[str, Any]:
    """Gather what is known of the one member of a sheet, and a page of its life, in few questions."""
    [line] = sheet.lines
    organisation = line.organisation
    rows = happened_with(cluster, organisation, sheet.reader)
    sheet.known.update(known_from(rows, line.number, sheet.day))
    last = last_by_line(sheet).get(line.number)
    people = people_of(organisation, sheet.day)
    return {
        "cluster": cluster,
        "tabs": office_tabs(cluster, "members"),
        "line": line,
        "tone": TONES[line.state],
        "organisation": organisation,
        "facts": _facts(sheet, line),
        "last": last,
        "band": band_of(last, sheet.day).label,
        "life": life_of(cluster, line.memberships, sheet.categories, rows, page),
        "people": people if all_people else people[:PEOPLE_SHOWN],
        "people_count": len(people),
        "todo": list(_todo(cluster, organisation, people, last, sheet.day)) if line.is_member else [],
        "keeps": keeps,
        "dues_url": _dues(cluster, organisation) if keeps else "",
        "kinds": Encounter.Kind.choices,
        "today": sheet.day,
    }


@Prepared
def _mandates(organisation: int, on: date) -> QuerySet[Mandate, tuple[Any, ...]]:
    """Give the mandates of a day, each with its person, by name."""
    held = Mandate.objects.filter(organisation=organisation, person__is_active=True).holding_on(on)
    columns = columns_of(Person, "person", OF_A_PERSON)
    return held.order_by("person__name", "pk").values_list("right", "until_on", *columns)


def people_of(organisation: Organisation, day: date) -> list[Acting]:
    """Give who acts for a member today, those who sign first."""
    found: dict[int, Acting] = {}
    for right, until_on, *columns in _mandates.rows(organisation=organisation.pk, on=day):
        if columns[0] not in found:
            found[columns[0]] = Acting(row_of(Person, columns, OF_A_PERSON))
        acting = found[columns[0]]
        acting.rights.append(right)
        ends = [on for on in (acting.ends_on, until_on) if on]
        acting.ends_on = min(ends, default=None)
    order = list(Mandate.Right.values)
    people = sorted(found.values(), key=lambda one: Mandate.Right.SIGN not in one.rights)
    for acting in people:
        acting.rights = [str(Mandate.Right(right).label) for right in sorted(acting.rights, key=order.index)]
    return people


def _facts(sheet: Sheet, line: Line) -> list[dict[str, str]]:
    shown = [(column.label, column.shown(sheet, line)) for column in columns_named(FACTS)[1:]]
    return [{"label": str(label), "value": capfirst(value)} for label, value in shown if value != "–"]


def _todo(
    cluster: Cluster, organisation: Organisation, people: list[Acting], last: Last | None, day: date
) -> Any:
    """Say what to do next, the most pressing first: a sentence, a verb, an address."""
    page = organisation.get_absolute_url()
    signs = str(Mandate.Right.SIGN.label)
    if not any(signs in one.rights for one in people):
        yield {
            "text": _("Nobody signs for it. Name a signatory, so that it can give its own mandates."),
            "action": _("Name a signatory"),
            "url": reverse("clusters:member_signatories", args=[organisation.slug]),
        }
    soon = [one for one in people if one.ends_on and one.ends_on <= day + timedelta(days=90)]
    for one in soon:
        said = {"person": one.person, "day": in_words(one.ends_on, "j F Y") if one.ends_on else ""}
        yield {"text": _("A mandate of %(person)s ends on %(day)s.") % said, "action": "", "url": ""}
    if organisation.confirmed_on is None or day - organisation.confirmed_on > A_YEAR:
        yield {
            "text": _("Nobody of it has confirmed its page for a year. Ask them to look at it."),
            "action": _("Open its page"),
            "url": page,
        }
    if last is None or day - last.on > A_YEAR:
        yield {
            "text": _("It has done nothing for a year. A call of ten minutes tells you why."),
            "action": _("Write the call down"),
            "url": "#log",
        }


def _dues(cluster: Cluster, organisation: Organisation) -> str:
    """Give the address of what it owes."""
    return reverse("dues:statement", args=[cluster.slug, organisation.slug])
