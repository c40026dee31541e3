"""A room that has files about things, for tests."""

import pytest

from convivio.files import owners
from convivio.people.acting import Acting

PUBLIC, KEPT = "thing:1", "thing:2"


@pytest.fixture(autouse=True, name="open_to")
def things_with_files(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Let a room have files about things: `thing:1` is public, the other is for whom stands in the set returned."""
    readers: set[str] = {""}

    def may_read(acting: Acting, key: str) -> bool:
        return (key == PUBLIC and "" in readers) or (bool(acting.person_key) and acting.person_key in readers)

    monkeypatch.setattr(owners, "_declared", dict(owners._declared))
    owners.declare_files("thing", may_read, pictures=2, documents=2)
    return readers
