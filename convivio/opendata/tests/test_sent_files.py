"""Whatever an office sends is kept for a day, ten at a time, and for its sender alone."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from convivio.clusters.tests.factories import ClusterFactory, office_of
from convivio.opendata import actions
from convivio.opendata.members.tests import files
from convivio.opendata.models import SentFile
from convivio.opendata.moving_in import actions as moving_in
from convivio.opendata.moving_in.tests import books
from convivio.opendata.permissions import clusters_kept_by
from convivio.opendata.sent_files import KINDS, MOST_WAITING, forget_late_files
from convivio.people.acting import Acting, acting_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Acting:
    return acting_as(office_of(ClusterFactory.create()))


def a_list(office: Acting) -> SentFile:
    file = SimpleUploadedFile("soci.csv", files.as_csv())
    return actions.send_list(file, clusters_kept_by(office).get(), acting=office)


def a_workbook(office: Acting) -> SentFile:
    file = SimpleUploadedFile("soci.xlsx", books.book(Soci=[("Beta srl", "")]))
    return moving_in.send_workbook(file, clusters_kept_by(office).get(), acting=office)


EITHER = pytest.mark.parametrize("send", [a_list, a_workbook])


def test_every_kind_of_file_is_forgotten_by_one_duty() -> None:
    assert set(KINDS) == set(SentFile.__subclasses__())


def test_what_nobody_took_in_is_forgotten_whatever_it_is(office: Acting) -> None:
    sent = [a_list(office), a_workbook(office)]

    assert forget_late_files(now() + timedelta(hours=25)) == 2

    assert [one.path.exists() for one in sent] == [False, False]


@EITHER
def test_only_the_newest_wait(office: Acting, send: Callable[[Acting], SentFile]) -> None:
    first, *_others = [send(office) for _one in range(MOST_WAITING + 1)]

    assert type(first)._default_manager.count() == MOST_WAITING
    assert not type(first)._default_manager.filter(pk=first.pk).exists()
    assert not first.path.exists()


@EITHER
def test_the_file_can_be_read_by_its_keeper_alone(office: Acting, send: Callable[[Acting], SentFile]) -> None:
    assert send(office).path.stat().st_mode & 0o777 == 0o600
