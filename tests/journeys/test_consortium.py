"""From a call to a consortium that its rules allow, kept and taken away: with the keyboard only."""

import json
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from convivio.demo.network_files import entries
from convivio.engine.rules import load_rule_set
from tests.journeys.keyboard import Reader

pytestmark = pytest.mark.browser

RESEARCH, INDUSTRY = "DEMO-HE-HLTH-01", "DEMO-POR-122-01"
RESEARCH_RULES, INDUSTRY_RULES = "horizon-europe-ria", "por-fesr-1-2-2-2018"
OF_THE_DAY = "validity"
"""The rule that is about today: the set of 2018 says truly that it is over."""


def test_irene_wins_a_research_call(reader: Reader, tmp_path: Path) -> None:
    reader.becomes("Irene")
    finds_partners_for(reader, RESEARCH)
    picked = picks_the_first(reader, 3)
    composes(reader)

    verdicts = verdicts_under(reader, RESEARCH_RULES)
    assert verdicts["three-countries"] == verdicts["member-state"] == "met"
    assert "missing" not in verdicts.values()
    assert_taken_away(reader, picked, tmp_path)


def test_an_accredited_laboratory_leads_an_industrial_call(reader: Reader, tmp_path: Path) -> None:
    reader.becomes("Irene")
    reader.opens(f"/partners/?call={INDUSTRY.lower()}&lead=laboratorio-giunto")
    reader.presses(reader.say("Find partners"))
    picked = picks_the_first(reader, 3)
    composes(reader)

    verdicts = verdicts_under(reader, INDUSTRY_RULES)
    assert verdicts["accredited-lead"] == verdicts["accredited-laboratories"] == "met"
    assert {rule for rule, verdict in verdicts.items() if verdict == "missing"} == {OF_THE_DAY}
    assert_taken_away(reader, [*picked, "Laboratorio Giunto"], tmp_path)


def test_a_table_says_what_it_misses_until_it_is_there(reader: Reader) -> None:
    reader.becomes("Irene")
    reader.opens(f"/partners/?call={INDUSTRY.lower()}&lead=laboratorio-giunto")
    reader.presses(reader.say("Find partners"))
    picks_the_first(reader, 1)
    composes(reader, fill=False)

    assert verdicts_under(reader, INDUSTRY_RULES)["regional-firms"] == "missing"
    for _seat in range(4):
        if "missing" in {**verdicts_under(reader, INDUSTRY_RULES), OF_THE_DAY: ""}.values():
            seats_the_best(reader)
    assert verdicts_under(reader, INDUSTRY_RULES)["regional-firms"] == "met"
    assert "missing" not in {**verdicts_under(reader, INDUSTRY_RULES), OF_THE_DAY: ""}.values()


def finds_partners_for(reader: Reader, code: str) -> None:
    """From the home page to the call, and from the call to those who could win it."""
    reader.follows(reader.say("Calls"))
    call = next(one for one in entries("calls") if one["code"] == code)
    reader.follows(call["title"][reader.words.language])
    reader.is_at(call["title"][reader.words.language])
    reader.presses(reader.page.get_by_role("main").get_by_role("link", name=reader.say("Find partners")))
    reader.presses(reader.say("Find partners"))
    reader.is_at(reader.say("Find partners"))


def picks_the_first(reader: Reader, number: int) -> list[str]:
    """Pick from the top; the focus stays with whom was picked."""
    picked: list[str] = []
    for _each in range(number):
        button = reader.page.get_by_role("button", name=before_the_name(reader.say("Pick %(name)s", name="")))
        name = str(button.first.get_attribute("aria-label")).removeprefix(
            reader.say("Pick %(name)s", name="")
        )
        reader.presses(button.first)
        expect(reader.button(reader.say("%(name)s: picked, press to put back", name=name))).to_be_focused()
        picked.append(name)
    for name in picked:
        expect(reader.page.locator("#tray")).to_contain_text(name)
    return picked


def composes(reader: Reader, *, fill: bool = True) -> None:
    reader.follows(reader.say("Compose the consortium"))
    reader.is_at(reader.say("Set the table"))
    if not fill:
        reader.ticks(reader.say("Fill the other seats with those who complete the table best"))
    reader.presses(reader.say("Compose the consortium"))
    reader.reads(reader.say("The table is set, and kept as a draft. Nobody has been told."))


def seats_the_best(reader: Reader) -> None:
    """Take what the table itself offers for the first thing it misses."""
    words = reader.say("Seat them: %(name)s", name="")
    offered = reader.page.get_by_role("button", name=before_the_name(words)).first
    name = str(offered.get_attribute("aria-label")).removeprefix(words)
    reader.presses(offered)
    expect(reader.part(reader.say("At the table"))).to_contain_text(name)


def verdicts_under(reader: Reader, name: str) -> dict[str, str]:
    """Read the verdict of every rule: each stands there in the reader's language, with its source."""
    lines = reader.part(reader.say("Rule by rule")).locator("ul.verdict > li")
    verdicts = {}
    for rule in load_rule_set(name).rules:
        line = lines.filter(has_text=rule.sentence.say(reader.words.language))
        expect(line).to_contain_text(rule.source.title)
        verdicts[rule.id] = str(line.get_attribute("class"))
    return verdicts


def assert_taken_away(reader: Reader, names: list[str], folder: Path) -> None:
    """The three files hold whoever sits at the table."""
    reader.presses(reader.menu(reader.say("Take it away")))
    workbook = reader.takes(reader.say("Workbook: partners, rules, trail (XLSX)"), folder)
    partners = reader.takes(reader.say("Partners (CSV)"), folder)
    everything = reader.takes(reader.say("Everything, for programs (JSON)"), folder)

    sheets = openpyxl.load_workbook(workbook)
    cells = {str(cell.value) for sheet in sheets for row in sheet.iter_rows() for cell in row}
    written = json.loads(everything.read_text(encoding="utf-8"))
    for name in names:
        assert name in cells
        assert name in partners.read_text(encoding="utf-8-sig")
        assert name in json.dumps(written, ensure_ascii=False)


def before_the_name(words: str) -> re.Pattern[str]:
    return re.compile("^" + re.escape(words))
