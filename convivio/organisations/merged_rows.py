"""How the rows of the organisations, and of the rooms below, follow when two records become one."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from convivio.activity.models import Trace
from convivio.notices.models import SignedAct
from convivio.organisations.merging.journal import Journal
from convivio.organisations.merging.steps import (
    Choices,
    Column,
    Keyed,
    Moves,
    Silent,
    Stays,
    days_held,
    declare_merging,
)
from convivio.organisations.models import (
    Accreditation,
    Claim,
    Competence,
    Confirmation,
    Identifier,
    LikelyDouble,
    Mandate,
    Merge,
    Organisation,
    Site,
)
from convivio.people.models import Invitation, Token
from convivio.web.amounts import in_words

CHAIN = "the trace is never rewritten: it names what there was on that day"


class Doubles(Silent):
    """Pairs that may be one body: this pair is settled, the others go on with the record that is kept."""

    __slots__ = ()

    @property
    def columns(self) -> Sequence[Column]:
        return ((LikelyDouble, "first"), (LikelyDouble, "second"))

    def move(self, kept: Organisation, gone: Organisation, _choices: Choices, journal: Journal) -> set[str]:
        pairs = LikelyDouble.objects.filter(Q(first=gone) | Q(second=gone)).order_by("pk")
        for pair in pairs:
            other = pair.second_id if pair.first_id == gone.pk else pair.first_id
            if other == kept.pk:
                self._settle(pair, journal)
            elif not pair.verdict:
                self._go_on(pair, kept.pk, other, journal)
        return set()

    def _settle(self, pair: LikelyDouble, journal: Journal) -> None:
        journal.set(LikelyDouble, [pair.pk], "verdict", LikelyDouble.Verdict.SAME.value)
        if pair.settled_at is None:
            journal.set(LikelyDouble, [pair.pk], "settled_at", now())

    def _go_on(self, pair: LikelyDouble, kept: int, other: int, journal: Journal) -> None:
        first, second = sorted((kept, other))
        if not LikelyDouble.objects.filter(first=first, second=second).exists():
            journal.set_together(pair, first_id=first, second_id=second)


def held_in_words(row: Accreditation) -> str:
    """Say an accreditation with its days."""
    until = in_words(row.until_on, "j F Y") if row.until_on else "…"
    return f"{row}, {row.granted_by}: {in_words(row.from_on, 'j F Y')} – {until}"


declare_merging(
    "organisations",
    Moves(
        model=Identifier,
        label=_("Numbers"),
        alike=("scheme", "value"),
        choice=("scheme",),
        named=lambda row: row.get_scheme_display(),
        says=lambda row: row.value,
    ),
    Moves(model=Site, label=_("Places"), alike=("name", "street", "city")),
    Moves(model=Confirmation, alike=("part",), better=lambda row: row.on),
    Moves(
        model=Competence,
        label=_("Concepts"),
        alike=("concept_id", "origin"),
        better=lambda row: row.confirmed_on or date.min,
    ),
    Moves(
        model=Accreditation,
        label=_("Accreditations"),
        alike=("kind",),
        dated=True,
        asks=True,
        better=days_held,
        says=held_in_words,
    ),
    Moves(model=Mandate, label=_("Mandates"), alike=("person_id", "right"), dated=True, better=days_held),
    Moves(
        model=Claim,
        alike=("person_id",),
        only=Q(state=Claim.State.OPEN),
        better=lambda row: -row.made_at.timestamp(),
    ),
    Moves(
        model=Organisation,
        column="part_of",
        label=_("Units"),
        read_again=lambda row: f"organisation:{row.pk}",
    ),
    Moves(
        model=Organisation,
        column="hosted_by",
        label=_("Hosted bodies"),
        read_again=lambda row: f"organisation:{row.pk}",
    ),
    Doubles(),
    Keyed(Organisation, "audience"),
    Keyed(Token, "acting_for"),
    Keyed(Invitation, "subject"),
    Keyed(Invitation, "acting_for"),
    Keyed(SignedAct, "acting_for"),
    Stays(Organisation, "merged_into", "what was merged before leads on through the record that is gone"),
    Stays(Merge, "kept", "what was merged when stays on record"),
    Stays(Merge, "gone", "what was merged when stays on record"),
    Stays(Trace, "subject", CHAIN),
    Stays(Trace, "acting_for", CHAIN),
)
