"""Whatever the trace records is said in words, in both languages."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.utils.translation import gettext, override

from convivio.activity.acts import Act, Circle, Thing, acts, things

HOUSE = Path(__file__).resolve().parents[2]
FILES = [path for path in sorted((HOUSE / "convivio").rglob("*.py")) if "tests" not in path.parts]
VERB = re.compile(r"^[a-z_]+\.[a-z_]+$")
PLACE = re.compile(r"%\(\w+\)s")


@cache
def recorded() -> dict[str, set[str]]:
    """Give each place that records, and the verbs that it can record."""
    return dict(_recorded())


def _recorded() -> Iterator[tuple[str, set[str]]]:
    for path in FILES:
        if "record(" not in (text := path.read_text()):
            continue
        tree = ast.parse(text)
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef):
                for call in ast.walk(function):
                    if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record":
                        where = f"{path.relative_to(HOUSE)}:{call.lineno}"
                        yield where, set(_verbs(call.args[0], function, path, tree))


def _verbs(said: ast.expr, function: ast.FunctionDef, path: Path, tree: ast.Module) -> Iterator[str]:
    if isinstance(said, ast.JoinedStr):
        beginning = str(ast.literal_eval(said.values[0]))
        yield from (f"{beginning}{word}" for word in _handed_to(function, path))
    elif isinstance(said, ast.Name):
        yield from (word for word in _handed_to(function, path) if VERB.match(word))
        yield from (word for word in _texts(tree) if VERB.match(word))
    else:
        yield from (word for word in _texts(said) if VERB.match(word))


def _handed_to(function: ast.FunctionDef, path: Path) -> Iterator[str]:
    """Give the words with which a file, or its folder, calls a function, where it asks for a verb."""
    names = [one.arg for one in function.args.args]
    for file in [path] if function.name.startswith("_") else path.parent.glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and getattr(call.func, "id", "") == function.name:
                said = [word.value for word in call.keywords if word.arg == "verb"]
                place = names.index("verb") if "verb" in names else len(call.args)
                yield from (text for one in [*said, *call.args[place : place + 1]] for text in _texts(one))


def _texts(tree: ast.AST) -> Iterator[str]:
    nodes = ast.walk(tree)
    yield from (
        node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def test_each_place_that_records_is_understood() -> None:
    found = recorded()

    assert len(found) > 100
    assert [where for where, verbs in found.items() if not verbs] == []


def test_each_act_that_is_recorded_is_said_in_words() -> None:
    known = {act.verb for act in acts()}
    unsaid = {verb for verbs in recorded().values() for verb in verbs} - known

    assert unsaid == set(), "say them in the acts.py of their room"


def test_no_sentence_is_kept_for_an_act_that_nobody_records() -> None:
    found = {verb for verbs in recorded().values() for verb in verbs}

    assert {act.verb for act in acts()} - found == set()


def test_the_rule_would_find_an_act_without_words() -> None:
    found = {verb for verbs in recorded().values() for verb in verbs}

    assert {"membership.suspended", "application.refused", "site.added", "contact.changed"} <= found


@pytest.mark.parametrize("act", acts(), ids=lambda act: act.verb)
def test_each_act_is_said_in_both_languages(act: Act) -> None:
    with override("it"):
        said = gettext(act.sentence)

    assert said != act.sentence
    assert set(PLACE.findall(said)) == set(PLACE.findall(act.sentence)) <= {"%(who)s", "%(what)s"}
    assert isinstance(act.circle, Circle)


@pytest.mark.parametrize("thing", things(), ids=lambda thing: thing.kind)
def test_each_kind_of_thing_is_said_in_both_languages(thing: Thing) -> None:
    with override("it"):
        assert gettext(thing.word) != thing.word
