"""Changing the key of the trace: both sign, and either proves all; a lost one is never replaced in silence."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from convivio.activity import checkpoints, trace_keys
from convivio.activity.clockwork import Duty
from convivio.activity.errors import KeyIsLost, KeyIsThere
from convivio.activity.management.commands import tick
from convivio.activity.models import TraceHead
from convivio.activity.proving import Proof, prove
from convivio.activity.sealing import change_key, replace_lost_key, seal
from convivio.activity.trace import record

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Any) -> Path:
    settings.HOME = tmp_path
    return tmp_path


def write(number: int = 2) -> None:
    with transaction.atomic():
        for count in range(number):
            record("tested", f"thing:{count}", by=None)


def proof(key: str = "", file: Path | None = None) -> Proof:
    return prove(checkpoints.read(key or trace_keys.public_key(), file))


@pytest.fixture
def changed() -> tuple[str, str, str]:
    """A trace whose key was changed twice, with something sealed before, between and after."""
    write()
    seal()
    keys = [trace_keys.public_key()]
    for _ in range(2):
        write()
        keys.append(change_key())
    write()
    seal()
    return keys[0], keys[1], keys[2]


def test_any_of_the_keys_proves_what_all_of_them_signed(changed: tuple[str, ...]) -> None:
    found = [proof(key) for key in changed]

    assert len(set(changed)) == 3
    assert [(one.holds, one.sealed, one.unsealed) for one in found] == [(True, 8, 0)] * 3
    assert not proof("11" * 32).holds


def test_what_waits_is_sealed_before_the_key_changes() -> None:
    write(3)

    new = change_key()

    assert (proof(new).sealed, trace_keys.public_key()) == (3, new)
    assert not trace_keys.next_path().exists()


def edit(place: int, change: Callable[[dict[str, Any]], None]) -> None:
    """Change one line of the file, as somebody who has no key."""
    lines = [json.loads(line) for line in checkpoints.path().read_text().splitlines()]
    change(lines[place])
    checkpoints.path().write_text("".join(f"{json.dumps(one, sort_keys=True)}\n" for one in lines))


def test_a_change_that_one_of_the_two_did_not_sign_is_found(changed: tuple[str, ...]) -> None:
    text = checkpoints.path().read_text()
    places = [place for place, line in enumerate(text.splitlines()) if "new_key" in line]
    assert len(places) == 2
    for name in ("signature", "countersignature", "new_key", "old_key"):
        edit(places[0], lambda line, name=name: line.update({name: "22" * (len(line[name]) // 2)}))  # type: ignore[misc]
        assert [proof(key).holds for key in changed] == [False] * 3, name
        checkpoints.path().write_text(text)

    assert proof(changed[0]).holds


def test_a_key_that_was_merely_exchanged_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: the same change, with nothing to say so."""
    write()
    seal()
    old = trace_keys.public_key()
    other = trace_keys.make_next()
    trace_keys.take_next(trace_keys.public_half(other))
    write()
    with pytest.raises(KeyIsLost):
        seal()

    monkeypatch.setattr(checkpoints, "_key_after", lambda _last: other)
    seal()

    assert not proof(old).holds
    assert not proof().holds


def test_whoever_stole_the_old_key_deceives_nobody_who_noted_the_new_one(home: Path) -> None:
    write()
    seal()
    stolen, before = trace_keys.path().read_bytes(), checkpoints.path().read_text()
    old, new = trace_keys.public_key(), change_key()

    trace_keys.path().write_bytes(stolen)
    checkpoints.path().write_text(before)
    write()
    change_key()

    assert proof(old).holds
    assert not proof(new).holds


def test_a_change_cut_off_halfway_is_finished_by_the_next_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    seal()
    with monkeypatch.context() as cut:
        cut.setattr(trace_keys, "take_next", _cut)
        with pytest.raises(KeyboardInterrupt):
            change_key()
    write()
    seal()

    assert proof().holds
    assert proof().sealed == 4


def _cut(_public: str) -> None:
    raise KeyboardInterrupt


def test_a_lost_key_is_not_replaced_in_silence() -> None:
    write()
    seal()
    trace_keys.path().unlink()
    write()

    with pytest.raises(KeyIsLost):
        seal()

    assert not trace_keys.path().exists()


def test_after_a_loss_the_old_key_proves_the_old_checkpoints_and_the_new_one_all() -> None:
    write()
    seal()
    old = trace_keys.public_key()
    trace_keys.path().unlink()
    write()

    aside = replace_lost_key()

    assert aside is not None
    assert (proof(old, aside).holds, proof(old, aside).sealed) == (True, 2)
    assert (proof().holds, proof().sealed) == (True, 4)
    assert not proof(old).holds


def test_a_key_that_is_there_is_not_called_lost() -> None:
    write()
    seal()

    with pytest.raises(KeyIsThere):
        replace_lost_key()


def test_the_command_changes_the_key_and_prints_the_new_one(capsys: pytest.CaptureFixture[str]) -> None:
    write()
    seal()
    old = trace_keys.public_key()

    call_command("trace", "key", "--new")
    new = capsys.readouterr().out.strip()

    assert new == trace_keys.public_key() != old
    call_command("trace", "verify", "--key", old)
    assert "2 sealed" in capsys.readouterr().out
    assert TraceHead.objects.get().number == 2


def test_a_lost_key_stops_no_other_duty(monkeypatch: pytest.MonkeyPatch) -> None:
    write()
    seal()
    trace_keys.path().unlink()
    write()
    done: dict[str, int] = {}
    another = Duty("another", lambda: done.setdefault("another", 1))
    monkeypatch.setattr(tick, "duties", lambda: (Duty("checkpoint", seal), another))

    with pytest.raises(CommandError, match="trace_key_is_lost"):
        call_command("tick", verbosity=0)

    assert done == {"another": 1}
