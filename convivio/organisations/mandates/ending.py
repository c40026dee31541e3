"""The mandates that end soon, for the clock and for “waiting for me”."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from convivio.kernel.spans import covered_until
from convivio.organisations.mandates.letters import names_of
from convivio.organisations.mandates.page import standing
from convivio.organisations.mandates.telling import PROLONG
from convivio.organisations.models import Mandate, Organisation
from convivio.people.endings import SOON, Ending
from convivio.people.models import Person


def endings(today: date, person: Person | None) -> Iterator[Ending]:
    """Give one ending for each person, organisation and last day; those who sign can prolong it."""
    soon = standing(today).filter(from_on__lte=today, until_on__lte=today + timedelta(days=SOON))
    if person is not None:
        signed = Mandate.objects.of(person, today).filter(right=Mandate.Right.SIGN).values("organisation")
        soon = soon.filter(Q(person=person) | Q(organisation__in=signed))
    found: dict[tuple[Person, Organisation, date], list[Mandate]] = {}
    for row in soon.select_related("person", "organisation").order_by("pk"):
        if row.until_on is not None and not _goes_on(row):
            found.setdefault((row.person, row.organisation, row.until_on), []).append(row)
    for (who, organisation, last), rows in found.items():
        yield _ending(who, organisation, last, rows, today)


def _ending(who: Person, organisation: Organisation, last: date, rows: list[Mandate], today: date) -> Ending:
    rights = [row.right for row in rows]
    signing = standing(today).filter(organisation=organisation, right=Mandate.Right.SIGN, from_on__lte=today)
    others = {row.person_id: row.person for row in signing.exclude(person=who).select_related("person")}
    return Ending(
        key=f"mandate:{rows[0].pk}",
        person=who,
        others=tuple(others.values()),
        body=organisation.name,
        what=lambda: names_of(rights),
        from_on=min(row.from_on for row in rows),
        until_on=last,
        renewing=PROLONG,
        page=reverse("organisations:people", args=[organisation.slug]),
    )


def _goes_on(row: Mandate) -> bool:
    """Say whether the same right goes on without a break after this row."""
    rows = Mandate.objects.filter(person=row.person_id, organisation=row.organisation_id, right=row.right)
    reach = covered_until(rows.values_list("from_on", "until_on"), row.from_on)
    return reach is None or row.until_on is None or reach > row.until_on
