"""Files that a view takes: who may send them is asked before a byte is read, and reading stops at the limit."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest

from convivio.kernel.verdicts import Verdict

View = TypeVar("View", bound=Callable[..., Any])
MB = 1 << 20


@dataclass(frozen=True, slots=True)
class Takes:
    """How much a view takes at once, and from whom.

    `may(request, **what the address names)` gives a verdict, or raises Http404.
    """

    most_mb: int
    may: Callable[..., Verdict]

    @property
    def most(self) -> int:
        """How long the body may be that brings such a file: some words come with it."""
        return (self.most_mb + 1) * MB


def takes_files(most_mb: int, may: Callable[..., Verdict]) -> Callable[[View], View]:
    """Declare that a view takes files; stands above every other decorator."""

    def declare(view: View) -> View:
        view.takes = Takes(most_mb, may)  # type: ignore[attr-defined]
        return view

    return declare


def takes_of(view: Callable[..., Any]) -> Takes | None:
    found = getattr(view, "takes", None)
    return found if isinstance(found, Takes) else None


class CountingHandler(TemporaryFileUploadHandler):
    """Writes what arrives to disk, and lets go at the first byte too many."""

    def __init__(self, request: HttpRequest, most: int) -> None:
        super().__init__(request)
        self.left, self.is_over = most, False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self.left -= len(raw_data)
        if self.left < 0:
            self.is_over = True
            raise StopUpload(connection_reset=True)
        return super().receive_data_chunk(raw_data, start)
