"""What the sheets of people and of mandates mean: accounts, and what each may do for which member."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from convivio.kernel.spans import Span, gaps
from convivio.opendata.csv_tables import plain
from convivio.opendata.moving_in.bodies import Bodies, Body
from convivio.opendata.moving_in.columns import MANDATES, PEOPLE
from convivio.opendata.moving_in.outcomes import Row, SheetPlan, Standing
from convivio.opendata.moving_in.reading import Book
from convivio.organisations.models import Mandate, Organisation
from convivio.people.models import Person

Right = Mandate.Right
LONGEST_NAME, LONGEST_JOB = 120, 160
LANGUAGES = {"it": "it italiano italian ita", "en": "en inglese english eng"}
RIGHTS = {
    Right.READ: "read legge leggere lettura consultare",
    Right.EDIT: "edit edit_the_profile modifica modificare modifica_il_profilo modificare_il_profilo",
    Right.SPEAK: "speak parla parlare parola",
    Right.BOOK: "book prenota prenotare prenotazioni",
    Right.VOTE: "vote vota votare voto",
    Right.SIGN: "sign firma firmare firmatario signatory",
    Right.PAY: "pay paga pagare pagamenti",
}
EVERYTHING = frozenset("all everything tutti tutto".split())


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says of a person, and what they may do for which body. Nothing where it does not say."""

    email: str
    name: str = ""
    job: str = ""
    language: str = "it"
    body: Body | None = None
    rights: tuple[str, ...] = ()
    from_on: date | None = None
    until_on: date | None = None


class People:
    """The people and mandates that are on record already, as far as the rows name them."""

    def __init__(self, book: Book, bodies: Bodies) -> None:
        self.bodies, self.today = bodies, localdate()
        told = [cells.get("email", "") for code in (PEOPLE, MANDATES) for _line, cells in book.rows_of(code)]
        wanted = {one.strip().lower() for one in told}
        self.known = {one.email: one for one in Person.objects.filter(email__in=wanted)}
        self.held: defaultdict[tuple[str, int, str], list[Span]] = defaultdict(list)
        held = Mandate.objects.filter(person__in=self.known.values())
        for email, number, right, first, last in held.values_list(
            "person__email", "organisation_id", "right", "from_on", "until_on"
        ):
            self.held[email, number, right].append((first, last))
        self.acquainted = self._acquainted()
        self.signed = _with_a_signatory(bodies.numbers(), self.today)
        self.said: set[tuple[object, ...]] = set()

    def plan_people(self, rows: Iterable[tuple[int, dict[str, str]]]) -> SheetPlan:
        plan = SheetPlan(PEOPLE, [Row(line, cells) for line, cells in rows])
        for row in plan.rows:
            self._settle_person(row)
        return plan

    def plan_mandates(self, rows: Iterable[tuple[int, dict[str, str]]]) -> SheetPlan:
        plan = SheetPlan(MANDATES, [Row(line, cells) for line, cells in rows])
        for row in plan.rows:
            self._settle_mandate(row)
        return plan

    def _settle_person(self, row: Row) -> None:
        email = row.address()
        name, job = row.text("name", LONGEST_NAME), row.text("job", LONGEST_JOB)
        row.shown = name or email or row.cells.get("email", "")
        body = self.bodies.meant_by(row) if row.cells.get("organisation", "").strip() else None
        self._only_once(row, ("person", email, body.mark if body else ""))
        told = Told(email, name, job, _language(row), body, (Right.READ.value,) if body else ())
        row.meant = told
        if row.is_refused:
            return
        if body is not None:
            self._settle_rights(row, told)
        elif self._knows(email):
            row.standing = Standing.SAME

    def _settle_mandate(self, row: Row) -> None:
        email = row.address()
        body = self.bodies.meant_by(row)
        row.shown = f"{email or row.cells.get('email', '')} · {body.name if body else '—'}"
        rights, first, last = _rights(row), row.on("from_on"), row.on("until_on")
        if last is not None and last < (first or self.today):
            row.refuse("until_on", _("The last day comes before the first."))
        elif last is not None and last < self.today:
            row.refuse("until_on", _("It is over already: leave this row out."))
        self._only_once(row, ("mandate", email, body.mark if body else "", rights))
        told = Told(email, body=body, rights=rights, from_on=first, until_on=last)
        row.meant = told
        if not row.is_refused:
            self._settle_rights(row, told)
        if row.writes and first is not None and first < self.today:
            row.remarks.append(_("It begins today: nothing is given for days that are past."))

    def _settle_rights(self, row: Row, told: Told) -> None:
        """Say whether what the row gives is there already, and whether the office may give it."""
        body = told.body
        if body is None:
            return
        organisation = body.organisation
        if organisation is not None and not self._missing(told, organisation):
            row.standing = Standing.SAME
            return
        if not body.is_member_on(self.today):
            said = _("%(name)s is no member today: people are let act for members alone.")
            row.refuse("organisation", said % {"name": body.name})
        elif organisation is not None and organisation.pk in self.signed:
            said = _("Somebody signs for %(name)s: they decide who else acts for it.")
            row.refuse("organisation", said % {"name": organisation.name})
        elif (person := self.known.get(told.email)) is not None and not person.is_active:
            row.refuse("email", _("This address cannot be used here: ask the coordinator of the network."))

    def _missing(self, told: Told, organisation: Organisation) -> bool:
        first = max(told.from_on or self.today, self.today)
        spans = (self.held.get((told.email, organisation.pk, right), []) for right in told.rights)
        return any(gaps(one, first, told.until_on) for one in spans)

    def _acquainted(self) -> set[str]:
        """Give the addresses of those who act for a member of this cluster: of nobody else is it told that they are here."""
        members = {number for number, body in self.bodies.before.items() if body.is_member_on(self.today)}
        return {email for email, number, _right in self.held if number in members}

    def _knows(self, email: str) -> bool:
        return email in self.acquainted

    def _only_once(self, row: Row, mark: tuple[object, ...]) -> None:
        if mark in self.said and not row.is_refused:
            row.refuse("email", _("It is said already, further up on this sheet."))
        self.said.add(mark)


def _with_a_signatory(numbers: Collection[int], day: date) -> set[int]:
    """Give those for which somebody signs, today or later: there the office gives nothing."""
    rows = Mandate.objects.filter(organisation__in=numbers, right=Right.SIGN, person__is_active=True)
    standing = rows.filter(Q(until_on=None) | Q(until_on__gte=day))
    return set(standing.values_list("organisation_id", flat=True))


def _rights(row: Row) -> tuple[str, ...]:
    """Read rights in words, between commas, semicolons, strokes or “and”."""
    told = row.text("rights")
    words = (
        told.replace(";", ",").replace("/", ",").replace("+", ",").replace(" e ", ",").replace(" and ", ",")
    )
    found: set[str] = set()
    for word in filter(None, (plain(one) for one in words.split(","))):
        if word in EVERYTHING:
            found |= {right.value for right in Right}
        elif word in _known_rights():
            found.add(_known_rights()[word])
        else:
            said = _("“%(text)s” is no right; there are: %(rights)s, or all of them with “%(all)s”.")
            names = ", ".join(str(right.label) for right in Right)
            row.refuse(
                "rights", said % {"text": word[:40], "rights": names, "all": pgettext("rights", "all")}
            )
            return ()
    if not found and not row.is_refused:
        row.refuse("rights", _("Say what they may do: read, edit, speak, book, vote, sign, pay."))
    return tuple(right.value for right in Right if right.value in found)


def _known_rights() -> dict[str, str]:
    found = {plain(str(right.label)): right.value for right in Right}
    return found | {plain(word): right.value for right, words in RIGHTS.items() for word in words.split()}


def _language(row: Row) -> str:
    told = plain(row.text("language"))
    for code, words in LANGUAGES.items():
        if told in words.split():
            return code
    if told:
        row.remarks.append(
            _("“%(text)s” is no language of these pages: Italian is kept.") % {"text": told[:40]}
        )
    return "it"
