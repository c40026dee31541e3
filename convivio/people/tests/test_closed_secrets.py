"""The secrets of second steps stand in the database only closed."""

import importlib
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.apps import apps
from django.db import connection

from convivio.people.errors import SecondStepIsUnreadable
from convivio.people.signing_in.closed_secrets import CLOSED, close, opened
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
migration = importlib.import_module("convivio.people.migrations.0004_close_the_secrets_of_second_steps")


def kept() -> str:
    """Read the table as whoever copied the database would."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator ORDER BY id")
        return " ".join(str(row[0]) for row in cursor.fetchall())


def code() -> str:
    return str(format_hotp_value(hotp_value(SECRET, next(yield_hotp_counters_from_time()))))


def test_the_secret_of_an_app_is_nowhere_in_the_table_and_still_compares() -> None:
    step = TOTP.activate(PersonFactory.create(), SECRET)

    assert SECRET not in kept()
    assert CLOSED in kept()
    assert step.validate_code(code())


def test_the_seed_of_recovery_codes_is_nowhere_in_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RecoveryCodes, "generate_seed", staticmethod(lambda: "5eed" * 20))
    codes = RecoveryCodes.activate(PersonFactory.create())

    assert "5eed" not in kept()
    assert codes.validate_code(codes.generate_codes()[0])


def test_the_same_text_is_closed_differently_each_time() -> None:
    assert close(SECRET) != close(SECRET)
    assert opened(close(SECRET)) == SECRET


@pytest.mark.parametrize("spoil", [lambda text: text[:-4] + "AAA=", lambda text: text[:-8] + text[-4:]])
def test_what_was_changed_opens_nothing(spoil: Any) -> None:
    with pytest.raises(SecondStepIsUnreadable):
        opened(spoil(close(SECRET)))


def test_another_key_opens_nothing_and_the_former_one_does(settings: Any) -> None:
    closed, former = close(SECRET), settings.SECRET_KEY
    settings.SECRET_KEY = "another" * 8

    with pytest.raises(SecondStepIsUnreadable):
        opened(closed)
    settings.SECRET_KEY_FALLBACKS = [former]
    assert opened(closed) == SECRET


def test_the_migration_closes_what_stood_open_once_and_opens_it_again() -> None:
    person = PersonFactory.create()
    Authenticator.objects.create(user=person, type="totp", data={"secret": SECRET})
    Authenticator.objects.create(
        user=person, type="recovery_codes", data={"migrated_codes": ["first-code"], "used_mask": 0}
    )
    close_all, open_all = (
        migration.Migration.operations[0].code,
        migration.Migration.operations[0].reverse_code,
    )

    close_all(apps, None)
    close_all(apps, None)
    assert (SECRET in kept(), "first-code" in kept()) == (False, False)
    assert TOTP(Authenticator.objects.get(type="totp")).validate_code(code())
    open_all(apps, None)
    assert (SECRET in kept(), "first-code" in kept()) == (True, True)
