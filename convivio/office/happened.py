"""What happened with one member, read from every room in one question."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import (
    BigIntegerField,
    Case,
    CharField,
    DateField,
    DecimalField,
    Expression,
    F,
    Max,
    QuerySet,
    Sum,
    TextChoices,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce, Concat, NullIf, TruncDate

from convivio.activity.models import Trace
from convivio.clusters.models import Cluster, Suspension
from convivio.consortia.models import Seat
from convivio.dues.models import Entry, Notice, Payment
from convivio.kernel.audiences import Reader
from convivio.kernel.prepared import Prepared
from convivio.matching.models import Pick
from convivio.office.activity import ACCOUNT_VERBS
from convivio.office.models import Addressee, Encounter, Note
from convivio.organisations.models import Accreditation, Mandate, Organisation
from convivio.trackrecord.models import Participation


class What(TextChoices):
    """From which table a row comes."""

    SUSPENSION = "suspension"
    NOTICE = "notice"
    PAYMENT = "payment"
    OWED = "owed"
    SEAT = "seat"
    PROJECT = "project"
    ACCREDITATION = "accreditation"
    MANDATE = "mandate"
    ENCOUNTER = "encounter"
    CIRCULAR = "circular"
    NOTE = "note"
    PICK = "pick"
    TRACE = "trace"


class Happened(NamedTuple):
    """One row: what it is, its number, its first and last day, its kind, its words, whose they are, an amount."""

    what: str
    number: int
    on: date | None
    until: date | None
    kind: str
    words: str
    whose: str
    amount: Decimal | None


Columns = dict[str, Expression | F]


def _called(path: str) -> Case:
    """Name a person as `str()` does; somebody who was forgotten has no name here."""
    name = Coalesce(
        NullIf(F(f"{path}__name"), Value("")), F(f"{path}__email"), Value(""), output_field=TextField()
    )
    return Case(
        When(**{f"{path}__erased_at__isnull": True}, then=name),
        default=Value(""),
        output_field=TextField(),
    )


def happened_with(cluster: Cluster, organisation: Organisation, reader: Reader) -> list[Happened]:
    """Read what a cluster's office may know of a member, in one question, in no order."""
    rows = _happened.rows(
        cluster=cluster.pk,
        organisation=organisation.pk,
        key=organisation.key,
        audiences=sorted(reader.audiences),
    )
    return [Happened(*row) for row in rows]


@Prepared
def _happened(
    cluster: int, organisation: int, key: str, audiences: Sequence[str]
) -> QuerySet[Any, tuple[Any, ...]]:
    kept, known = _of_the_cluster(cluster, organisation), _of_everyone(organisation, key, audiences)
    first, *others = [*kept, *known]
    return first.union(*others, all=True)


def _of_the_cluster(cluster: int, organisation: int) -> Iterator[QuerySet[Any, Any]]:
    """Give what the cluster keeps of its member."""
    of = {"cluster": cluster, "organisation": organisation}
    billed = {"cluster": cluster, "account__organisation": organisation}
    stood = Suspension.objects.filter(membership__cluster=cluster, membership__organisation=organisation)
    yield _rows(stood, What.SUSPENSION, F("from_on"), until=F("until_on"), words=F("reason"))
    asked, paid = Notice.objects.filter(**billed), Payment.objects.filter(**billed, reversed_on=None)
    yield _rows(asked, What.NOTICE, F("on"), words=_numbered(), amount=F("total"))
    yield _rows(paid, What.PAYMENT, F("on"), words=_numbered(), amount=F("amount"))
    owed = (
        Entry.objects.filter(**billed, side=Entry.Side.RECEIVABLE).order_by().values("account__organisation")
    )
    yield _rows(owed, What.OWED, None, number=Sum("cents"))
    met, wrote = Encounter.objects.filter(**of), Note.objects.filter(**of)
    yield _rows(met, What.ENCOUNTER, F("on"), kind=F("kind"), words=F("line"), whose=_called("written_by"))
    yield _rows(wrote, What.NOTE, TruncDate("written_at"), words=F("text"), whose=_called("written_by"))
    told = Addressee.objects.filter(
        circular__cluster=cluster, organisations=organisation, circular__sent_at__isnull=False
    )
    sent_on, subject = TruncDate("circular__sent_at"), F("circular__subject")
    yield _rows(told, What.CIRCULAR, sent_on, number=F("circular_id"), words=subject, whose=F("name"))


def _of_everyone(organisation: int, key: str, audiences: Sequence[str]) -> Iterator[QuerySet[Any, Any]]:
    """Give what is known of the organisation in the network, as far as these audiences may see it."""
    at_tables = Seat.objects.filter(
        organisation=organisation,
        consortium__audience__in=audiences,
        consortium__set_aside_at=None,
    )
    begun, table = TruncDate("consortium__begun_at"), F("consortium__name")
    yield _rows(at_tables, What.SEAT, begun, number=F("consortium_id"), kind=F("role"), words=table)
    took_part = Participation.objects.filter(organisation=organisation)
    called = Coalesce(NullIf(F("project__acronym"), Value("")), F("project__title"), output_field=TextField())
    yield _rows(
        took_part, What.PROJECT, F("project__signed_on"), number=F("project_id"), kind=F("role"), words=called
    )
    held = Accreditation.objects.filter(organisation=organisation)
    yield _rows(
        held, What.ACCREDITATION, F("from_on"), until=F("until_on"), kind=F("kind"), words=F("granted_by")
    )
    acting = Mandate.objects.filter(
        organisation=organisation, right__in=(Mandate.Right.SIGN, Mandate.Right.VOTE)
    )
    yield _rows(
        acting, What.MANDATE, F("from_on"), until=F("until_on"), kind=F("right"), whose=_called("person")
    )
    picked = Pick.objects.filter(organisation=organisation, question__audience__in=audiences)
    yield _rows(picked, What.PICK, TruncDate("picked_at"))
    did = Trace.objects.filter(acting_for=key)
    for beginning in ACCOUNT_VERBS:
        did = did.exclude(verb__startswith=beginning)
    yield _rows(did.order_by().values("acting_for"), What.TRACE, TruncDate(Max("at")), number=Value(0))


def _rows(  # noqa: PLR0913 - one column of the question each, all by name
    rows: QuerySet[Any, Any], what: What, on: Any, *, number: Any = None, until: Any = None, kind: Any = None,
    words: Any = None, whose: Any = None, amount: Any = None,
) -> QuerySet[Any, Any]:  # fmt: skip
    """Bring rows into the common shape, so that one question can hold them all."""
    columns = {
        "of_what": Value(what.value, output_field=CharField()),
        "of_number": Cast(F("pk") if number is None else number, BigIntegerField()),
        "of_on": Value(None, output_field=DateField()) if on is None else on,
        "of_until": Cast(Value(None), DateField()) if until is None else until,
        "of_kind": Cast(Value("") if kind is None else kind, TextField()),
        "of_words": Cast(Value("") if words is None else words, TextField()),
        "of_whose": Cast(Value("") if whose is None else whose, TextField()),
        "of_amount": Cast(
            Value(None) if amount is None else amount, DecimalField(max_digits=14, decimal_places=2)
        ),
    }
    shaped: QuerySet[Any, Any] = rows.order_by().annotate(**columns).values_list(*columns)
    return shaped


def _numbered() -> Concat:
    return Concat(
        Cast("year", CharField()), Value("/"), Cast("number", CharField()), output_field=CharField()
    )
