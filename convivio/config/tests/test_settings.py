import stat
from pathlib import Path

import pytest

from convivio.config import settings


def mode_of(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_home_and_its_secret_are_its_owners_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    monkeypatch.setattr(settings, "HOME", home)
    monkeypatch.delenv("CONVIVIO_SECRET_KEY", raising=False)

    secret = settings.read_secret("SECRET_KEY")

    assert (mode_of(home), mode_of(home / "secret-key")) == (0o700, 0o600)
    assert settings.read_secret("SECRET_KEY") == secret
