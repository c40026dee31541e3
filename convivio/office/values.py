"""What the columns say, each for all lines at once in a constant number of questions."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, Max, Min, OuterRef, Q, QuerySet, Sum

from convivio.clusters.categories import category_name
from convivio.clusters.models import Membership, Suspension
from convivio.consortia.models import Seat
from convivio.dues.ledger import euros_of
from convivio.dues.models import Account, Entry, Notice
from convivio.kernel.prepared import Prepared
from convivio.office.activity import last_by_line
from convivio.office.lines import Rows, Sheet, Values
from convivio.office.models import Encounter
from convivio.organisations.models import Accreditation, Mandate
from convivio.trackrecord.models import Participation
from convivio.vocabulary.facet_names import PROVINCE, place_names


def names(sheet: Sheet) -> Values:
    return {line.number: line.organisation.name for line in sheet.lines}


def categories(sheet: Sheet) -> Values:
    return {line.number: category_name(line.membership.category, sheet.categories) for line in sheet.lines}


def states(sheet: Sheet) -> Values:
    return {line.number: str(line.state.label) for line in sheet.lines}


def since(sheet: Sheet) -> Values:
    return {line.number: line.since for line in sheet.lines}


def until(sheet: Sheet) -> Values:
    return {line.number: line.membership.until_on for line in sheet.lines}


def suspended_until(sheet: Sheet) -> Values:
    rows = Suspension.objects.filter(membership__cluster=sheet.cluster).holding_on(sheet.day)
    by_membership = dict(rows.values_list("membership", "until_on"))
    return {
        line.number: by_membership[line.membership.pk]
        for line in sheet.lines
        if line.membership.pk in by_membership
    }


def kinds(sheet: Sheet) -> Values:
    return {line.number: str(line.organisation.get_kind_display()) for line in sheet.lines}


def sizes(sheet: Sheet) -> Values:
    return {
        line.number: str(line.organisation.get_size_display()) if line.organisation.size else ""
        for line in sheet.lines
    }


def towns(sheet: Sheet) -> Values:
    return {line.number: line.organisation.city for line in sheet.lines}


def provinces(sheet: Sheet) -> Values:
    codes = {line.number: line.organisation.nuts[:PROVINCE] for line in sheet.lines}
    said = place_names({code for code in codes.values() if code}, sheet.reader)
    return {number: said.get(code, code) for number, code in codes.items()}


def chains_by_line(sheet: Sheet) -> dict[int, list[tuple[str, str]]]:
    """Give the value chains of each line, by their slugs and names."""
    by_membership = sheet.memberships
    said = (
        _chains_of.rows(memberships=list(by_membership))
        if len(by_membership) == 1
        else _chains.rows(cluster=sheet.cluster.pk)
    )
    found: dict[int, list[tuple[str, str]]] = {}
    for membership, slug, name in said:
        if membership in by_membership:
            found.setdefault(by_membership[membership], []).append((slug, str(name)))
    return found


@Prepared
def _chains(cluster: int) -> Rows:
    return _named(Membership.value_chains.through.objects.filter(membership__cluster=cluster))


@Prepared
def _chains_of(memberships: Sequence[int]) -> Rows:
    return _named(Membership.value_chains.through.objects.filter(membership__in=memberships))


def _named(links: QuerySet[Any]) -> Rows:
    named = links.order_by("valuechain__slug")
    return named.values_list("membership_id", "valuechain__slug", "valuechain__name")


def chains(sheet: Sheet) -> Values:
    held = sheet.once("chains_by_line", chains_by_line)
    return {number: [name for _slug, name in said] for number, said in held.items()}


def _mandates(sheet: Sheet) -> Any:
    return _of_members(sheet.cluster.pk, sheet.day)


def _of_members(cluster: int, on: date) -> Any:
    rows = Mandate.objects.filter(organisation__memberships__cluster=cluster, person__is_active=True)
    return rows.holding_on(on).order_by()


@Prepared
def _signing(cluster: int, on: date) -> Rows:
    """Give who signs for the members of a cluster on a day: a name, perhaps, and an address."""
    rows = _of_members(cluster, on).filter(right=Mandate.Right.SIGN)
    signing: Rows = rows.values_list("organisation", "person__name", "person__email").distinct()
    return signing


def _signers(sheet: Sheet) -> Iterable[tuple[int, str, str]]:
    return ((row[0], row[1], row[2]) for row in _signing.rows(cluster=sheet.cluster.pk, on=sheet.day))


def signatories(sheet: Sheet) -> Values:
    return _gathered((number, name or email) for number, name, email in _signers(sheet))


def signing_addresses(sheet: Sheet) -> Values:
    return _gathered((number, email) for number, _name, email in _signers(sheet))


def people(sheet: Sheet) -> Values:
    return dict(_mandates(sheet).values_list("organisation").annotate(Count("person", distinct=True)))


def mandates_end(sheet: Sheet) -> Values:
    rows = _mandates(sheet).filter(until_on__isnull=False)
    return dict(rows.values_list("organisation").annotate(Min("until_on")))


def accreditations(sheet: Sheet) -> Values:
    rows = Accreditation.objects.filter(organisation__memberships__cluster=sheet.cluster)
    held = rows.holding_on(sheet.day).values_list("organisation", "kind").distinct()
    return _gathered((number, str(Accreditation.Kind(kind).label)) for number, kind in held)


def last_days(sheet: Sheet) -> Values:
    return {number: last.on for number, last in last_by_line(sheet).items()}


def last_whats(sheet: Sheet) -> Values:
    return {number: last.label for number, last in last_by_line(sheet).items()}


def proposals(sheet: Sheet) -> Values:
    """Count the tables begun this year where it sits, of those that this reader may see."""
    rows = Seat.objects.filter(
        organisation__memberships__cluster=sheet.cluster,
        consortium__audience__in=sheet.reader.audiences,
        consortium__set_aside_at=None,
        consortium__begun_at__date__gte=date(sheet.day.year, 1, 1),
    )
    return dict(rows.order_by().values_list("organisation").annotate(Count("consortium", distinct=True)))


def projects(sheet: Sheet) -> Values:
    rows = Participation.objects.filter(organisation__memberships__cluster=sheet.cluster)
    return dict(rows.order_by().values_list("organisation").annotate(Count("project", distinct=True)))


def encounters(sheet: Sheet) -> Values:
    rows = Encounter.objects.filter(
        cluster=sheet.cluster, organisation__isnull=False, on__gte=date(sheet.day.year, 1, 1)
    )
    return dict(rows.order_by().values_list("organisation").annotate(Count("pk")))


def last_encounters(sheet: Sheet) -> Values:
    rows = Encounter.objects.filter(cluster=sheet.cluster, organisation__isnull=False)
    return dict(rows.order_by().values_list("organisation").annotate(Max("on")))


@Prepared
def _owed(cluster: int) -> Rows:
    was_asked = Exists(Notice.objects.filter(account=OuterRef("pk")))
    accounts = Account.objects.filter(was_asked, cluster=cluster).order_by()
    open_cents = Sum("entries__cents", filter=Q(entries__side=Entry.Side.RECEIVABLE))
    return accounts.values_list("organisation").annotate(open_cents=open_cents)


def owed(sheet: Sheet) -> Values:
    """Say what each still owes of its dues; who was never asked has nothing here."""
    return {number: euros_of(cents or 0) for number, cents in _owed.rows(cluster=sheet.cluster.pk)}


def confirmed(sheet: Sheet) -> Values:
    return {line.number: line.organisation.confirmed_on for line in sheet.lines}


def emails(sheet: Sheet) -> Values:
    return {line.number: line.organisation.email for line in sheet.lines}


def phones(sheet: Sheet) -> Values:
    return {line.number: line.organisation.phone for line in sheet.lines}


def websites(sheet: Sheet) -> Values:
    return {line.number: line.organisation.website for line in sheet.lines}


def resolutions(sheet: Sheet) -> Values:
    return {line.number: line.membership.resolution for line in sheet.lines}


def _gathered(pairs: Iterable[tuple[int, str]]) -> Values:
    found: Values = {}
    for number, said in pairs:
        found.setdefault(number, []).append(said)
    return {number: sorted(said) for number, said in found.items()}
