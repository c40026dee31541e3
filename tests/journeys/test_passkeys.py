"""A passkey from beginning to end, in a real browser with a virtual authenticator: add it, leave, come back."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Browser, Page, expect

from convivio.activity.models import OutboxMessage
from convivio.people.models import Person
from tests.journeys.looking import complaints_of
from tests.journeys.words import Words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EMAIL = "vera@convivio.example"
HOME = re.compile(r"//[^/]+/$")
VIRTUAL = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(browser: Browser, live_server: Any, language: str) -> Iterator[Page]:
    """A browser that has an authenticator of its own, at an installation without the demonstration."""
    locale = {"it": "it-IT", "en": "en-GB"}[language]
    context = browser.new_context(locale=locale, base_url=live_server.url)
    complaints = complaints_of(context)
    page = context.new_page()
    authenticator = context.new_cdp_session(page)
    authenticator.send("WebAuthn.enable")
    authenticator.send("WebAuthn.addVirtualAuthenticator", {"options": VIRTUAL})
    yield page
    context.close()
    assert not complaints, "\n".join(complaints)


def sign_in_by_code(page: Page, words: Words) -> None:
    page.goto("/account/login/code/")
    page.locator("form:not([data-passkey]) input[name=email]").fill(EMAIL)
    page.get_by_role("button", name=words.say("Send me a code")).click()
    page.wait_for_url(re.compile("confirm"))
    code = OutboxMessage.objects.latest("pk").payload["text"].split("\n\n")[1].strip()
    page.locator("input[name=code]").fill(code)
    page.get_by_role("button", name=words.say("Sign in"), exact=True).click()
    page.wait_for_url(HOME)


def test_a_passkey_is_added_and_signs_in(page: Page, language: str) -> None:
    words = Words(language)
    Person.objects.create_user(EMAIL, name="Vera Prova", language=language)
    sign_in_by_code(page, words)

    page.goto("/people/account/")
    page.get_by_role("link", name=words.say("Passkeys and second steps")).click()
    page.get_by_role("link", name=words.say("Add a passkey")).click()
    page.get_by_role("button", name=words.say("Add it")).click()
    page.wait_for_url(re.compile("recovery-codes"))
    assert Authenticator.objects.filter(type="webauthn").count() == 1

    page.context.clear_cookies()
    page.goto("/account/login/code/")
    page.get_by_role("button", name=words.say("Sign in with a passkey")).click()
    page.wait_for_url(HOME)
    page.goto("/people/account/")
    expect(page.get_by_text(EMAIL).first).to_be_visible()


def test_a_passkey_is_the_second_step_after_a_code(page: Page, language: str) -> None:
    words = Words(language)
    Person.objects.create_user(EMAIL, name="Vera Prova", language=language)
    sign_in_by_code(page, words)
    page.goto("/account/2fa/webauthn/add/")
    page.get_by_role("button", name=words.say("Add it")).click()
    page.wait_for_url(re.compile("recovery-codes"))

    page.context.clear_cookies()
    page.goto("/account/login/code/")
    page.locator("form:not([data-passkey]) input[name=email]").fill(EMAIL)
    page.get_by_role("button", name=words.say("Send me a code")).click()
    code = (
        OutboxMessage.objects.filter(payload__to=EMAIL).latest("pk").payload["text"].split("\n\n")[1].strip()
    )
    page.locator("input[name=code]").fill(code)
    page.get_by_role("button", name=words.say("Sign in"), exact=True).click()
    page.wait_for_url(re.compile("2fa/authenticate"))
    page.get_by_role("button", name=words.say("Use a passkey")).click()
    page.wait_for_url(HOME)

    page.goto("/people/account/")
    expect(page.get_by_text(EMAIL).first).to_be_visible()
