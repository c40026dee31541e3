import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from convivio.matching.management.commands.compose import _judged
from convivio.matching.tests.factories import SENSORS, Region, one_more, region

pytestmark = pytest.mark.django_db

NEED = {"id": "q1", "text": SENSORS, "coordinator": "999000001"}
TOPICS = [
    {"topic": "SALUTE-1", "title": "Rehabilitation at home", "keywords": "sensors, stroke", "text": ""},
    {"topic": "TERRA-1", "title": "Ceramic tiles", "keywords": ["hydrogen", "glazes"], "text": "Tiles."},
]


@pytest.fixture(name="here")
def a_region() -> Region:
    return region()


def written(path: Path, *lines: Any) -> Path:
    path.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), "utf-8")
    return path


def partners(tmp_path: Path, *lines: Any, **options: Any) -> list[dict[str, Any]]:
    queries, out = written(tmp_path / "queries.jsonl", *lines), tmp_path / "run.jsonl"
    call_command("match", "partners", queries=queries, out=out, **options)
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


def calls(tmp_path: Path, *bodies: Any, topics: list[Any] = TOPICS, **options: Any) -> list[dict[str, Any]]:
    out = tmp_path / "run.jsonl"
    organisations = written(tmp_path / "organisations.jsonl", *bodies)
    candidates = written(tmp_path / "candidates.jsonl", *topics)
    call_command("match", "calls", organisations=organisations, candidates=candidates, out=out, **options)
    return [json.loads(line) for line in out.read_text("utf-8").splitlines()]


@pytest.mark.usefixtures("here")
def test_partners_are_named_by_pic_with_their_list_and_reasons(tmp_path: Path) -> None:
    [answer] = partners(tmp_path, NEED)

    assert answer["id"] == "q1"
    assert {one["organisation"]: one["list"] for one in answer["ranking"]} == {
        "999000002": "known",
        "999000003": "new",
    }
    for one in answer["ranking"]:
        assert set(one) == {"organisation", "name", "score", "list", "reasons"}
        assert one["score"] > 0
        assert one["reasons"]


@pytest.mark.usefixtures("here")
def test_partners_come_best_first_and_no_more_than_asked_for(tmp_path: Path) -> None:
    [whole] = partners(tmp_path, NEED)
    [short] = partners(tmp_path, NEED, top=1)

    assert [one["score"] for one in whole["ranking"]] == sorted(
        (one["score"] for one in whole["ranking"]), reverse=True
    )
    assert short["ranking"] == whole["ranking"][:1]


@pytest.mark.usefixtures("here")
def test_what_was_signed_on_the_day_or_later_is_known_to_no_answer(tmp_path: Path) -> None:
    [before] = partners(tmp_path, NEED, as_of=date(2024, 5, 2))
    [after] = partners(tmp_path, NEED, as_of=date(2024, 5, 3))

    assert "AILLEURS" not in json.dumps(before)
    assert [one["organisation"] for one in before["ranking"]] == ["999000002"]
    assert "AILLEURS" in json.dumps(after)


@pytest.mark.usefixtures("here")
def test_whom_a_line_excludes_is_not_answered(tmp_path: Path) -> None:
    [answer] = partners(tmp_path, NEED | {"exclude": ["999000002", "no PIC", 7]})

    assert [one["organisation"] for one in answer["ranking"]] == ["999000003"]


@pytest.mark.usefixtures("here")
def test_title_and_keywords_are_part_of_a_need(tmp_path: Path) -> None:
    [answer] = partners(tmp_path, {"id": 1, "title": "Tiles", "keywords": ["glazes"], "text": "Help"})

    assert [one["name"] for one in answer["ranking"]] == ["Ceramiche Altre"]


@pytest.mark.usefixtures("here")
def test_reasons_are_in_the_language_asked_for(tmp_path: Path) -> None:
    [english], [italian] = partners(tmp_path, NEED), partners(tmp_path, NEED, language="it")

    assert "It worked in INSIEME" in json.dumps(english)
    assert "Ha lavorato in INSIEME" in json.dumps(italian)


BAD_LINES = [
    ("{", "line 2: this is not JSON"),
    ("[1, 2]", "line 2: this is not an object"),
    ("null", "line 2: this is not an object"),
    ('{"id": "q2"}', "line 2: “text” is missing"),
    ('{"text": "Sensors"}', "line 2: “id” is missing"),
    ('{"id": "q2", "text": "  "}', "line 2: “text” is missing"),
    ('{"id": "q2", "text": {"en": "Sensors"}}', "line 2: “text” is missing"),
    ('{"id": "q2", "text": "the of and"}', "line 2: "),
    ('{"id": "q2", "text": "Sensors", "exclude": 7}', "line 2: “exclude” is not a list"),
    ('{"id": "\\ud800", "text": "Sensors"}', "line 2: this is not JSON"),
    ("[" * 100_000, "line 2: this is not JSON"),
]


@pytest.mark.parametrize(("line", "said"), BAD_LINES)
@pytest.mark.usefixtures("here")
def test_a_bad_line_is_named_and_nothing_is_written(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(CommandError, match=said):
        partners(tmp_path, NEED, line)

    assert [path.name for path in tmp_path.glob("run*")] == []


@pytest.mark.usefixtures("here")
def test_a_refusal_leaves_an_earlier_answer_as_it_was(tmp_path: Path) -> None:
    partners(tmp_path, NEED)
    before = (tmp_path / "run.jsonl").read_bytes()

    with pytest.raises(CommandError):
        partners(tmp_path, NEED, "{")

    assert (tmp_path / "run.jsonl").read_bytes() == before


@pytest.mark.parametrize("content", [None, b"", b"\n\n", b"\xff\xfe\x00", b"PK\x03\x04\xff"])
def test_a_file_that_is_no_text_is_refused_in_a_sentence(tmp_path: Path, content: bytes | None) -> None:
    queries = tmp_path / "queries.jsonl"
    if content is not None:
        queries.write_bytes(content)

    with pytest.raises(CommandError, match=r"queries.jsonl (cannot be read|holds no line)"):
        call_command("match", "partners", queries=queries, out=tmp_path / "run.jsonl")


@pytest.mark.usefixtures("here")
def test_an_address_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    queries = written(tmp_path / "queries.jsonl", NEED)

    with pytest.raises(CommandError, match="cannot be written"):
        call_command("match", "partners", queries=queries, out=tmp_path / "missing" / "run.jsonl")


@pytest.mark.parametrize("option", ["--top=0", "--top=many", "--as-of=yesterday", "--language=fr"])
def test_an_option_that_means_nothing_is_refused(tmp_path: Path, option: str) -> None:
    with pytest.raises(CommandError):
        call_command("match", "partners", "--queries=q", f"--out={tmp_path}/run", option)


@pytest.mark.usefixtures("here")
def test_calls_are_ranked_by_what_an_organisation_did(tmp_path: Path) -> None:
    sensors, tiles = calls(tmp_path, {"id": "999000003"}, {"id": 999000004})

    assert [one["topic"] for one in sensors["ranking"]] == ["SALUTE-1"]
    assert [one["topic"] for one in tiles["ranking"]] == ["TERRA-1"]
    assert set(tiles["ranking"][0]) == {"topic", "title", "score", "reasons"}
    assert tiles["ranking"][0]["title"] == "Ceramic tiles"
    assert "TERRA (2023)" in tiles["ranking"][0]["reasons"][0]


@pytest.mark.usefixtures("here")
def test_calls_know_nothing_of_what_was_signed_later(tmp_path: Path) -> None:
    [before] = calls(tmp_path, {"id": "999000003"}, as_of=date(2024, 5, 2))
    [after] = calls(tmp_path, {"id": "999000003"}, as_of=date(2024, 5, 3))

    assert before["ranking"] == []
    assert [one["topic"] for one in after["ranking"]] == ["SALUTE-1"]


@pytest.mark.usefixtures("here")
def test_an_unknown_pic_is_answered_with_nothing_and_a_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unknown, known = calls(tmp_path, {"id": "123456789"}, {"id": "999000003"})

    assert unknown == {"id": "123456789", "ranking": []}
    assert known["ranking"]
    assert "line 1: there is no organisation with the PIC 123456789 here" in capsys.readouterr().err


@pytest.mark.usefixtures("here")
def test_a_topic_that_is_excluded_or_without_words_is_left_out(tmp_path: Path) -> None:
    body = {"id": "999000003", "exclude": ["SALUTE-1"]}

    assert calls(tmp_path, body)[0]["ranking"] == []
    assert calls(tmp_path, {"id": "999000003"}, topics=[{"topic": "EMPTY"}])[0]["ranking"] == []


@pytest.mark.parametrize(
    ("topics", "said"),
    [
        ([TOPICS[0], "{"], "candidates.jsonl, line 2: this is not JSON"),
        ([{"title": "No code"}], "candidates.jsonl, line 1: “topic” is missing"),
        ([""], "candidates.jsonl holds no line"),
    ],
)
@pytest.mark.usefixtures("here")
def test_bad_candidates_are_named(tmp_path: Path, topics: list[Any], said: str) -> None:
    with pytest.raises(CommandError, match=said):
        calls(tmp_path, {"id": "999000003"}, topics=topics)


def composed(tmp_path: Path, **options: Any) -> dict[str, Any]:
    out = tmp_path / "table.json"
    usual: dict[str, Any] = {"rules": "horizon-europe-ria", "lead": "999000001", "seats": 3}
    usual["need"] = written(tmp_path / "need.txt", SENSORS)
    call_command("compose", out=out, **(usual | options))
    table: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return table


@pytest.mark.usefixtures("here")
def test_a_composed_table_says_all_that_was_promised(tmp_path: Path) -> None:
    one_more("Sensoren Dritte", country="DE", pic="999000005")

    table = composed(tmp_path)

    assert (table["proven"], table["gap"], table["valid"]) == (True, 0, True)
    assert {one["verdict"] for one in table["rules"] if one["settled_by"] == "choice"} == {"met"}
    assert {"id", "verdict", "sentence", "source"} <= set(table["rules"][0])
    assert {one["organisation"] for one in table["seats"]} == {"999000001", "999000003", "999000005"}
    for seat in table["seats"]:
        assert {"organisation", "name", "country", "kind", "reasons", "alternatives"} <= set(seat)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"rules": "no-such-rules"}, "no-such-rules"),
        ({"lead": "123456789"}, "no organisation with the PIC 123456789"),
        ({"seats": 1}, "from 2 to 40 seats"),
        ({"budget": "much"}, "not an amount in euros"),
        ({"budget": "nan"}, "not an amount in euros"),
        ({"pick": ["000"]}, "no organisation with the PIC 000"),
    ],
)
@pytest.mark.usefixtures("here")
def test_a_table_that_cannot_be_composed_is_refused_in_a_sentence(
    tmp_path: Path, options: dict[str, Any], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        composed(tmp_path, **options)

    assert not (tmp_path / "table.json").exists()


@pytest.mark.parametrize("need", ["", "  \n", "the of and", None])
@pytest.mark.usefixtures("here")
def test_an_empty_need_composes_nothing(tmp_path: Path, need: str | None) -> None:
    path = tmp_path / "other.txt" if need is None else written(tmp_path / "other.txt", need)

    with pytest.raises(CommandError, match=r"cannot be read|look for"):
        composed(tmp_path, need=path)

    assert not (tmp_path / "table.json").exists()


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (["met", "met"], "satisfies the rules"),
        (["met", "unknown"], "breaks no rule, and 1 rule is to be found out"),
        (["unknown", "unknown"], "breaks no rule, and 2 rules are to be found out"),
    ],
)
def test_a_table_satisfies_only_what_is_known(verdicts: list[str], said: str) -> None:
    assert _judged({"valid": True, "rules": [{"verdict": one} for one in verdicts]}) == said
