"""Who asks: all that searching knows of a request, since people are a room above."""

from typing import Protocol

from django.http import HttpRequest

from convivio.kernel.audiences import Reader


class Reads(Protocol):
    """Who asks, as far as searching wants to know."""

    @property
    def reader(self) -> Reader: ...


class AskedRequest(HttpRequest):
    """A request whose reader is known."""

    acting: Reads
