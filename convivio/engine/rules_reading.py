"""Reading rule sets from their TOML files, and refusing what they may not say."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from convivio.engine.errors import BadRuleSet
from convivio.engine.rules_model import (
    NOTHING_SAID,
    AllOf,
    Check,
    Count,
    Dates,
    Documents,
    Fact,
    Independent,
    PlaceSet,
    Rate,
    Role,
    Rule,
    RuleSet,
    SettledBy,
    Share,
    Source,
    ToRead,
    Total,
    Who,
)
from convivio.engine.rules_values import Text

Table = Mapping[str, Any]
FOLDER = files("convivio.engine").joinpath("rulesets")
DISTINCT_ATTRIBUTES = ("country", "region", "control_group", "helix")
MOST_ATTRIBUTES = 2
"""With three attributes, the most that differ is no longer a matching but an NP-hard problem."""


def read_rule_set(text: str, name: str) -> RuleSet:
    """Return the rule set that a TOML text describes.

    Errors: BadRuleSet, with the name and what is wrong in it.
    """
    try:
        return _rule_set(tomllib.loads(text), name)
    except (KeyError, TypeError, ValueError, ArithmeticError) as fault:
        what = f"'{fault.args[0]}' is missing" if isinstance(fault, KeyError) else str(fault)
        message = f"The rule set '{name}' cannot be read: {what}."
        raise BadRuleSet(message) from fault


@cache
def place_sets() -> Mapping[str, PlaceSet]:
    """Return the dated lists of places by name."""
    table = tomllib.loads(FOLDER.joinpath("_places.toml").read_text(encoding="utf-8"))
    return {entry["name"]: _place_set(entry) for entry in table["set"]}


def _rule_set(table: Table, name: str) -> RuleSet:
    if table["name"] != name:
        message = f"it calls itself '{table['name']}'"
        raise ValueError(message)
    starts, ends = table.get("valid_from"), table.get("valid_until")
    validity = Rule(
        id="validity",
        sentence=Text("Le regole valgono nel giorno scelto.", "The rules hold on the day chosen."),
        check=Dates(starts, ends),
        source=_source(table["validity_source"]),
        checked=table["validity_source"].get("checked", True),
        settled_by=SettledBy.DATES,
    )
    rules = (validity, *(_rule(entry) for entry in table["rule"]))
    if len({rule.id for rule in rules}) < len(rules):
        message = "two rules have the same id"
        raise ValueError(message)
    return RuleSet(
        name=name,
        title=_text(table["title"]),
        programme=table["programme"],
        rules=rules,
        roles=tuple(_role(entry) for entry in table.get("role", [])),
        valid_from=starts,
        valid_until=ends,
        note=_text(table.get("note")),
        subject=table.get("subject", "consortium"),
    )


def _rule(entry: Table) -> Rule:
    return Rule(
        id=entry["id"],
        sentence=_text(entry["sentence"]),
        check=_check(entry["check"]),
        source=_source(entry["source"]),
        checked=entry["checked"],
        settled_by=SettledBy(entry.get("settled_by", "choice")),
        waived_by=entry.get("waived_by", ""),
        note=_text(entry.get("note")),
    )


def _check(table: Table) -> Check:
    kind = table["kind"]
    if kind not in READERS:
        message = f"there is no kind of check called '{kind}'"
        raise ValueError(message)
    return READERS[kind](table)


def _count(table: Table) -> Count:
    distinct_by = tuple(table.get("distinct_by", []))
    if not set(distinct_by) <= set(DISTINCT_ATTRIBUTES) or len(distinct_by) > MOST_ATTRIBUTES:
        message = f"partners cannot be told apart by {', '.join(distinct_by)}"
        raise ValueError(message)
    count = Count(_who(table), table.get("min"), table.get("max"), distinct_by)
    if count.maximum is not None and len(distinct_by) > 1:
        message = "a maximum of different partners takes one attribute"
        raise ValueError(message)
    return count


def _total(table: Table) -> Total:
    return Total(_one_of(table["of"], "cost", "grant"), _money(table, "min"), _money(table, "max"))


def _share(table: Table) -> Share:
    return Share(_who(table), _money(table, "min"), _money(table, "max"), each=table.get("each", False))


READERS: Mapping[str, Callable[[Table], Check]] = {
    "count": _count,
    "independent": lambda table: Independent(_who(table)),
    "total": _total,
    "share": _share,
    "rate": lambda table: Rate(Decimal(table["max"]), _who(table)),
    "documents": lambda table: Documents(tuple(table["names"])),
    "fact": lambda table: Fact(table["name"], _money(table, "min")),
    "dates": lambda table: Dates(table.get("from"), table.get("until")),
    "read": lambda table: ToRead(table["subject"]),
    "all": lambda table: AllOf(tuple(_check(part) for part in table["parts"])),
}


def _who(table: Table) -> Who:
    who = table.get("who", {})
    unknown = set(who) - {
        "roles", "kinds", "sizes", "countries", "nuts", "regions", "accredited", "funded"
    }  # fmt: skip
    if unknown:
        message = f"partners cannot be filtered by {', '.join(sorted(unknown))}"
        raise ValueError(message)
    return Who(
        roles=frozenset(who.get("roles", [])),
        kinds=frozenset(who.get("kinds", [])),
        sizes=frozenset(who.get("sizes", [])),
        countries=tuple(_countries(name) for name in who.get("countries", [])),
        nuts=tuple(who.get("nuts", [])),
        regions=place_sets()[who["regions"]] if "regions" in who else None,
        accredited=who.get("accredited", ""),
        funded=who.get("funded"),
    )


def _countries(name: str) -> PlaceSet:
    """Return a named list, or the list of one that a country's own code makes."""
    if len(name) == len("IT"):
        return PlaceSet(name, Text(name, name), frozenset({name}), checked=True)
    return place_sets()[name]


def _role(entry: Table) -> Role:
    kinds = frozenset(entry.get("kinds", []))
    return Role(entry["code"], _text(entry["title"]), kinds, entry.get("funded"))


def _place_set(entry: Table) -> PlaceSet:
    return PlaceSet(
        name=entry["name"],
        title=_text(entry["title"]),
        members=frozenset(entry.get("members", [])),
        since=entry.get("since", {}),
        until=entry.get("until", {}),
        unsure=frozenset(entry.get("unsure", [])),
        listed=entry.get("listed", True),
        checked=entry["checked"],
        as_of=entry.get("as_of"),
        source=_source(entry["source"]),
        note=_text(entry.get("note")),
    )


def _source(table: Table) -> Source:
    read_on = table.get("read_on")
    if read_on is not None and not isinstance(read_on, date):
        message = "'read_on' is not a day"
        raise TypeError(message)
    return Source(table["title"], table.get("url", ""), read_on, table.get("article", ""))


def _text(table: Table | None) -> Text:
    return NOTHING_SAID if table is None else Text(it=table["it"], en=table["en"])


def _money(table: Table, name: str) -> Decimal | None:
    """Read an amount from a string, so that no binary fraction comes between."""
    if name not in table:
        return None
    if isinstance(table[name], float):
        message = f"'{name}' must be a string or a whole number"
        raise TypeError(message)
    return Decimal(table[name])


def _one_of(word: str, *words: str) -> str:
    if word not in words:
        message = f"'{word}' is not one of {', '.join(words)}"
        raise ValueError(message)
    return word
