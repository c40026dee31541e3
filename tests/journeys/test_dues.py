"""The office of a cluster issues dues, reconciles a bank file, and chases arrears."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Reader

pytestmark = pytest.mark.browser

YEAR = {"it": 2030, "en": 2031}
"""A year that nobody was asked for, in each language's walk another."""


def test_the_office_issues_dues_reconciles_a_bank_file_and_chases_arrears(
    reader: Reader, tmp_path: Path
) -> None:
    year = YEAR[reader.words.language]
    reader.becomes("Marta")
    issues(reader, year)
    number, reference, member = first_notice(reader)
    reconciles(reader, tmp_path, reference, member, year)
    reader.opens(number)
    expect(reader.page.get_by_role("main").get_by_text(reader.say("Record a payment"))).to_have_count(0)
    chases(reader)


def issues(reader: Reader, year: int) -> None:
    """Look at a year, and issue its notices."""
    reader.opens("/dues/salute/")
    reader.is_at(reader.say("How it stands"))
    reader.follows(reader.say("Issue notices"))
    reader.writes(reader.say("Year"), str(year))
    reader.presses(reader.say("Show this year"))
    reader.reads(f"{reader.say('gets a notice').capitalize()}")
    reader.ticks(reader.say("Send them by e-mail, with the PDF"))
    reader.presses(reader.say("Issue the notices"))
    reader.is_at(reader.say("Notices for %(year)s", year=year))
    reader.reads(reader.say("Have their notice"))
    reader.follows(reader.say("All notices"))
    reader.is_at(reader.say("Notices"))


def first_notice(reader: Reader) -> tuple[str, str, str]:
    """Open the last notice; give its address, its reference and its member."""
    row = reader.page.locator("tr[data-item]").first
    member = row.locator("td a").first.inner_text()
    reader.presses(row.locator("th a"))
    reader.page.wait_for_url(re.compile(r"/notices/\d+/$"))
    reference = reader.page.locator("aside code").inner_text()
    assert reference.startswith("RF")
    return reader.page.url, reference, member


def reconciles(reader: Reader, folder: Path, reference: str, member: str, year: int) -> None:
    """Send the bank's file, look at each line, book it, and see that it is not booked twice."""
    amount = reader.page.locator("dl .figure").first.inner_text()
    digits = re.sub(r"[^\d.,]", "", amount)
    file = folder / "movimenti.csv"
    rows = [f"02/03/2026;{member};quota {reference};{digits}", f"03/03/2026;Ignoto;quota {year};12,50"]
    file.write_text("Data;Ordinante;Causale;Importo\n" + "\n".join(rows) + "\n", encoding="utf-8")
    send(reader, file)
    reader.reads(reader.say("it gives the reference"))
    reader.presses(reader.words.count("Book %(count)s payment", "Book %(count)s payments", 2, count=2))
    reader.is_at(reader.say("Booked"))
    reader.reads(member)
    send(reader, file)
    reader.reads(reader.say("Nothing new came in"))


def send(reader: Reader, file: Path) -> None:
    reader.opens("/dues/salute/bank/")
    reader.goes_to(reader.page.locator("input[type=file]")).set_input_files(file)
    reader.presses(reader.say("Send the file"))
    reader.is_at(reader.say("What the columns are"))
    reader.presses(reader.say("Look at every line"))
    reader.is_at(reader.say("Look at every line"))


def chases(reader: Reader) -> None:
    """Read a reminder, leave all but one, and send it."""
    reader.follows(reader.say("Who is late"))
    reader.is_at(reader.say("Who is late"))
    boxes = reader.page.locator("input[name=remind]")
    before = boxes.count()
    for place in range(1, before):
        boxes.nth(place).uncheck()
    reader.presses(reader.say("Send the chosen reminders"))
    expect(reader.page.locator("#notices")).to_contain_text(
        reader.words.count("%(count)s reminder goes out.", "%(count)s reminders go out.", 1, count=1)
    )
    expect(boxes).to_have_count(before - 1)
