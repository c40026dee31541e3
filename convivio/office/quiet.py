"""Who has gone quiet, and whom to call first: by what members did, never by who signed in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.office.activity import QUARTER, Band, Last, band_of, last_by_line
from convivio.office.asking import members_now
from convivio.office.columns import BY_KEY
from convivio.office.lines import Line, Sheet
from convivio.office.values import signing_addresses
from convivio.web.amounts import in_words, number

DAYS_OF_A_MONTH = 30.44
PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Quiet:
    """One member: what it did last, how long ago, and why to call it."""

    line: Line
    last: Last | None
    band: Band
    reasons: tuple[str, ...]
    called_on: date | None
    write_to: str = ""

    @property
    def is_quiet(self) -> bool:
        return self.band in {Band.LONGER, Band.NEVER}


@dataclass(frozen=True, slots=True)
class Standing:
    """The members of a day by how long ago they were active, and the share that was this year."""

    members: list[Quiet]
    to_call: list[Quiet]

    def of(self, band: Band) -> list[Quiet]:
        return [one for one in self.members if one.band is band]

    @property
    def active_count(self) -> int:
        return sum(not one.is_quiet for one in self.members)

    @property
    def share(self) -> int:
        """Units: per cent of the members of today, 0 to 100."""
        return round(PER_CENT * self.active_count / len(self.members)) if self.members else 0


def standing_of(sheet: Sheet) -> Standing:
    """Say of each member of today what it did last; whom nobody called lately stands first to be called."""
    members = [_quiet(sheet, line) for line in members_now(sheet.lines)]
    quiet = [one for one in members if one.is_quiet]
    return Standing(members, sorted(quiet, key=lambda one: _urgency(one, sheet.day)))


def _quiet(sheet: Sheet, line: Line) -> Quiet:
    last = last_by_line(sheet).get(line.number)
    called = BY_KEY["last_encounter"].value(sheet, line)
    reasons = tuple(_reasons(sheet, line, last, called))
    signing = sheet.once("signing", signing_addresses).get(line.number)
    write_to = line.organisation.email or (signing[0] if signing else "")
    return Quiet(line, last, band_of(last, sheet.day), reasons, called, write_to)


def _urgency(one: Quiet, day: date) -> tuple[bool, int, int, str]:
    """Who was not called lately, then who has most reasons, then who is quiet for longest."""
    called_lately = one.called_on is not None and day - one.called_on <= QUARTER
    since = one.last.on if one.last else one.line.since
    return called_lately, -len(one.reasons), since.toordinal(), one.line.organisation.name.casefold()


def _reasons(sheet: Sheet, line: Line, last: Last | None, called: date | None) -> Iterator[str]:
    if last is None:
        yield _("a member since %(day)s, and nothing done yet") % {"day": in_words(line.since, "F Y")}
    else:
        months = round((sheet.day - last.on).days / DAYS_OF_A_MONTH)
        yield ngettext("quiet for %(count)s month", "quiet for %(count)s months", months) % {
            "count": number(months)
        }
    if not BY_KEY["signatory"].value(sheet, line):
        yield _("nobody signs for it")
    if called is None:
        yield _("never called or visited")
    if line.organisation.confirmed_on is None:
        yield _("its page was never confirmed")
