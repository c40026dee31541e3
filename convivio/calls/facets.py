"""What narrows the list of calls, as an address says it and as people read it."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convivio.calls.documents import RULES_KNOWN, RULES_UNKNOWN
from convivio.calls.finding import MONTHS, TO_COME, Wanted
from convivio.calls.rule_sets import is_rule_set, rule_set_title
from convivio.calls.standing import Standing
from convivio.search.addresses import chosen_in
from convivio.search.facets import most_frequent
from convivio.web.choices import Choice

NAMES = ("status", "within", "programme", "action", "rules")
LABELS: Mapping[str, str | Promise] = {
    "status": _("Where it stands"),
    "within": _("Deadline"),
    "programme": _("Programme"),
    "action": _("Type of action"),
    "rules": _("Rules"),
}
WITHIN: Mapping[str, str | Promise] = {
    "1": _("within a month"),
    "3": _("within three months"),
    "6": _("within six months"),
}
RULES: Mapping[str, str | Promise] = {
    "known": _("we have its rule set"),
    "unknown": _("no rule set yet"),
}
TAGS = {"known": RULES_KNOWN, "unknown": RULES_UNKNOWN}
LONGEST_WORDS = 400

Chosen = Mapping[str, Sequence[str]]


def chosen_of(query: QueryDict) -> Chosen:
    """Read what an address narrows the list to; what means nothing here is passed over."""
    chosen = chosen_in(query, NAMES)
    known = {
        "status": [value for value in chosen.get("status", []) if value in Standing],
        "within": sorted((value for value in chosen.get("within", []) if value in MONTHS), key=int)[-1:],
        "rules": [value for value in chosen.get("rules", []) if value in RULES or is_rule_set(value)],
    }
    return {name: values for name in NAMES if (values := known.get(name, chosen.get(name, [])))}


def wanted_of(query: QueryDict, chosen: Chosen) -> Wanted:
    """Say what is wanted; an address that names no status wants what is still to come."""
    words = query.get("q", "").strip()[:LONGEST_WORDS]
    return Wanted(
        words=words,
        filters={
            "status": chosen.get("status", TO_COME),
            "programme": chosen.get("programme", ()),
            "action": chosen.get("action", ()),
            "tag": [TAGS.get(value, value) for value in chosen.get("rules", ())],
        },
        within=next(iter(chosen.get("within", ())), ""),
        most_relevant=bool(words) and query.get("sort") == "relevance",
    )


def facets_of(counts: Mapping[str, Mapping[str, int]], chosen: Chosen) -> list[dict[str, Any]]:
    """Give the facets in the shape that `web/_facets.html` wants."""
    return [
        {"name": name, "label": LABELS[name], "choices": _choices(name, counts, chosen.get(name, ()))}
        for name in NAMES
    ]


def name_of(name: str, value: str) -> str:
    """Name one value in the reader's language; programmes and actions are named by their source."""
    if name == "status":
        return str(Standing(value).label)
    if name == "rules":
        return str(RULES[value]) if value in RULES else rule_set_title(value)
    return str(WITHIN[value]) if name == "within" else value


def _choices(name: str, counts: Mapping[str, Mapping[str, int]], chosen: Sequence[str]) -> list[Choice]:
    if name in {"programme", "action"}:
        found = counts.get(name, {})
        return [_choice(name, value, found.get(value, 0), chosen) for value in most_frequent(found, chosen)]
    if name == "status":
        found, ticked = counts.get(name, {}), chosen or TO_COME
        return [_choice(name, one.value, found.get(one.value, 0), ticked) for one in Standing]
    if name == "within":
        return [_choice(name, value, counts.get(name, {}).get(value, 0), chosen) for value in WITHIN]
    found = counts.get("tag", {})
    sets = [value for value in chosen if value not in RULES]
    return [_choice(name, value, found.get(TAGS.get(value, value), 0), chosen) for value in (*RULES, *sets)]


def _choice(name: str, value: str, count: int, chosen: Sequence[str]) -> Choice:
    return Choice(value, name_of(name, value), count, value in chosen)
