"""A logo file goes once nobody shows it, and not before."""

import io
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.utils.timezone import now

from convivio.organisations.editing.logos import path_of, remove_logo, set_logo
from convivio.organisations.editing.unused_logos import remove_unused_logos
from convivio.organisations.models import Merge, Organisation
from convivio.organisations.tests.factories import OrganisationFactory, editor_of
from convivio.organisations.tests.test_logos import picture
from convivio.people.privacy.retention import clear_out
from convivio.people.tests.factories import acting

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def files(settings: object, tmp_path: Path) -> None:
    settings.FILES_FOLDER = tmp_path  # type: ignore[attr-defined]


def with_logo(organisation: Organisation | None = None, width: int = 600) -> Organisation:
    organisation = organisation or OrganisationFactory.create()
    set_logo(organisation, io.BytesIO(picture(size=(width, 300))), by=acting(editor_of(organisation)))
    return organisation


def tomorrow(days: int = 1) -> datetime:
    return now() + timedelta(days=days, minutes=1)


def test_a_logo_that_was_taken_away_goes_and_one_that_is_shown_stays() -> None:
    gone, shown = with_logo(width=600), with_logo(width=500)
    file = path_of(gone.logo)
    remove_logo(gone, by=acting(editor_of(gone)))

    assert remove_unused_logos(tomorrow()) == 1

    assert not file.exists()
    assert path_of(shown.logo).exists()


def test_a_logo_that_two_show_stays_while_one_does() -> None:
    first, second = with_logo(), with_logo()
    remove_logo(first, by=acting(editor_of(first)))

    assert remove_unused_logos(tomorrow()) == 0
    assert path_of(second.logo).exists()


def test_a_file_of_today_stays() -> None:
    organisation = with_logo()
    remove_logo(organisation, by=acting(editor_of(organisation)))

    assert remove_unused_logos(now()) == 0


def test_a_logo_set_again_counts_as_of_today() -> None:
    organisation = with_logo()
    file, long_ago = path_of(organisation.logo), (now() - timedelta(days=9)).timestamp()
    os.utime(file, (long_ago, long_ago))

    with_logo(organisation)
    Organisation.objects.update(logo="")

    assert remove_unused_logos(now()) == 0
    assert file.exists()


def test_what_undoing_a_merge_would_give_back_stays_while_it_can_be_undone() -> None:
    kept, gone = with_logo(width=600), with_logo(width=500)
    changes = [["organisations.Organisation", kept.pk, {"logo": kept.logo}]]
    merged = Merge.objects.create(kept=kept, gone=gone, moved={"changes": changes})
    file = path_of(kept.logo)
    Organisation.objects.filter(pk=kept.pk).update(logo=gone.logo)
    assert remove_unused_logos(tomorrow()) == 0

    Merge.objects.filter(pk=merged.pk).update(undone_at=now())
    assert remove_unused_logos(tomorrow(3)) == 1
    assert not file.exists()


def test_they_are_looked_for_once_a_day() -> None:
    organisation = with_logo()
    assert remove_unused_logos(tomorrow()) == 0
    remove_logo(organisation, by=acting(editor_of(organisation)))

    assert remove_unused_logos(tomorrow() + timedelta(hours=23)) == 0
    assert remove_unused_logos(tomorrow(2)) == 1


def test_without_any_logo_there_is_nothing_to_do() -> None:
    assert remove_unused_logos(now()) == 0


def test_the_clearing_out_of_every_day_does_it() -> None:
    organisation = with_logo()
    file = path_of(organisation.logo)
    remove_logo(organisation, by=acting(editor_of(organisation)))

    clear_out(tomorrow())

    assert not file.exists()
