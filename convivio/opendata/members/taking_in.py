"""Doing what a plan says, all of it or nothing; and taking back what was only just made."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import router, transaction
from django.db.models import Q, QuerySet
from django.db.models.deletion import Collector, ProtectedError, RestrictedError
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext_noop

from convivio.activity.trace import record
from convivio.clusters.models import Category, Cluster, Membership
from convivio.kernel.actors import Actor
from convivio.kernel.translated import Translated
from convivio.opendata.members.plan import MEMBER_LISTS, Outcome, Plan, Standing
from convivio.opendata.members.values import CATEGORY_OF_KIND
from convivio.organisations.models import Identifier, Kind, LikelyDouble, Organisation
from convivio.search.documents import has_changed
from convivio.sources.models import Reading
from convivio.sources.readings import finish, reading_of

AT_ONCE = 500
LONGEST_SLUG = 120
SAME_NAME_AND_TOWN = gettext_noop("The same name, in the same town or in an unknown one")
WRITTEN = (Standing.NEW, Standing.DOUBLE, Standing.UPDATED)
GOES_ALONG = {Organisation, Identifier, LikelyDouble, Membership}
"""What may vanish with an organisation that was only just made; anything else means that it is in use."""


@dataclass(slots=True)
class Made:
    """What taking in a list made: the numbers of the organisations and of the memberships."""

    reading: Reading
    organisations: list[int] = field(default_factory=list)
    memberships: list[int] = field(default_factory=list)


@transaction.atomic
def take_in(plan: Plan, *, file_name: str, digest: str, by: Actor | None, on: date) -> Made:
    """Write what a plan says, and put it on record with its counts."""
    reading = reading_of(MEMBER_LISTS, file_name=file_name, digest=digest, published_on=on)
    outcomes = [outcome for outcome in plan.outcomes if outcome.standing in WRITTEN]
    fresh = _make_organisations([outcome for outcome in outcomes if outcome.known is None], reading)
    _change_organisations([outcome for outcome in outcomes if outcome.changes])
    Identifier.objects.bulk_create(
        [
            Identifier(organisation=outcome.known, scheme=scheme, value=value, reading=reading)
            for outcome in outcomes
            for scheme, value in outcome.identifiers
        ],
        batch_size=AT_ONCE,
    )
    _flag_doubles(outcomes)
    joined = _make_memberships(outcomes, plan.cluster, on) if plan.cluster else []
    has_changed(*(outcome.known.key for outcome in outcomes if outcome.known is not None))
    finish(reading, plan.counts())
    record("members.taken_in", plan.cluster or reading, by=by, because=reading, facts=plan.counts())
    return Made(reading, fresh, joined)


@transaction.atomic
def take_back(made: Made, cluster: Cluster | None, *, by: Actor | None) -> tuple[int, int]:
    """Delete the memberships that a list made, and the organisations that nobody has used since.

    Units: how many memberships and organisations went.
    """
    memberships = 0
    for start in range(0, len(made.memberships), AT_ONCE):
        several = made.memberships[start : start + AT_ONCE]
        memberships += _unmake(Membership.objects.filter(pk__in=several))
    unused: list[int] = []
    for start in range(0, len(made.organisations), AT_ONCE):
        there = list(Organisation.objects.filter(pk__in=made.organisations[start : start + AT_ONCE]))
        unused += [one.pk for one in _unused(there)]
    for start in range(0, len(unused), AT_ONCE):
        Organisation.objects.filter(pk__in=unused[start : start + AT_ONCE]).delete()
    has_changed(*(f"organisation:{number}" for number in made.organisations))
    facts = {"memberships": memberships, "organisations": len(unused)}
    record("members.taken_back", cluster or made.reading, by=by, because=made.reading, facts=facts)
    return memberships, len(unused)


def _unmake(memberships: QuerySet[Membership]) -> int:
    """Delete these but those that ended since, or that the ledger of dues names: it only grows."""
    as_made = memberships.filter(Q(until_on=None) | Q(until_on__lt=localdate()))
    asked = memberships.filter(charges__isnull=False).values("pk")
    return as_made.exclude(pk__in=asked).delete()[1].get("clusters.Membership", 0)


def _unused(organisations: list[Organisation]) -> list[Organisation]:
    """Give those that nobody has used: all at once where that holds, or else half by half."""
    if not organisations or not _are_used(organisations):
        return organisations
    if len(organisations) == 1:
        return []
    middle = len(organisations) // 2
    return _unused(organisations[:middle]) + _unused(organisations[middle:])


def _are_used(organisations: list[Organisation]) -> bool:
    """Say whether deleting these would take something else with it, or be refused."""
    collector = Collector(using=router.db_for_write(Organisation))
    try:
        collector.collect(organisations)
    except (ProtectedError, RestrictedError):
        return True
    queried = {rows.model for rows in collector.fast_deletes if rows.exists()}
    return bool((set(collector.data) | queried) - GOES_ALONG) or any(
        any(batch) for batch in collector.field_updates.values()
    )


def _make_organisations(outcomes: Sequence[Outcome], reading: Reading) -> list[int]:
    slugs = set(Organisation.objects.values_list("slug", flat=True)) if outcomes else set()
    for outcome in outcomes:
        row = outcome.row
        outcome.known = Organisation(
            name=row.name,
            slug=_free_slug(row.name, slugs),
            description=Translated(row.description),
            reading=reading,
            **_facts(row.facts),
        )
    made = [outcome.known for outcome in outcomes if outcome.known is not None]
    Organisation.objects.bulk_create(made, batch_size=AT_ONCE)
    return [organisation.pk for organisation in made]


def _facts(facts: dict[str, str | int]) -> dict[str, Any]:
    return {"kind": Kind.OTHER, **facts}


def _change_organisations(outcomes: Sequence[Outcome]) -> None:
    changed = []
    for outcome in outcomes:
        if outcome.known is None:
            continue
        for name, value in outcome.changes.items():
            setattr(outcome.known, name, value)
        changed.append(outcome.known)
    names = sorted({name for outcome in outcomes for name in outcome.changes})
    if changed:
        Organisation.objects.bulk_update(changed, names, batch_size=AT_ONCE)


def _flag_doubles(outcomes: Iterable[Outcome]) -> None:
    flags = []
    for outcome in outcomes:
        if outcome.standing == Standing.DOUBLE and outcome.known is not None and outcome.alike is not None:
            first, second = sorted((outcome.known.pk, outcome.alike.pk))
            flags.append(LikelyDouble(first_id=first, second_id=second, reason=SAME_NAME_AND_TOWN))
    LikelyDouble.objects.bulk_create(flags, batch_size=AT_ONCE, ignore_conflicts=True)


def _make_memberships(outcomes: Iterable[Outcome], cluster: Cluster, on: date) -> list[int]:
    memberships = [
        Membership(
            organisation=outcome.known,
            cluster=cluster,
            category=outcome.row.category or _category_of(outcome.known),
            from_on=outcome.row.member_since or on,
            until_on=outcome.row.member_until,
            ending=Membership.Ending.LEFT if outcome.row.member_until else "",
        )
        for outcome in outcomes
        if outcome.joins and outcome.known is not None
    ]
    return [one.pk for one in Membership.objects.bulk_create(memberships, batch_size=AT_ONCE)]


def _category_of(organisation: Organisation) -> str:
    return CATEGORY_OF_KIND.get(Kind(organisation.kind), Category.OTHER)


def _free_slug(name: str, taken: set[str]) -> str:
    base = slugify(name)[:LONGEST_SLUG].strip("-") or "organisation"
    slug, number = base, 2
    while slug in taken:
        slug, number = f"{base}-{number}", number + 1
    taken.add(slug)
    return slug
