"""Asking from the pages, as a browser does."""

import re
from typing import Any

from django.test import Client
from django.urls import reverse

from convivio.matching.models import Question
from convivio.organisations.models import Organisation
from convivio.people.models import Person

HTMX = {"HX-Request": "true"}


def signed_in(person: Person, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(person)
    return client


def asked(client: Client, words: str, **more: str) -> Any:
    """Send the form that asks."""
    return client.post(reverse("matching:find"), {"words": words, **more})


def asked_question(client: Client, words: str, **more: str) -> Question:
    response = asked(client, words, **more)
    assert response.status_code == 302, words_of(response)[:2000]
    return Question.objects.get(address=response.url.strip("/").split("/")[-1])


def pick(client: Client, question: Question, organisation: Organisation, **more: Any) -> Any:
    told = {"organisation": organisation.key, "pick": more.pop("pick", "yes")}
    return client.post(reverse("matching:picks", args=[question.address]), told, **more)


def words_of(response: Any) -> str:
    """Return what a reader sees, without the marks."""
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())
