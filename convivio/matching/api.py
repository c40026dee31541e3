from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from ninja import Field, Router, Schema

from convivio.kernel.audiences import Reader
from convivio.kernel.errors import BadInput
from convivio.matching.answering import LONGEST_NEED, Suggested, Wanted, answer
from convivio.matching.composed_data import as_data
from convivio.matching.composing import LEAST_SEATS, MOST_SEATS, TableWanted, compose_table
from convivio.organisations.models import Organisation
from convivio.people.acting import ActingRequest
from convivio.people.programs import signed_in
from convivio.web.policies import SIGNED_IN, policy
from convivio.web.problems import REFUSALS

MOST = 100
MOST_NAMED = 200

router = Router(tags=["matching"], auth=signed_in)


class NeedIn(Schema):
    """What is looked for. Organisations are named by PIC, or by their key here."""

    text: str = Field(max_length=LONGEST_NEED, description="In your own words, in Italian or English.")
    lead: str | None = Field(None, max_length=40)
    filters: dict[str, list[str]] = Field(
        default_factory=dict, description="kind, size, country, nuts, concept…"
    )
    exclude: list[str] = Field(default_factory=list, max_length=MOST_NAMED)
    experience: int = Field(0, ge=0, le=10_000, description="Past projects at least.")
    as_of: date | None = Field(None, description="Nothing signed from this day on counts.")


class PartnersIn(NeedIn):
    """A need, and how many partners of each list."""

    each: int = Field(10, ge=1, le=MOST)


class ReasonOut(Schema):
    """Why, in a sentence; what it rests on; how much of the score it made."""

    kind: str
    text: str
    url: str
    evidence: list[str]
    weight: float


class PartnerOut(Schema):
    """A partner worth asking."""

    key: str
    name: str
    kind: str
    country: str
    score: float
    reasons: list[ReasonOut]


class PartnersOut(Schema):
    """Partners whom the lead knows from past projects, and partners new to it."""

    found: int
    known: list[PartnerOut]
    new: list[PartnerOut]


class TableIn(NeedIn):
    """A need, the rules to satisfy, and how many seats there are."""

    rule_set: str = Field(max_length=60)
    seats: int = Field(ge=LEAST_SEATS, le=MOST_SEATS)
    picked: dict[str, str] = Field(
        default_factory=dict, max_length=MOST_SEATS, description="Who must sit, and in which role, or ''."
    )
    budget: Decimal | None = Field(None, ge=0, max_digits=15, decimal_places=2)


class TableOut(Schema):
    """A table: whether it is proven best, whether it is valid, rule by rule and seat by seat."""

    rule_set: str
    proven: bool
    gap: float
    valid: bool
    feasibility: str
    rules: list[dict[str, Any]]
    seats: list[dict[str, Any]]
    empty_seats: int
    coverage: dict[str, float]
    missing: list[dict[str, Any]]
    changes: list[dict[str, Any]]
    budget: dict[str, Any] | None


@router.post("/partners", response=REFUSALS | {200: PartnersOut}, operation_id="match_partners")
@policy(SIGNED_IN)
def match_partners(request: ActingRequest, asked: PartnersIn) -> PartnersOut:
    """Rank partners for a need, each with reasons and evidence."""
    reader = request.acting.reader
    found = answer(_wanted(asked, reader), reader, each=asked.each)
    return PartnersOut(
        found=found.found,
        known=[_partner(one) for one in found.known],
        new=[_partner(one) for one in found.new],
    )


@router.post("/table", response=REFUSALS | {200: TableOut}, operation_id="compose_table")
@policy(SIGNED_IN)
def compose(request: ActingRequest, asked: TableIn) -> dict[str, Any]:
    """Compose a consortium for a need under a rule set."""
    reader = request.acting.reader
    wanted = TableWanted(
        need=_wanted(asked, reader),
        rule_set=asked.rule_set,
        seats=asked.seats,
        picked={_named(name, reader): role for name, role in asked.picked.items()},
        excluded=tuple(_named(name, reader) for name in asked.exclude),
        budget=asked.budget,
        on=None,
    )
    return as_data(compose_table(wanted, reader), reader)


def _wanted(asked: NeedIn, reader: Reader) -> Wanted:
    return Wanted(
        text=asked.text,
        lead=_named(asked.lead, reader) if asked.lead else None,
        filters=asked.filters,
        exclude=tuple(_named(name, reader).key for name in asked.exclude),
        experience=asked.experience,
        before=asked.as_of,
    )


def _named(name: str, reader: Reader) -> Organisation:
    """Find an organisation by PIC or key.

    Errors: BadInput, alike for one that is hidden and one that is not there.
    """
    rows = Organisation.objects.visible_to(reader)
    kind, _colon, number = name.partition(":")
    if kind == "organisation" and number.isdecimal() and len(number) <= len(str(2**62)):
        found = rows.filter(pk=int(number)).first()
    else:
        found = rows.with_identifier("pic", name.strip()).first()
    if found is None:
        raise BadInput(_("There is no organisation with the PIC or key “%(name)s”.") % {"name": name})
    return found


def _partner(one: Suggested) -> PartnerOut:
    return PartnerOut(
        key=one.organisation.key,
        name=one.organisation.name,
        kind=one.organisation.kind,
        country=one.organisation.country,
        score=round(one.score, 6),
        reasons=[
            ReasonOut(
                kind=said.kind, text=said.text, url=said.url, evidence=list(said.evidence), weight=said.weight
            )
            for said in one.reasons
        ],
    )
