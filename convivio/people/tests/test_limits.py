"""What guessing meets: few tries for an account whatever the headers say, ways back to our pages only."""

import itertools
import re
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.urls import reverse

from convivio.activity.models import OutboxMessage
from convivio.people.signing_in.remote_addresses import address_of
from convivio.people.tests.factories import PersonFactory
from convivio.people.tests.test_sign_in import CONFIRM, ask, sign_in

pytestmark = pytest.mark.django_db
GUESSES = 1000
DATABASE_CACHE = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
HOSTS = (
    "evil.example",
    "convivio.example.evil.example",
    "testserver.evil.example",
    "testserver:80@evil.example",
)
MORE_HOSTS = (
    "evil.example:443",
    "[::1]@evil.example",
    "testserver, evil.example",
    "evil.example#testserver",
    "",
    " ",
)
SCHEMES = (
    "",
    "http:",
    "https:",
    "ftp:",
    "javascript:",
    "data:",
    "HtTp:",
    "\thttps:",
    "//\thttps:",
    "\x01https:",
)
SLASHES = ("//", "///", "\\\\", "/\\", "\\/", "/%09/", "//user@", "/\t/", "////", "//\x00")
ELSEWHERE = [f"{scheme}{slashes}evil.example" for scheme in SCHEMES for slashes in SLASHES]


def rotating(number: int) -> dict[str, str]:
    """Headers with which somebody pretends to be somebody else at each try."""
    address = f"10.{number % 250}.{number // 250}.{number % 199}"
    return {"X-Forwarded-For": address, "Forwarded": f"for={address}", "X-Real-IP": address}


def guess(email: str, tries: int) -> int:
    """Guess codes for an account, each code asked for anew, and count the codes that were looked at."""
    looked_at = 0
    client = Client()
    for number in range(tries):
        headers = rotating(number)
        answer = client.post(CONFIRM, {"code": f"BBBB-{number:04}"}, headers=headers)
        if answer.status_code == 302:
            client = Client()
            answer = client.post(reverse("account_request_login_code"), {"email": email}, headers=headers)
            continue
        looked_at += 1
    return looked_at


def test_a_thousand_guesses_from_rotating_addresses_try_nine_codes() -> None:
    known = PersonFactory.create().email

    assert guess(known, GUESSES) <= 9
    assert OutboxMessage.objects.filter(payload__to=known).count() <= 3


def test_without_the_limit_the_same_guesses_try_hundreds(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": None}

    assert guess(PersonFactory.create().email, 100) > 60


def test_who_asks_too_often_is_told_how_long_to_wait() -> None:
    known = PersonFactory.create().email
    answers = [ask(Client(), known) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert answers[-1]["Retry-After"] == "300"
    assert "429" not in answers[-1].content.decode()
    assert '<main class="page' in answers[-1].content.decode()


def test_a_stranger_meets_the_same_limit() -> None:
    assert [ask(Client(), "nobody@convivio.example").status_code for _ in range(4)] == [302, 302, 302, 429]


def test_the_limit_stands_in_the_database_and_so_outlives_a_restart(settings: Any) -> None:
    settings.CACHES = DATABASE_CACHE
    call_command("createcachetable")
    known = PersonFactory.create().email
    for _ in range(3):
        ask(Client(), known)
    caches["default"].close()
    del caches["default"]

    assert ask(Client(), known).status_code == 429


def test_a_right_code_does_not_open_more_guesses_for_others() -> None:
    mine, theirs = PersonFactory.create_batch(2)
    for _ in range(3):
        ask(Client(), theirs.email)
    sign_in(Client(), mine.email)

    assert ask(Client(), theirs.email).status_code == 429


def test_who_is_signed_in_already_goes_on_while_their_address_is_attacked() -> None:
    person = PersonFactory.create()
    client = Client()
    sign_in(client, person.email)
    guess(person.email, 30)

    assert client.get(reverse("people:account")).status_code == 200


@pytest.mark.parametrize(
    ("proxies", "handed_on", "believed"),
    [
        (0, "1.2.3.4", "127.0.0.1"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 5.6.7.8", "1.2.3.4"),
        (2, "1.2.3.4", "127.0.0.1"),
        (1, "nonsense", "127.0.0.1"),
        (1, "", "127.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_added_is_believed(
    settings: Any, proxies: int, handed_on: str, believed: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=handed_on)

    assert address_of(request) == believed


def host_reached(answer: Any) -> str | None:
    """Where a browser goes: it drops tabs and the like, and reads a backslash as a slash."""
    target = re.sub(r"[\x00-\x20]", "", answer.get("Location", "/")).replace("\\", "/")
    return urlsplit(urljoin("http://testserver/account/", target)).hostname


def test_a_hundred_ways_elsewhere_lead_nowhere() -> None:
    assert len(set(ELSEWHERE)) == 100
    reached = set()
    client = Client()
    client.force_login(PersonFactory.create())
    for target in ELSEWHERE:
        reached.add(host_reached(client.get(reverse("account_login"), {"next": target})))
        reached.add(host_reached(client.post(reverse("people:acting_for"), {"next": target})))

    assert reached == {"testserver"}


def test_a_code_leads_to_pages_of_ours_only(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"request_login_code": None}
    person = PersonFactory.create()
    for target in ("/calls/", *ELSEWHERE[::7]):
        client = Client()
        ask(client, person.email)
        answer = client.post(CONFIRM, {"code": code_of_last(), "next": target})

        assert host_reached(answer) == "testserver"
        assert target != "/calls/" or answer["Location"] == "/calls/"


def code_of_last() -> str:
    return str(OutboxMessage.objects.latest("pk").payload["text"]).split("\n\n")[1].strip()


@pytest.mark.parametrize(
    "host", [*HOSTS, *MORE_HOSTS, *(f"{one}.evil.example" for one in itertools.islice("abcdefghij", 10))]
)
def test_links_in_letters_lead_to_our_own_address_whatever_the_host_header_says(host: str) -> None:
    answer = Client(raise_request_exception=False).post(
        reverse("account_request_login_code"), {"email": "nobody@convivio.example"}, HTTP_HOST=host
    )

    assert answer.status_code in {302, 400}
    assert "evil" not in str(list(OutboxMessage.objects.values_list("payload", flat=True)))


def test_even_a_host_we_answer_to_does_not_write_the_links(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "other.example"]
    settings.ADDRESS = "https://convivio.example"
    Client().post(
        reverse("account_request_login_code"), {"email": "nobody@convivio.example"}, HTTP_HOST="other.example"
    )

    text = OutboxMessage.objects.get().payload["text"]
    assert "https://convivio.example/account/signup/" in text
    assert "other.example" not in text
