"""What came of a round: each idea, its mean on each criterion, and all of them by weight."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.db.models import Avg, Count

from convivio.ideas.models import Criterion, Entry, Reviewer, Round, Score
from convivio.web.tables import Cell

HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Row:
    """One idea of a round: means from nought to five in the order of the criteria; None where nobody scored."""

    entry: Entry
    means: Sequence[Decimal | None]
    whole: Decimal | None
    reviews: int


def rows_of(round_: Round) -> list[Row]:
    """Sum a round up, the best first, and what nobody scored last.

    Units: points, from 0 to 5, to a hundredth.
    """
    criteria = list(round_.criteria.all())
    means = _means(round_)
    rows = [_row(entry, criteria, means) for entry in _entries(round_)]
    return sorted(rows, key=lambda row: (row.whole is None, -(row.whole or 0), row.entry.pk))


def _entries(round_: Round) -> Iterator[Entry]:
    rows = round_.entries.select_related("idea__organisation")
    yield from rows.annotate(review_count=Count("reviewers__scores__reviewer", distinct=True))


def _means(round_: Round) -> dict[tuple[int, int], Decimal]:
    valid = Score.objects.filter(reviewer__entry__round=round_, reviewer__conflict=Reviewer.Conflict.NONE)
    rows = valid.values_list("reviewer__entry", "criterion").annotate(mean=Avg("points"))
    return {(entry, criterion): _rounded(Decimal(str(mean))) for entry, criterion, mean in rows}


def _row(entry: Entry, criteria: Sequence[Criterion], means: dict[tuple[int, int], Decimal]) -> Row:
    found = [means.get((entry.pk, one.pk)) for one in criteria]
    whole = None
    if found and all(one is not None for one in found):
        weighed = sum(
            (one.weight * (mean or Decimal(0)) for one, mean in zip(criteria, found, strict=True)), Decimal(0)
        )
        whole = _rounded(weighed / sum(one.weight for one in criteria))
    return Row(entry, found, whole, entry.review_count)  # type: ignore[attr-defined]


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(HUNDREDTH, ROUND_HALF_UP)


def as_table(rows: Sequence[Row]) -> Iterator[list[Cell]]:
    for row in rows:
        yield [str(row.entry.idea), row.entry.idea.organisation.name, *row.means, row.whole, row.reviews]
