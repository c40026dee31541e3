import csv
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from convivio.calls.tests.factories import CallFactory
from convivio.kernel.translated import in_both
from convivio.matching import batch_process
from convivio.matching.batch_process import Place, run
from convivio.matching.errors import BatchFailed, BatchIsNotInstalled
from convivio.matching.tests.factories import Region, region
from convivio.needs.tests.factories import EntryFactory
from convivio.search.freshness import rebuild_index

pytestmark = pytest.mark.django_db

SENSORS = in_both("Sensori per la riabilitazione", "Wearable sensors for rehabilitation of patients")
GLAZES = in_both("Smalti", "Glazes fired with hydrogen")


@pytest.fixture(name="here")
def a_region_with_calls() -> Region:
    CallFactory.create(code="SALUTE", title=SENSORS)
    CallFactory.create(code="GONE", title=SENSORS, ended=True)
    CallFactory.create(code="SECRET", title=SENSORS, audience="cluster:1")
    found = region()
    EntryFactory.create(title=GLAZES, body=GLAZES, organisation=found.known)
    EntryFactory.create(title=GLAZES, body=GLAZES, organisation=found.known, side="offer")
    rebuild_index()
    return found


def answered(tmp_path: Path, **options: Any) -> dict[str, list[dict[str, str]]]:
    call_command("match", "everyone", out=tmp_path / "out", **options)
    files = {path.stem: path for path in (tmp_path / "out").glob("*")}
    return {
        name: list(csv.DictReader(path.read_text("utf-8-sig").splitlines())) for name, path in files.items()
    }


@pytest.mark.usefixtures("here")
def test_each_organisation_gets_what_fits_it_with_the_words_that_say_so(tmp_path: Path) -> None:
    fits = answered(tmp_path)["fits"]

    assert {(row["name"], row["title"]) for row in fits} == {
        ("Ateneo Capofila", SENSORS["en"]),
        ("Sensori Noti", SENSORS["en"]),
        ("Capteurs Nouveaux", SENSORS["en"]),
        ("Ceramiche Altre", GLAZES["en"]),
    }
    for row in fits:
        assert row["place"] == "1"
        assert 0 < sum(int(row[f"part_{nth}"] or 0) for nth in (1, 2, 3)) <= int(row["score"])
    [glazes] = [row for row in fits if row["name"] == "Ceramiche Altre"]
    assert {glazes[f"word_{nth}"].lower() for nth in (1, 2, 3)} == {"glazes", "fired", "hydrogen"}


@pytest.mark.usefixtures("here")
def test_who_fits_and_never_worked_together_is_introduced(tmp_path: Path) -> None:
    pairs = {(row["name"], row["other_name"]) for row in answered(tmp_path)["introductions"]}

    assert pairs == {("Ateneo Capofila", "Capteurs Nouveaux"), ("Sensori Noti", "Capteurs Nouveaux")}


@pytest.mark.usefixtures("here")
def test_the_network_says_who_stands_where(tmp_path: Path) -> None:
    places = {row["name"]: row for row in answered(tmp_path)["network"]}

    assert {name: row["degree"] for name, row in places.items()} == {
        "Ateneo Capofila": "1",
        "Sensori Noti": "1",
        "Capteurs Nouveaux": "0",
        "Ceramiche Altre": "0",
    }
    assert places["Ateneo Capofila"]["component"] == places["Sensori Noti"]["component"]


def test_what_anyone_may_not_see_is_in_no_file(tmp_path: Path, here: Region) -> None:
    here.new.audience, here.new.visibility = "cluster:1", "cluster"
    here.new.save()

    said = json.dumps(answered(tmp_path))

    assert "Capteurs Nouveaux" not in said
    assert "Ateneo Capofila" in said


@pytest.mark.usefixtures("here")
def test_titles_are_in_the_language_asked_for(tmp_path: Path) -> None:
    fits = answered(tmp_path, language="it")["fits"]

    assert {row["title"] for row in fits} == {SENSORS["it"], GLAZES["it"]}


@pytest.mark.usefixtures("here")
def test_nothing_else_is_left_in_the_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answered(tmp_path, json=True)

    figures = json.loads(capsys.readouterr().out)
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "fits.csv", "introductions.csv", "network.csv",
    ]  # fmt: skip
    assert (figures["organisations"], figures["asks"]) == (4, 2)
    assert len(figures["fits_checksum"]) == 16


@pytest.mark.usefixtures("here")
def test_an_engine_that_is_not_installed_is_named_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(batch_process.NEEDS, "duckdb", ("ibis", "no_such_package"))

    with pytest.raises(CommandError, match=r"no_such_package.*“batch”.*\[batch_not_installed\]"):
        answered(tmp_path)

    assert not (tmp_path / "out").exists()


def test_spark_needs_java(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(batch_process.NEEDS, "spark", ())
    monkeypatch.setattr(batch_process, "which", lambda _: None)

    with pytest.raises(BatchIsNotInstalled, match="Java"):
        Place("spark").check()


def test_a_batch_that_stops_says_why_and_leaves_the_answers_as_they_were(tmp_path: Path) -> None:
    with pytest.raises(BatchFailed, match="No such file"):
        list(run(tmp_path / "missing", tmp_path / "out", tmp_path / "work", Place()))

    assert not (tmp_path / "out").exists()


@pytest.mark.usefixtures("here")
def test_a_folder_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")

    with pytest.raises(CommandError, match="cannot be written"):
        call_command("match", "everyone", out=tmp_path / "out")


def test_without_an_index_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="index_missing"):
        call_command("match", "everyone", out=tmp_path / "out")


@pytest.mark.parametrize("option", ["--memory-mb=10", "--threads=0", "--engine=abacus"])
def test_an_option_that_means_nothing_is_refused(tmp_path: Path, option: str) -> None:
    with pytest.raises(CommandError):
        call_command("match", "everyone", f"--out={tmp_path}/out", option)
