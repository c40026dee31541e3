"""What goes for good: what was removed long ago, what no row names, what is about somebody erased."""

import json
import os
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
import time_machine
from django.utils.timezone import now

from convivio.files.declarations import declare_files
from convivio.files.errors import FileIsGone
from convivio.files.keeping import Sort, folder, keep_file, path_of, put_back, remove_file
from convivio.files.models import File
from convivio.files.sweeping import sweep
from convivio.files.tests.made import PDF, sent
from convivio.files.tests.things import things_with_files  # noqa: F401 - a fixture
from convivio.people.models import Person
from convivio.people.privacy.erasing import erase
from convivio.people.privacy.own_copy import archive_of
from convivio.people.tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def document(about: str = "thing:1", by: Person | None = None) -> File:
    return keep_file(sent("manuale.pdf", PDF), about=about, sort=Sort.DOCUMENT, by=by)


def test_what_was_removed_thirty_days_ago_is_deleted(django_capture_on_commit_callbacks) -> None:
    kept, removed = document(), document()
    remove_file(removed)
    path = path_of(removed)
    with time_machine.travel(now() + timedelta(days=31)):
        with pytest.raises(FileIsGone):
            put_back(removed)
        with django_capture_on_commit_callbacks(execute=True):
            sweep()

    assert list(File.objects.all()) == [kept]
    assert (path_of(kept).exists(), path.exists()) == (True, False)


def test_what_a_broken_off_act_left_is_swept_after_a_day() -> None:
    kept = document()
    left = folder() / "ab" / f"{'ab' * 16}.pdf"
    left.parent.mkdir(exist_ok=True)
    left.write_bytes(PDF)
    yesterday = now().timestamp() - 2 * 86400
    for path in (left, path_of(kept)):
        os.utime(path, (yesterday, yesterday))

    assert sweep() == 1
    assert (left.exists(), path_of(kept).exists()) == (False, True)


def test_files_about_somebody_erased_go_and_those_they_sent_for_others_stay(
    django_capture_on_commit_callbacks,
) -> None:
    declare_files("person", lambda _acting, _key: False)
    person = PersonFactory.create()
    theirs, ours = document(person.key, person), document(by=person)
    path = path_of(theirs)

    with django_capture_on_commit_callbacks(execute=True):
        erase(person, by=None, why="asked")

    assert list(File.objects.all()) == [ours]
    assert not path.exists()


def test_the_copy_of_ones_data_names_what_one_sent() -> None:
    person = PersonFactory.create()
    document(by=person)

    with zipfile.ZipFile(BytesIO(archive_of(person))) as opened:
        told = json.loads(opened.read("convivio.json"))

    assert [row["name"] for part in told["parts"] if part["name"] == "file" for row in part["rows"]] == [
        "manuale.pdf"
    ]
