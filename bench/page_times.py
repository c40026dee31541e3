"""How long pages take that somebody opens, one after the other."""

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from http import HTTPStatus

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from convivio.organisations.models import Mandate, Organisation
from convivio.people.models import Person


def ready_to_serve() -> None:
    """Let pages be asked for in this process as a server would be asked."""
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    call_command("collectstatic", interactive=False, verbosity=0)


def somebody_of(organisation: Organisation, rights: Iterable[str]) -> Client:
    """Sign in as somebody new with these rights for an organisation."""
    person = Person.objects.create_user("chi-guarda@example.org", name="Chi Guarda")
    for right in rights:
        Mandate.objects.create(person=person, organisation=organisation, right=right, from_on=localdate())
    client = Client()
    client.force_login(person)
    return client


def page_times(client: Client, addresses: Sequence[str]) -> list[float]:
    """Open each address, after the first was opened once: its templates have then been read.

    Shape: a number for each address.
    Units: milliseconds of wall clock, in this process.
    Errors: RuntimeError, when one does not answer with a page.
    Source: none.
    """
    seen(client, addresses[0])
    return [took(partial(seen, client, address)) for address in addresses]


def questions_of(client: Client, address: str) -> int:
    """Count what a page asks of the database."""
    with CaptureQueriesContext(connection) as captured:
        seen(client, address)
    return len(captured)


def seen(client: Client, address: str) -> None:
    status = client.get(address).status_code
    if status != HTTPStatus.OK:
        message = f"{address} answered {status}"
        raise RuntimeError(message)


def took(work: Callable[[], object]) -> float:
    """Return how many milliseconds some work takes by the clock of the wall."""
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000
