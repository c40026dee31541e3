"""convivio import workbook: a preview, then all of it or nothing, in one line when it is refused."""

import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from convivio.clusters.models import Membership
from convivio.clusters.tests.factories import ClusterFactory
from convivio.dues.models import Payment
from convivio.opendata.moving_in.tests import books
from convivio.organisations.models import Mandate, Organisation

pytestmark = pytest.mark.django_db


def run(folder: Path, content: bytes, *options: str) -> list[str]:
    ClusterFactory.create(slug="salute")
    path, said = folder / "trasloco.xlsx", io.StringIO()
    path.write_bytes(content)
    call_command("import", "workbook", str(path), *options, stdout=said)
    return said.getvalue().splitlines()


def test_without_a_yes_nothing_is_written(tmp_path: Path) -> None:
    said = run(tmp_path, books.one_of_each(), "--cluster", "salute")

    assert "dues: 0 refused, 1 new, 0 changed, 0 same" in said
    assert not Organisation.objects.exists()


def test_with_a_yes_the_cluster_moves_in(tmp_path: Path) -> None:
    said = run(tmp_path, books.one_of_each(), "--cluster", "salute", "--yes")

    assert said[-1] == "Written. Nobody was written to."
    assert (Membership.objects.count(), Mandate.objects.count(), Payment.objects.count()) == (1, 7, 1)


def test_a_refused_row_holds_up_all_of_it(tmp_path: Path) -> None:
    content = books.book(Soci=[("Beta srl", "123"), ("Gamma srl", "")])

    with pytest.raises(CommandError, match="1 row is refused, so nothing was written"):
        run(tmp_path, content, "--cluster", "salute", "--yes")
    assert not Organisation.objects.exists()


def test_a_cluster_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no cluster “luna”; there are: salute"):
        run(tmp_path, books.one_of_each(), "--cluster", "luna")
