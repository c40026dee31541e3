"""A laboratory claims its imported profile; two records of one body are merged and made two again.

By keyboard, in both languages.
"""

from typing import NamedTuple

import pytest
from playwright.sync_api import expect

from tests.journeys.keyboard import Reader

pytestmark = pytest.mark.browser


class Doubles(NamedTuple):
    """Two records of one body: that of its own people, and one that came in by an import, for which nobody acts."""

    kept: str
    kept_page: str
    gone: str
    gone_page: str


DOUBLES = {
    "it": Doubles(
        "Laboratorio Pistone",
        "/organisations/laboratorio-pistone/",
        "LABORATORIO PISTONE",
        "/organisations/laboratorio-pistone-modena/",
    ),
    "en": Doubles(
        "Emofiltra Padana S.p.A.",
        "/organisations/emofiltra-padana/",
        "EMOFILTRA PADANA SPA",
        "/organisations/emofiltra-padana-spa/",
    ),
}
"""In each language another body: who alone signs for one cannot give it back, so that it is claimed once."""


def test_a_laboratory_claims_its_imported_profile_and_two_doubles_are_merged_and_made_two_again(
    reader: Reader,
) -> None:
    two = DOUBLES[reader.words.language]
    reader.becomes("Nadia")
    claims(reader, two)
    reader.becomes("Elena")
    accepts(reader, two)
    reader.becomes("Nadia")
    acts_for_it(reader, two)

    reader.becomes("Elena")
    merges(reader, two)
    reader.becomes("Nadia")
    reader.opens(f"{two.kept_page}people/")
    reader.is_at(reader.say("Who acts for %(name)s", name=two.kept))

    reader.becomes("Elena")
    makes_two_again(reader, two)
    reader.becomes("Nadia")
    acts_for_hers_only(reader, two)


def claims(reader: Reader, two: Doubles) -> None:
    """Find that nobody acts for it, and say how one belongs to it."""
    reader.opens(two.gone_page)
    reader.is_at(two.gone)
    reader.follows(reader.say("Claim it"))
    reader.is_at(reader.say("Is this yours?"))
    reader.writes(reader.say("How you belong to it"), "Ci lavoro da sei anni, al banco di prova.")
    reader.presses(reader.say("Claim it"))
    reader.reads(reader.say("Withdraw it"))


def accepts(reader: Reader, two: Doubles) -> None:
    """Look at what supports the claim, and accept it with every right."""
    reader.opens("/clusters/claims/")
    reader.follows(two.gone)
    reader.is_at(two.gone)
    reader.reads("Ci lavoro da sei anni, al banco di prova.")
    reader.reads(reader.say("What supports it"))
    reader.presses(reader.say("Accept"))
    reader.is_at(reader.say("Claims"))


def acts_for_it(reader: Reader, two: Doubles) -> None:
    """She sees who acts for it, may invite, and nobody else can claim it."""
    reader.opens(f"{two.gone_page}people/")
    reader.is_at(reader.say("Who acts for %(name)s", name=two.gone))
    reader.reads(reader.say("Invite colleagues"))
    reader.opens(f"{two.gone_page}claim/")
    expect(reader.button(reader.say("Claim it"))).to_have_count(0)


def merges(reader: Reader, two: Doubles) -> None:
    """Compare the two records, and merge them: the address of the second leads to the first."""
    reader.opens(two.kept_page)
    reader.follows(reader.say("Merge with another record of the same body"))
    reader.writes(reader.say("The other record"), two.gone)
    reader.presses(reader.say("Compare the two"))
    reader.is_at(reader.say("Two records, one body"))
    reader.reads(two.gone)
    reader.presses(reader.say("Merge the two"))
    reader.is_at(reader.say("What was merged"))
    reader.opens(two.gone_page)
    reader.is_at(two.kept)


def makes_two_again(reader: Reader, two: Doubles) -> None:
    reader.opens("/organisations/merges/")
    undo = reader.say("Undo: %(name)s becomes a record of its own", name=two.gone)
    reader.presses(reader.page.get_by_role("button", name=undo))
    expect(reader.page.get_by_role("button", name=undo)).to_have_count(0)
    reader.opens(two.gone_page)
    reader.is_at(two.gone)


def acts_for_hers_only(reader: Reader, two: Doubles) -> None:
    """What the claim gave her stands by its own record again; the first record was never hers."""
    assert reader.page.request.get(f"{two.kept_page}people/").status == 404
    reader.opens(f"{two.gone_page}people/")
    reader.is_at(reader.say("Who acts for %(name)s", name=two.gone))
