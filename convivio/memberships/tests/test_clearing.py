"""A draft that nobody touches is erased: after a letter, two weeks, and not if somebody comes back."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from django.utils.timezone import now

from convivio.activity.models import OutboxMessage, Trace
from convivio.memberships import applying, clearing, enclosures, links
from convivio.memberships.clearing import KEPT, clear_out_drafts
from convivio.memberships.links import HOLDS
from convivio.memberships.models import Application, Enclosure, ReturnLink, State
from convivio.memberships.tests.factories import application_in, writer
from convivio.memberships.tests.test_applying import secret_in_the_last_letter
from convivio.people.acting import NOBODY
from convivio.people.privacy.retention import clear_out

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=400)
A_MINUTE = timedelta(minutes=1)


def untouched(state: str = State.DRAFT, age: timedelta = LONG_AGO) -> Application:
    """Make an application of a state that nobody has sent, and nobody touched for so long."""
    draft = application_in(State.DRAFT, touched_at=now() - age)
    Application.objects.filter(pk=draft.pk).update(state=state)
    draft.refresh_from_db()
    return draft


def warned(ago: timedelta = HOLDS) -> Application:
    draft = untouched()
    with time_machine.travel(now() - ago):
        clear_out_drafts(now())
    draft.refresh_from_db()
    return draft


def test_a_letter_with_a_link_goes_before_and_the_draft_after() -> None:
    draft = untouched(age=KEPT - HOLDS + A_MINUTE)

    assert clear_out_drafts(now()) == 1
    letter = OutboxMessage.objects.get().payload
    assert (letter["to"], "/applications/link/" in letter["text"]) == (draft.email, True)
    assert clear_out_drafts(now() + HOLDS - A_MINUTE) == 0
    assert clear_out_drafts(now() + HOLDS) == 1

    assert not Application.objects.exists()
    assert not ReturnLink.objects.exists()


def test_nobody_is_warned_before_the_time() -> None:
    untouched(age=KEPT - HOLDS - A_MINUTE)

    assert clear_out_drafts(now()) == 0
    assert not OutboxMessage.objects.exists()


def test_however_late_the_clock_is_the_letter_comes_first() -> None:
    untouched(age=LONG_AGO)

    clear_out_drafts(now())
    clear_out_drafts(now())

    assert Application.objects.count() == OutboxMessage.objects.count() == 1


def test_it_is_on_record_and_told_once() -> None:
    key = warned().key

    assert (clear_out_drafts(now()), clear_out_drafts(now())) == (1, 0)

    told = Trace.objects.filter(subject=key).order_by("pk").values_list("verb", flat=True)
    assert list(told) == ["application.warned", "application.erased"]


def _writes(draft: Application) -> None:
    applying.keep_answers(draft, "organisation", {"city": "Carpi"}, seen=0, by=writer(draft))


def _encloses(draft: Application) -> None:
    enclosures.enclose(draft, kind="statute", name="s.pdf", content=b"%PDF-1.7", by=writer(draft))


def _shares(draft: Application) -> None:
    links.share(draft, "olmo@lume-tenue.example", language="it", by=writer(draft))


def _opens_the_link(_draft: Application) -> None:
    links.open_link(secret_in_the_last_letter(), by=NOBODY)


@pytest.mark.parametrize("comes_back", [_writes, _encloses, _shares, _opens_the_link])
def test_who_comes_back_keeps_the_draft(comes_back: Callable[[Application], None]) -> None:
    draft = warned(ago=timedelta(days=2))

    comes_back(draft)

    assert clear_out_drafts(now() + HOLDS) == 0
    draft.refresh_from_db()
    assert draft.warned_at is None
    assert draft.touched_at > now() - A_MINUTE


@pytest.mark.parametrize(
    "state", [State.SENT, State.RETURNED, State.BOARD, State.ADMITTED, State.REFUSED, State.WITHDRAWN]
)
def test_what_an_office_has_seen_is_kept(state: State) -> None:
    application_in(state, touched_at=now() - LONG_AGO)

    assert clear_out_drafts(now()) == 0


def test_what_was_given_up_and_never_sent_goes_too() -> None:
    untouched(State.WITHDRAWN)

    clear_out_drafts(now())

    assert clear_out_drafts(now() + HOLDS) == 1


def test_its_documents_go_with_it(django_capture_on_commit_callbacks: object) -> None:
    draft = untouched()
    _encloses(draft)
    file = enclosures.path_of(Enclosure.objects.get())
    Application.objects.update(touched_at=now() - LONG_AGO)
    clear_out_drafts(now())

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        clear_out_drafts(now() + HOLDS)

    assert not Enclosure.objects.exists()
    assert not file.exists()


def test_somebody_who_comes_back_at_that_moment_is_not_too_late(monkeypatch: pytest.MonkeyPatch) -> None:
    """The draft is asked again once it is held."""
    draft, due = warned(), clearing._warned_in_vain

    def just_before(moment: datetime) -> object:
        rows = list(due(moment))
        draft.touch()
        monkeypatch.setattr(clearing, "_warned_in_vain", due)
        return rows

    monkeypatch.setattr(clearing, "_warned_in_vain", just_before)

    assert clear_out_drafts(now()) == 0
    assert Application.objects.exists()


def test_a_draft_without_an_address_any_more_goes_without_a_letter() -> None:
    draft = untouched()
    Application.objects.update(email="")

    clear_out_drafts(now())

    assert not OutboxMessage.objects.exists()
    draft.refresh_from_db()
    assert draft.warned_at is not None


def test_the_clearing_out_of_every_day_does_it() -> None:
    warned()

    clear_out(now())

    assert not Application.objects.exists()
