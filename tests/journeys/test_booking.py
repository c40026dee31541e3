"""A hospital books a bioreactor and a clean room of two owners for one day; a waiting list moves up.

The owner of the bioreactor says yes from the letter, without signing in. In an installation of its own, with
real sign-in by code and real letters, by keyboard, in both languages.
"""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from playwright.sync_api import Browser

from tests.journeys.installation import Installation, installed
from tests.journeys.looking import SCREEN, looked_at
from tests.journeys.visitor import Visitor

pytestmark = pytest.mark.browser

HOSPITAL, OWNER, WAITING = "ada@ospedale.example", "bruno@cella.example", "dina@filtri.example"
CONFLICT = "status of 409"
"""What the browser says of the answer to who comes too late."""
FOUNDING = """
from convivio.kernel.translated import in_both
from convivio.organisations.models import Mandate, Organisation
from convivio.people.models import Person
from convivio.resources.models import Resource
def somebody(email, name, slug, kind, rights):
    person = Person.objects.create_user(email, name=name, language={language!r})
    body = Organisation.objects.create(slug=slug, name=slug.title(), kind=kind, country="IT")
    for right in rights:
        Mandate.objects.create(person=person, organisation=body, right=right)
    return body
somebody("ada@ospedale.example", "Ada Reni", "ospedale-reno", "health_facility", ["read", "book"])
somebody("dina@filtri.example", "Dina Lolli", "filtri-savena", "sme", ["read", "book"])
cella = somebody("bruno@cella.example", "Bruno Tosi", "cella-alta", "laboratory", ["read", "edit"])
camera = somebody("carla@camera.example", "Carla Neri", "camera-due", "laboratory", ["read", "edit"])
for owner, slug, name, instant in (
    (cella, "bioreattore", in_both("Bioreattore", "Bioreactor"), False),
    (camera, "camera-pulita", in_both("Camera pulita", "Clean room"), True),
):
    Resource.objects.create(owner=owner, slug=slug, kind="machine", name=name, is_instant=instant,
        visibility="public", audience="public")
"""


@pytest.fixture(scope="module", params=["it", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, language: str) -> Iterator[Installation]:
    """Prepare and serve an installation with a hospital, two owners, and a company that comes too late."""
    founding = FOUNDING.replace("{language!r}", repr(language))
    yield from installed(tmp_path_factory.mktemp(f"booking-{language}"), founding)


def test_a_hospital_books_of_two_owners_one_says_yes_by_letter_and_the_next_moves_up(
    browser: Browser, installation: Installation, language: str
) -> None:
    ada, dina, bruno = (
        Visitor(browser, installation, address, language) for address in (HOSPITAL, WAITING, OWNER)
    )

    asks_for_the_bioreactor(ada)
    has_the_clean_room_at_once(ada)
    comes_too_late_and_waits(dina)
    says_yes_from_the_letter(bruno)
    gives_the_clean_room_back(ada)
    moved_up(dina)

    complaints = (*ada.complaints, *dina.complaints, *bruno.complaints)
    assert [said for said in complaints if CONFLICT not in said] == []


def writes_the_time(visitor: Visitor, purpose: str) -> None:
    reader = visitor.reader
    day = (date.today() + timedelta(days=3)).isoformat()  # noqa: DTZ011 - the machine keeps the time of the house
    for label, said in (("Day", day), ("Begins at", "09:00"), ("Ends at", "13:00")):
        field = reader.field(reader.say(label))
        reader.goes_to(field)
        field.fill(said)
    reader.writes(reader.say("What for"), purpose)


def asks_for_the_bioreactor(ada: Visitor) -> None:
    reader = ada.reader
    reader.opens("/resources/bookings/")
    ada.signs_in()
    reader.is_at(reader.say("Bookings"))
    reader.reads(reader.say("Nothing is booked yet"))
    reader.follows(reader.say("Machines and rooms"))
    reader.follows({"it": "Bioreattore", "en": "Bioreactor"}[reader.words.language])
    assert looked_at(ada.page) == []
    ada.page.set_viewport_size(SCREEN)
    writes_the_time(ada, "Prova di semina")
    reader.presses(reader.say("Ask for it"))
    reader.reads(reader.say("waits for approval"))


def has_the_clean_room_at_once(ada: Visitor) -> None:
    reader = ada.reader
    reader.opens("/resources/camera-pulita/")
    writes_the_time(ada, "Vestizione e semina")
    reader.presses(reader.say("Book it"))
    reader.reads(reader.say("booked"))
    assert looked_at(ada.page) == []
    ada.page.set_viewport_size(SCREEN)


def comes_too_late_and_waits(dina: Visitor) -> None:
    reader = dina.reader
    reader.opens("/resources/bookings/")
    dina.signs_in()
    reader.opens("/resources/camera-pulita/")
    writes_the_time(dina, "Filtri nuovi")
    reader.presses(reader.say("Book it"))
    reader.reads(reader.say("It is taken at that time."))
    assert looked_at(dina.page) == []
    dina.page.set_viewport_size(SCREEN)
    reader.presses(reader.say("Wait for this time"))
    reader.reads("09:00–13:00")
    reader.opens("/resources/bookings/")
    reader.reads(reader.say("Where you wait"))


def says_yes_from_the_letter(bruno: Visitor) -> None:
    """Open the link signed out: nothing happens until the button is pressed."""
    reader = bruno.reader
    link = bruno.installation.letter_to(OWNER, r"(https?://\S+/notices/act/\S+)")
    reader.opens(link)
    reader.is_at(reader.say("Yes, it is theirs"))
    assert looked_at(bruno.page) == []
    bruno.page.set_viewport_size(SCREEN)
    reader.presses(reader.say("Yes, it is theirs"))
    reader.reads(reader.say("You said yes: they have been told."))


def gives_the_clean_room_back(ada: Visitor) -> None:
    reader = ada.reader
    ada.installation.letter_to(HOSPITAL, r"(/resources/bookings/\d+/)")
    reader.opens("/resources/bookings/2/")
    reader.presses(reader.say("Give it back"))
    dialog = ada.page.get_by_role("dialog")
    reader.presses(dialog.get_by_role("button", name=reader.say("Give it back"), exact=True))
    reader.reads(reader.say("cancelled"))


def moved_up(dina: Visitor) -> None:
    reader = dina.reader
    dina.installation.letter_to(WAITING, r"(/resources/bookings/\d+/)")
    reader.opens("/resources/bookings/")
    reader.reads(reader.say("What you will use"))
    reader.reads(reader.say("booked"))
