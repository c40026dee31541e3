"""Two records of one body are compared, merged and made two again, by keyboard, in both languages."""

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Reader

pytestmark = pytest.mark.browser
KEPT, GONE = "Emofiltra Padana S.p.A.", "EMOFILTRA PADANA SPA"
PAGES = {KEPT: "/organisations/emofiltra-padana/", GONE: "/organisations/emofiltra-padana-spa/"}


def test_two_records_of_one_body_are_merged_and_made_two_again(reader: Reader) -> None:
    reader.becomes("Elena")
    reader.opens(PAGES[KEPT])
    reader.follows(reader.say("Merge with another record of the same body"))
    reader.writes(reader.say("The other record"), GONE)
    reader.presses(reader.say("Compare the two"))

    reader.is_at(reader.say("Two records, one body"))
    reader.reads(GONE)
    reader.presses(reader.say("Merge the two"))

    reader.is_at(reader.say("What was merged"))
    reader.opens(PAGES[GONE])
    reader.is_at(KEPT)

    reader.opens("/organisations/merges/")
    undo = reader.say("Undo: %(name)s becomes a record of its own", name=GONE)
    reader.presses(reader.page.get_by_role("button", name=undo))
    expect(reader.page.get_by_role("button", name=undo)).to_have_count(0)
    reader.opens(PAGES[GONE])
    reader.is_at(GONE)
