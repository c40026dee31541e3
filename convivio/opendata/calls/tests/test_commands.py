"""convivio import calls: both layouts, once, and nothing at all of a bad file."""

import gzip
import io
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from convivio.activity.models import Trace
from convivio.calls.models import Call
from convivio.sources.models import Reading

pytestmark = pytest.mark.django_db

LINE: dict[str, Any] = {
    "topic": "CONVIVIO-2026-KNEES-01",
    "title": "Better knees",
    "call": "CONVIVIO-2026-KNEES",
    "call_title": "Knees &amp; hips",
    "text": "Expected Outcome:Results are:Better care;Lower costs.",
    "action_type": "HORIZON Innovation Actions",
    "status_at_snapshot": "Open for submission",
    "programme": "Pilot Projects %26 Preparation Actions (PPPA)",
    "open_date": "2026-01-22",
    "deadline": "2026-04-23",
    "budget_total": 37000000.5,
    "expected_grants": 3,
    "max_contribution": 4000000,
    "url": "https://example.org/knees",
    "snapshot": "2026-04-22",
}


def result(code: str = "CONVIVIO-2026-HIPS-01-two-stage", **metadata: Any) -> dict[str, Any]:
    overview = {
        "budgetTopicActionMap": {
            "1": [{"action": f"{code} - HORIZON-RIA", "expectedGrants": 2, "minContribution": 1000000,
                   "maxContribution": 2500000, "budgetYearMap": {"2026": "3000000", "2027": "2000000"}}],
            "2": [{"action": f"{code}1 - HORIZON-CSA", "expectedGrants": 9, "budgetYearMap": {"2026": "9"}}],
        }
    }  # fmt: skip
    return {
        "language": "en",
        "summary": "Better hips",
        "metadata": {
            "identifier": [code],
            "title": ["Better hips"],
            "type": ["1"],
            "language": ["en"],
            "callIdentifier": ["CONVIVIO-2026-HIPS"],
            "deadlineModel": ["two-stage"],
            "deadlineDate": ["2026-09-17T00:00:00.000+0000", "2026-04-29T00:00:00.000+0000"],
            "startDate": ["2026-03-04T00:00:00.000+0000"],
            "status": ["31094502"],
            "typesOfAction": ["HORIZON Research and Innovation Actions"],
            "frameworkProgramme": ["43108390"],
            "keywords": ["hips", "walking"],
            "descriptionByte": ["<p>Hips.</p><ul><li>one</li></ul>"],
            "budgetOverview": [json.dumps(overview)],
            **metadata,
        },
    }


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(*lines: Any, name: str = "calls.jsonl") -> Path:
        path = tmp_path / name
        path.write_text(
            "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8"
        )
        return path

    return write


def take_in(path: Path) -> str:
    said = io.StringIO()
    call_command("import", "calls", str(path), stdout=said)
    return said.getvalue().strip()


def test_json_lines_are_taken_in(write: Write) -> None:
    assert take_in(write(LINE)) == "1 new calls, 0 updated, 0 as they were."

    call = Call.objects.get()
    assert call.text["en"] == "## Expected Outcome\n\nResults are:\n\n- Better care;\n- Lower costs."
    assert (call.budget, call.most_contribution, call.grants_expected) == (Decimal("37000000.50"), 4000000, 3)
    assert (call.programme, call.family_title) == (
        "Pilot Projects & Preparation Actions (PPPA)",
        "Knees & hips",
    )
    assert (call.opens_on, call.deadline) == (date(2026, 1, 22), date(2026, 4, 23))


def test_a_packed_file_is_the_same(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(LINE).encode()))

    assert take_in(path).startswith("1 new")


def test_an_answer_of_the_portal_is_taken_in(write: Write) -> None:
    take_in(write(json.dumps({"totalResults": 1, "results": [result()]}, indent=2), name="answer.json"))

    call = Call.objects.get()
    assert (call.title["en"], call.text["en"]) == ("Better hips", "Hips.\n\n- one")
    assert (call.budget, call.grants_expected, call.most_contribution) == (Decimal(5000000), 2, 2500000)
    assert (call.programme, call.status, call.rule_set) == (
        "Horizon Europe (HORIZON)",
        "open",
        "horizon-europe-ria",
    )
    assert call.deadlines == [{"on": "2026-04-29", "stage": 1}, {"on": "2026-09-17", "stage": 2}]
    assert call.deadline == date(2026, 4, 29)


def test_pages_of_answers_may_stand_on_lines(write: Write) -> None:
    take_in(write({"results": [result("A")]}, {"results": [result("B")]}))

    assert set(Call.objects.values_list("code", flat=True)) == {"A", "B"}


def test_a_topic_in_two_languages_is_one_call_and_a_tender_is_none(write: Write) -> None:
    italian = result(language=["it"], title=["Anche migliori"])
    take_in(
        write(
            {
                "results": [
                    result(),
                    italian,
                    result(language=["fr"], title=["Hanches"]),
                    result("T", type=["0"]),
                ]
            }
        )
    )

    assert Call.objects.get().title == {"en": "Better hips", "it": "Anche migliori"}


def test_a_second_time_changes_nothing(write: Write) -> None:
    take_in(write(LINE))

    assert take_in(write(LINE)) == "0 new calls, 0 updated, 1 as they were."


def test_every_call_shows_its_source_and_date(write: Write) -> None:
    take_in(write(LINE))

    reading = Call.objects.get().reading
    assert reading is not None
    assert (reading.published_on, reading.file_name) == (date(2026, 4, 22), "calls.jsonl")
    assert "European Union" in reading.source.attribution
    assert Trace.objects.get().verb == "calls.taken_in"


BAD_LINES = {
    "no topic": ({**LINE, "topic": None}, "line 2: This call has no “topic”"),
    "no date": (
        {**LINE, "deadline": "soon"},
        "line 2: This call has a date or an amount that cannot be read: soon",
    ),
    "no amount": ({**LINE, "budget_total": "much"}, "line 2: This call has a date or an amount"),
    "no number": ('{"topic": "A", "budget_total": NaN}', "line 2: This is not JSON"),
    "cut short": ('{"topic": "A", "tit', "line 2: This is not JSON"),
    "a list": (["A"], "line 2: This is not a call"),
    "an object for a title": ({**LINE, "title": {"en": "A"}}, "line 2: This is not a call"),
    "a code beyond measure": ({**LINE, "topic": "A" * 200}, "line 2: This call has a date or an amount"),
    "too deep": ("[" * 100_000, "line 2: This is not JSON"),
    "a page without metadata": ({"results": ["A"]}, "line 2: This is not a call"),
}


@pytest.mark.parametrize(("line", "sentence"), BAD_LINES.values(), ids=BAD_LINES)
def test_one_bad_line_is_named_and_nothing_is_written(write: Write, line: Any, sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        take_in(write(LINE, line))

    assert not Call.objects.exists()
    assert not Reading.objects.exists()


BAD_FILES = {
    "empty": (b"", "The file is empty"),
    "zip": (b"PK\x03\x04....", "This is a zip"),
    "pdf": (b"%PDF-1.7", "This is a PDF"),
    "html": (b"<html>", "This is an XML or HTML file"),
    "csv": (b"topic;title\nA;B\n", "This is not JSON"),
    "gzip cut short": (gzip.compress(json.dumps(LINE).encode() * 50)[:-20], "damaged, or cut short"),
    "gzip of nothing": (gzip.compress(b""), "The file is empty"),
    "not text": (b'{"topic": "\xff\xfe"}', "This is not JSON"),
}


@pytest.mark.parametrize(("content", "sentence"), BAD_FILES.values(), ids=BAD_FILES)
def test_a_bad_file_is_refused_in_one_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    path = tmp_path / "calls.jsonl"
    path.write_bytes(content)

    with pytest.raises(CommandError, match=sentence):
        take_in(path)

    assert not Call.objects.exists()


def test_a_bomb_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl.gz"
    with gzip.open(path, "wb", compresslevel=9) as file:
        file.write(b'{"topic": "A"}\n{"topic": "')
        for _ in range(200):
            file.write(b"A" * 1_000_000)

    with pytest.raises(CommandError, match="line 2: This line is longer than 8 MB"):
        take_in(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no such file"):
        take_in(tmp_path / "nowhere.jsonl")
