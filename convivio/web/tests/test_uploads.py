"""Who may send is asked before a byte is read, and reading stops at the limit."""

import io
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.people.acting import NOBODY
from convivio.web.bounds import BoundsMiddleware
from convivio.web.policies import ANYONE, SIGNED_IN, policy
from convivio.web.uploads import takes_files

BOUNDS = BoundsMiddleware(lambda _request: HttpResponse())


def view_for(verdict: Verdict, chosen: Any = ANYONE) -> Any:
    @takes_files(1, lambda _request: verdict)
    @policy(chosen)
    def view(_request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    return view


class Watched(io.BytesIO):
    """A body that counts how much of it was read."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.was_read = 0

    def read(self, size: int | None = -1, /) -> bytes:
        found = super().read(size)
        self.was_read += len(found)
        return found


def posted(megabytes: float) -> tuple[HttpRequest, Watched]:
    head = b'--edge\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    body = Watched(head + b"a" * int(megabytes * (1 << 20)) + b"\r\n--edge--\r\n")
    request = RequestFactory().generic("POST", "/", b"-", "multipart/form-data; boundary=edge")
    request.META["CONTENT_LENGTH"] = str(len(body.getvalue()))
    request.META["wsgi.input"], request._stream = body, body
    request.user, request.acting, request.resolver_match = AnonymousUser(), NOBODY, resolve("/")  # type: ignore[attr-defined]
    return request, body


def test_what_is_allowed_is_read_to_disk() -> None:
    request, body = posted(0.5)

    assert BOUNDS.process_view(request, view_for(ALLOWED), (), {}) is None
    assert body.was_read > 500_000
    assert hasattr(request.FILES["file"], "temporary_file_path")
    request.close()


def test_who_may_not_send_is_refused_with_nothing_read() -> None:
    request, body = posted(0.5)

    with pytest.raises(PermissionDenied):
        BOUNDS.process_view(request, view_for(Verdict("no")), (), {})
    assert body.was_read == 0


def test_who_has_not_signed_in_is_sent_to_do_so_with_nothing_read() -> None:
    request, body = posted(0.5)

    answer = BOUNDS.process_view(request, view_for(ALLOWED, SIGNED_IN), (), {})

    assert answer is not None
    assert (answer.status_code, body.was_read) == (302, 0)


def test_a_body_that_says_it_is_too_long_is_refused_with_nothing_read() -> None:
    request, body = posted(3)

    answer = BOUNDS.process_view(request, view_for(ALLOWED), (), {})

    assert answer is not None
    assert (answer.status_code, body.was_read) == (413, 0)


def test_reading_stops_at_the_limit_whatever_the_request_says_of_its_length() -> None:
    request, body = posted(9)
    view = view_for(ALLOWED)
    request.headers = {}  # type: ignore[assignment]  # as when pieces come one after the other

    answer = BOUNDS.process_view(request, view, (), {})

    assert answer is not None
    assert answer.status_code == 413
    assert body.was_read < 3 << 20
    request.close()
