"""Sentences as values: a template's key and what fills it, said in Italian or in English later."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from convivio.engine.rules_values import Text

Filling: TypeAlias = "str | int | Decimal | Text | Sentence | tuple[Filling, ...]"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template of `rulesets/_phrases.toml` with what fills it."""

    key: str
    values: Mapping[str, Filling] = field(default_factory=dict)

    def say(self, language: str) -> str:
        """Return the sentence in `it` or `en`."""
        template = phrases()[self.key].say(language)
        return template.format_map({name: fill(v, language) for name, v in self.values.items()})


def fill(value: Filling, language: str) -> str:
    """Return a value as words of this language; what is a list is joined by commas."""
    if isinstance(value, Text | Sentence):
        return value.say(language)
    if isinstance(value, tuple):
        return ", ".join(fill(item, language) for item in value)
    if isinstance(value, Decimal):
        return number(value, language)
    return str(value)


def number(value: Decimal, language: str) -> str:
    """Return an amount with the separators of this language, without needless decimals."""
    whole = value == value.to_integral_value()
    english = f"{value:,.0f}" if whole else f"{value:,.2f}"
    return english.translate(str.maketrans(",.", ".,")) if language.startswith("it") else english


def percent(share: Decimal) -> Decimal:
    """Return a share from 0 to 1 as a percentage with at most one decimal."""
    return (share * 100).quantize(Decimal("0.1")).normalize() + 0


def attribute_words(attribute: str) -> Filling:
    """Return the words for an attribute such as `size` or `accreditation:CODE`."""
    if f"attribute.{attribute}" in phrases():
        return Sentence(f"attribute.{attribute}")
    head, _, tail = attribute.partition(":")
    if f"attribute.{head}" in phrases():
        name = tail.replace("_", " ")
        named = Sentence(f"name.{tail}") if f"name.{tail}" in phrases() else name
        return Sentence(f"attribute.{head}", {"name": named})
    return attribute.replace("_", " ")


@cache
def phrases() -> Mapping[str, Text]:
    """Return every template by its key, such as `count.met`."""
    path = files("convivio.engine").joinpath("rulesets/_phrases.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        f"{group}.{name}": Text(it=words["it"], en=words["en"])
        for group, entries in table.items()
        for name, words in entries.items()
    }
