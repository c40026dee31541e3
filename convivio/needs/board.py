"""The board: what is asked and offered, narrowed by what the address says. Nothing here knows who asks."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Count, Q
from django.http import QueryDict
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster
from convivio.kernel.audiences import Reader
from convivio.kernel.keys import split_key
from convivio.needs.askers import named_openly
from convivio.needs.models import Entry, EntryQuerySet
from convivio.search.addresses import chosen_in
from convivio.search.finding import Question, expansions_of, find
from convivio.web.choices import Choice
from convivio.web.tables import Cell

FACETS = ("side", "about", "cluster", "state")
COLUMNS_OF = {"side": "side", "about": "about", "cluster": "cluster__slug", "state": "state"}
MOST_FOUND = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """The board as an address asks for it; with no state chosen, what is open."""

    words: str
    chosen: Mapping[str, list[str]]

    @property
    def narrowing(self) -> dict[str, list[str]]:
        return {"state": [Entry.State.OPEN.value], **self.chosen}


def asked_in(query: QueryDict) -> Asked:
    return Asked(query.get("q", "").strip(), chosen_in(query, FACETS))


def entries_for(reader: Reader, words: str) -> EntryQuerySet:
    """Keep what this reader may see on the board, and what answers to words in either language."""
    rows = Entry.objects.on_the_board().visible_to(reader)
    if not words:
        return rows
    question = Question(words=words, types=("entry",), size=MOST_FOUND, expansions=expansions_of(words))
    return rows.filter(pk__in=[split_key(hit.key)[1] for hit in find(question, reader).hits])


def narrowed(rows: EntryQuerySet, chosen: Mapping[str, Sequence[str]]) -> EntryQuerySet:
    """Keep what has one of the chosen values of every facet."""
    wanted = {f"{COLUMNS_OF[facet]}__in": values for facet, values in chosen.items() if values}
    return rows.filter(Q(**wanted))


def counts_of(rows: EntryQuerySet, asked: Asked, clusters: Sequence[Cluster]) -> dict[str, dict[str, int]]:
    """Count each facet as the others narrow it, all from one question.

    The board has few kinds of entries, whatever their number: each kind is counted once, and added up here.
    """
    slugs = {one.pk: one.slug for one in clusters}
    counts: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
    # in the order of the index `entries_by_kind`, or the database would sort every row first
    columns = ("state", "audience", "side", "about", "cluster")
    kinds = rows.order_by().values_list(*columns).annotate(n=Count("*"))
    for state, _audience, side, about, cluster, count in kinds:
        kind = {"side": side, "about": about, "cluster": slugs[cluster], "state": state}
        for facet in FACETS:
            if _is_wanted(kind, asked, but=facet):
                counts[facet][kind[facet]] = counts[facet].get(kind[facet], 0) + count
    return counts


def _is_wanted(kind: Mapping[str, str], asked: Asked, *, but: str) -> bool:
    """Say whether a kind of entry has one of the chosen values of every facet but one."""
    chosen = asked.narrowing.items()
    return all(kind[facet] in values for facet, values in chosen if values and facet != but)


def facets_of(
    counts: Mapping[str, Mapping[str, int]], asked: Asked, clusters: Sequence[Cluster]
) -> list[dict[str, Any]]:
    """Say the facets in the shape that `web/_facets.html` wants."""
    return [_facet(facet, counts[facet], asked, clusters) for facet in FACETS]


def _facet(
    facet: str, counts: Mapping[str, int], asked: Asked, clusters: Sequence[Cluster]
) -> dict[str, Any]:
    held, names = set(asked.chosen.get(facet, ())), names_of(facet, clusters)
    values = [value for value in names if value in counts or value in held]
    choices = [Choice(value, names[value], counts.get(value, 0), value in held) for value in values]
    return {"name": facet, "label": _labels()[facet], "choices": choices}


def _labels() -> dict[str, str]:
    return {
        "side": _("Need or offer"),
        "about": _("About"),
        "cluster": _("Accompanied by"),
        "state": _("How it stands"),
    }


def names_of(facet: str, clusters: Sequence[Cluster]) -> dict[str, str]:
    """Name the values of a facet, in the order in which they are shown."""
    if facet == "side":
        return {value: str(label) for value, label in Entry.Side.choices}
    if facet == "about":
        return {value: str(label) for value, label in Entry.About.choices}
    if facet == "cluster":
        return {one.slug: str(one) for one in clusters}
    return {one.value: str(one.label) for one in (Entry.State.OPEN, Entry.State.MET)}


def columns() -> list[str]:
    return [
        _("need or offer"), _("about"), _("title"), _("what it says"), _("whose"), _("accompanied by"),
        _("on the board since"), _("leaves it on"), _("state"), _("page"),
    ]  # fmt: skip


def rows_to_take(found: Iterable[Entry]) -> Iterator[list[Cell]]:
    """Give a row for each entry; of a blinded need neither its words nor whose it is."""
    entries = list(found)
    openly = named_openly(entries)
    for one in entries:
        asker = openly.get(one.pk)
        yield [
            one.get_side_display(), one.get_about_display(), str(one.title),
            "" if one.is_blinded else str(one.body), asker.name if asker else "", str(one.cluster),
            one.posted_on, one.expires_on, one.get_state_display(), f"{settings.ADDRESS}{one.get_absolute_url()}",
        ]  # fmt: skip
