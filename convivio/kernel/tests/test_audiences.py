"""Who sees a row, asked of the organisations: they carry an audience like every row."""

from datetime import date

import pytest
from django.utils.timezone import localdate

from convivio.kernel import audiences
from convivio.kernel.audiences import ANYONE, PUBLIC, Held, Reader, reader_for
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import OrganisationFactory


def test_anyone_sees_what_is_public_and_nothing_else() -> None:
    assert ANYONE.sees(PUBLIC)
    assert not ANYONE.sees("cluster:3")


def test_a_reader_sees_what_is_public_their_own_and_what_their_rooms_open(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def _clusters(held: Held, _on: date) -> list[str]:
        return [f"cluster:{len(held)}"]

    monkeypatch.setattr(audiences, "_declared", [_clusters])

    assert reader_for("person:7", {"organisation:1": ()}, localdate()) == Reader(
        frozenset({PUBLIC, "person:7", "cluster:1"})
    )


def test_a_room_that_says_twice_what_it_opens_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def _noting(_held: Held, on: date) -> list[str]:
        asked.append(on)
        return []

    monkeypatch.setattr(audiences, "_declared", [])
    audiences.declare_audiences(_noting)
    audiences.declare_audiences(_noting)
    reader_for("person:7", {}, localdate())

    assert len(asked) == 1


@pytest.mark.django_db
def test_only_the_rows_of_the_reader_s_audiences_are_found() -> None:
    public = OrganisationFactory.create()
    hidden = OrganisationFactory.create(only_for_members=True)
    rows = Organisation.objects.order_by("pk")

    assert list(rows.visible_to(ANYONE)) == [public]
    assert list(rows.visible_to(Reader(frozenset({PUBLIC, hidden.audience})))) == [public, hidden]
    assert list(rows.visible_to(Reader(frozenset()))) == []
