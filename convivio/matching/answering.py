"""From a need to partners: the engine's order and reasons, with the rows they speak of."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from convivio.calls.models import Call
from convivio.engine.asked import Asked
from convivio.engine.need import Need
from convivio.engine.rank import Ranking, Suggestion, rank_partners
from convivio.engine.reasons import Reason, reasons_for
from convivio.kernel.audiences import Reader
from convivio.kernel.errors import BadInput
from convivio.kernel.keys import split_key
from convivio.matching.sentences import Sentence, phrased
from convivio.organisations.models import Organisation
from convivio.search.freshness import the_index
from convivio.vocabulary.words import concepts_in, expansions

LONGEST_NEED = 1_000_000
CONCEPT_WEIGHT = 0.5
DEEP = 400
"""How far the engine looks before the answer is parted into known and new."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is looked for, by whom, and what does not count.

    `lead` is the organisation that asks, when it asks for itself; `filters` are values by facet.
    Nothing signed on or after `before` is known.
    """

    text: str
    lead: Organisation | None = None
    filters: dict[str, list[str]] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    experience: int = 0
    before: date | None = None


@dataclass(frozen=True, slots=True)
class Suggested:
    """A partner worth asking, and why."""

    organisation: Organisation
    score: float
    circle: str
    reasons: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """Partners in two lists: those the asker worked with before, and those new to it."""

    known: tuple[Suggested, ...]
    new: tuple[Suggested, ...]
    found: int
    ranking: Ranking


def words_of_call(call: Call) -> str:
    """Put a call into one text that partners can be matched with."""
    title, text = call.title, call.text
    parts = [
        title.in_language("en"),
        call.keywords,
        text.in_language("en"),
        title.get("it", ""),
        text.get("it", ""),
    ]
    return "\n".join(part for part in dict.fromkeys(parts) if part)


def answer(wanted: Wanted, reader: Reader, *, each: int = 10, after: int = 0) -> Answer:
    """Rank everyone whom the reader may see, and give the best of each list with reasons.

    Raises:
        BadInput: the need holds no word to look for, or is longer than a book.
    """
    if len(wanted.text) > LONGEST_NEED:
        raise BadInput(
            _("This need is longer than a million characters. Send the part that says what you look for.")
        )
    ranking = rank(wanted, reader, DEEP)
    known = [one for one in ranking.suggestions if one.circle == "known"][after : after + each]
    new = [one for one in ranking.suggestions if one.circle == "new"][after : after + each]
    suggested = suggest(ranking, [*known, *new], reader)
    return Answer(
        tuple(one for one in suggested if one.circle == "known"),
        tuple(one for one in suggested if one.circle == "new"),
        ranking.total,
        ranking,
    )


def rank(wanted: Wanted, reader: Reader, limit: int) -> Ranking:
    """Ask the engine.

    Raises:
        BadInput: the need holds no word to look for.
    """
    if not wanted.text.strip():
        raise BadInput(_("Say what you look for: a sentence is enough."))
    asked = Asked(
        audiences=sorted(reader.audiences),
        leads=(wanted.lead.key,) if wanted.lead else (),
        filters=wanted.filters,
        exclude=wanted.exclude,
        experience=wanted.experience,
        before=wanted.before,
    )
    need = Need(
        text=wanted.text,
        expansions=dict(expansions(wanted.text)),
        concepts={
            f"{one.concept.scheme}:{one.concept.code}": CONCEPT_WEIGHT for one in concepts_in(wanted.text)
        },
    )
    return rank_partners(the_index().evidence, need, asked, limit)


def suggest(ranking: Ranking, suggestions: Sequence[Suggestion], reader: Reader) -> list[Suggested]:
    """Read the rows of suggestions, as far as the reader may see them, and phrase their reasons.

    Shape: in the order given, without those that went or were hidden since the index was written.
    """
    reasons: list[list[Reason]] = [reasons_for(ranking, one) for one in suggestions]
    numbers = [split_key(one.key)[1] for one in suggestions]
    rows = Organisation.objects.visible_to(reader).in_bulk(numbers)
    sentences = phrased(reasons, ranking, reader)
    return [
        Suggested(rows[number], one.score, one.circle, tuple(said))
        for number, one, said in zip(numbers, suggestions, sentences, strict=True)
        if number in rows
    ]
