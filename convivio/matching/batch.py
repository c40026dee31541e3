"""Partners for many needs at once."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date

from convivio.engine.errors import EngineError, IndexIsMissing
from convivio.kernel.audiences import ANYONE
from convivio.kernel.errors import BadInput
from convivio.matching.answering import Wanted, rank, suggest
from convivio.matching.lines import Answer, Line
from convivio.organisations.models import Identifier, Organisation

AT_ONCE = 500
LONGEST_PIC = 40

Told = Callable[[int, int], None]


def answer_partners(lines: Sequence[Line], *, top: int, before: date | None, told: Told) -> Iterator[Answer]:
    """Rank partners for each line, as anyone would see them.

    Raises:
        BadInput: a line holds no word to look for; it is named by its number.
    """
    named = {line.text("coordinator") for line in lines}
    for line in lines:
        named.update(line.texts("exclude"))
    known = organisations_by_pic(named)
    for number, line in enumerate(lines, 1):
        wanted = Wanted(
            text="\n".join(filter(None, (line.text(part) for part in ("title", "keywords", "text")))),
            lead=known.get(line.text("coordinator")),
            exclude=tuple(known[pic].key for pic in line.texts("exclude") if pic in known),
            before=before,
        )
        yield {"id": line.said["id"], "ranking": _ranking(wanted, line, top)}
        told(number, len(lines))


def _ranking(wanted: Wanted, line: Line, top: int) -> list[Answer]:
    try:
        ranking = rank(wanted, ANYONE, top)
    except IndexIsMissing:
        raise
    except (BadInput, EngineError) as refusal:
        raise BadInput(f"{line.place}: {refusal}") from refusal
    found = suggest(ranking, ranking.suggestions, ANYONE)
    pics = _pics_of([one.organisation for one in found])
    return [
        {
            "organisation": pics.get(one.organisation.pk, one.organisation.key),
            "name": one.organisation.name,
            "score": round(one.score, 6),
            "list": one.circle,
            "reasons": [said.text for said in one.reasons],
        }
        for one in found
    ]


def organisations_by_pic(pics: set[str]) -> dict[str, Organisation]:
    """Find organisations that anyone may see, by PIC."""
    asked = sorted(pic for pic in pics if pic.isascii() and pic.isalnum() and len(pic) <= LONGEST_PIC)
    found: dict[str, Organisation] = {}
    for start in range(0, len(asked), AT_ONCE):
        rows = Identifier.objects.filter(
            scheme=Identifier.Scheme.PIC, value__in=asked[start : start + AT_ONCE]
        )
        for row in rows.select_related("organisation"):
            if ANYONE.sees(row.organisation.audience):
                found[row.value] = row.organisation
    return found


def _pics_of(organisations: Sequence[Organisation]) -> dict[int, str]:
    rows = Identifier.objects.filter(scheme=Identifier.Scheme.PIC, organisation__in=organisations)
    return dict(rows.order_by("-pk").values_list("organisation_id", "value"))
