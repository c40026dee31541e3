import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from convivio.config import boot


@pytest.mark.django_db
def test_an_installation_that_keeps_what_it_acknowledges_starts() -> None:
    boot.refuse_an_unsafe_database()


@pytest.mark.django_db
@pytest.mark.skipif("sqlite" not in connection.settings_dict["ENGINE"], reason="about SQLite's own settings")
def test_one_that_would_lose_writes_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(boot.EXPECTED, "synchronous", 99)

    with pytest.raises(ImproperlyConfigured, match="synchronous"):
        boot.refuse_an_unsafe_database()
