"""What else people do: find, change the language and the look, be told why not, bring a list of members."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from convivio.demo.network_files import entries
from tests.journeys.keyboard import Reader

pytestmark = pytest.mark.browser

LABORATORY = "Laboratorio Membrane e Sangue"
TITLES = "Ragione sociale;Partita IVA;Comune;Tipo"
OTHER = {"it": "en", "en": "it"}


def test_a_first_visit_is_walked_from_the_front_page(reader: Reader) -> None:
    reader.opens("/")
    reader.presses(reader.say("Start the first visit, as %(name)s", name="Irene"))
    call = next(one for one in entries("calls") if one.get("first_visit"))

    reader.is_at(reader.say("Find partners"))
    reader.reads(call["title"][reader.words.language])
    reader.presses(reader.say("Find partners"))
    expect(reader.part(reader.say("You know them"))).to_be_visible()


def test_the_first_tab_skips_to_the_content(reader: Reader) -> None:
    reader.opens("/organisations/")
    reader.page.keyboard.press("Tab")
    skip = reader.link(reader.say("Skip to the content"))
    expect(skip).to_be_focused()
    reader.page.keyboard.press("Enter")

    expect(reader.page.get_by_role("main")).to_be_focused()


def test_anything_is_found_from_anywhere_though_misspelt(reader: Reader) -> None:
    reader.opens("/calls/")
    reader.page.keyboard.press("Control+k")
    expect(reader.page.get_by_role("combobox", name=reader.say("Search everything"))).to_be_focused()
    reader.page.keyboard.type("labratorio giunto")
    expect(reader.page.get_by_role("option", selected=True)).to_contain_text("Laboratorio Giunto")
    reader.page.keyboard.press("Enter")

    reader.is_at("Laboratorio Giunto")


def test_the_other_language_keeps_the_page(reader: Reader) -> None:
    reader.opens("/organisations/?kind=sme")
    other = OTHER[reader.words.language]
    reader.presses(reader.page.locator(f"button[name=language][value={other}]"))

    expect(reader.page.locator("html")).to_have_attribute("lang", other)
    expect(reader.page).to_have_url(re.compile(r"/organisations/\?kind=sme$"))
    reader.page.reload()
    expect(reader.page.locator("html")).to_have_attribute("lang", other)


def test_the_dark_look_keeps_the_page_and_stays(reader: Reader) -> None:
    reader.becomes("Irene")
    reader.opens("/calls/rules/")
    reader.presses(reader.menu("Irene"))
    reader.presses(reader.say("Dark"))

    expect(reader.page).to_have_url(re.compile(r"/calls/rules/$"))
    expect(reader.page.locator("html")).to_have_attribute("data-theme", "dark")
    reader.follows(reader.say("Organisations"))
    expect(reader.page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_member_who_only_reads_is_told_why_not(reader: Reader) -> None:
    reader.becomes("Tommaso")
    reader.follows(reader.say("Our consortia"))

    reader.reads(why_not(reader))
    expect(reader.button(reader.say("Lay the table"))).to_have_count(0)


def test_what_a_member_who_only_reads_began_is_not_lost(reader: Reader) -> None:
    reader.becomes("Tommaso")
    reader.opens("/partners/?call=demo-he-hlth-01")
    reader.presses(reader.say("Find partners"))
    reader.presses(reader.page.locator("button[data-pick]").first)
    reader.follows(reader.say("Compose the consortium"))
    reader.writes(reader.say("Name of the consortium"), "Sangue e membrane")
    reader.presses(reader.say("Compose the consortium"))

    reader.reads(why_not(reader))
    expect(reader.field(reader.say("Name of the consortium"))).to_have_value("Sangue e membrane")


def test_the_office_of_a_cluster_takes_in_a_list_and_takes_it_back(reader: Reader, tmp_path: Path) -> None:
    name = {"it": "Officina Lenta S.r.l.", "en": "Slow Workshop Ltd"}[reader.words.language]
    file = tmp_path / "members.csv"
    file.write_text(f"{TITLES}\n{name};;Modena;PMI\n;;Parma;PMI\n", encoding="utf-8")
    reader.becomes("Marta")
    reader.follows(reader.say("Import members"))
    reader.goes_to(reader.page.locator("input[type=file]")).set_input_files(file)
    reader.presses(reader.say("Send the file"))
    reader.is_at(reader.say("What the columns are"))
    reader.presses(reader.say("Look at every row"))
    reader.reads(name)
    reader.presses(reader.words.count("Take in %(rows)s row", "Take in %(rows)s rows", 1, rows=1))

    reader.is_at(reader.say("Taken in"))
    reader.presses(reader.say("Take it back"))
    reader.is_at(reader.say("Taken back"))


def why_not(reader: Reader) -> str:
    sentence = "You may read for %(whom)s, but not speak for it. Ask whoever looks after its people."
    return reader.say(sentence, whom=LABORATORY)
