"""What the sheet of contacts means: people to keep in touch with who are not of a member."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster
from convivio.office.models import Contact
from convivio.opendata.moving_in.columns import CONTACTS
from convivio.opendata.moving_in.outcomes import Row, SheetPlan, Standing
from convivio.organisations.numbers.writing import normalised_name

FIELDS = ("name", "email", "organisation_name", "role", "phone", "source")


class Contacts:
    """The contacts that a cluster keeps already: by address, or by name and body."""

    def __init__(self, cluster: Cluster) -> None:
        self.known: dict[tuple[str, ...], Contact] = {}
        for one in Contact.objects.filter(cluster=cluster).select_related("organisation").order_by("-pk"):
            self.known.update(
                dict.fromkeys([*_marks(one.email, one.name, one.of), *_marks("", one.name, one.of)], one)
            )
        self.said: dict[tuple[str, ...], int] = {}

    def plan(self, rows: Iterable[tuple[int, dict[str, str]]]) -> SheetPlan:
        plan = SheetPlan(CONTACTS, [Row(line, cells) for line, cells in rows])
        for row in plan.rows:
            self._settle(row)
        return plan

    def _settle(self, row: Row) -> None:
        told = {name: row.text(name, _longest(name)) for name in FIELDS if name != "email"}
        told["email"] = row.address(is_needed=False)
        row.shown = told["name"] or told["email"]
        if not told["name"] and not row.is_refused:
            row.refuse("name", _("Write the name of the person."))
        marks = _marks(told["email"], told["name"], told["organisation_name"])
        earlier = next((self.said[mark] for mark in marks if mark in self.said), None)
        if earlier is not None:
            row.refuse("name", _("It is the same as row %(line)s.") % {"line": earlier})
        self.said.update(dict.fromkeys(marks, row.line))
        known = next((self.known[mark] for mark in marks if mark in self.known), None)
        fills = {
            name: text for name, text in told.items() if text and (known is None or not getattr(known, name))
        }
        if known is not None and known.organisation is not None:
            fills.pop("organisation_name", None)
        row.meant = (known, fills)
        if known is not None and not row.is_refused:
            row.standing = Standing.CHANGED if fills else Standing.SAME


def _longest(name: str) -> int:
    longest: int = getattr(Contact._meta.get_field(name), "max_length", 0)
    return longest


def _marks(email: str, name: str, body: str) -> list[tuple[str, ...]]:
    """Say by what a contact is known again: the address where there is one, or else the name and the body."""
    if email:
        return [("email", email.lower())]
    return [("name", normalised_name(name), normalised_name(body))]
