"""Nothing that one cluster does in private is seen by another: in no page, part, export, feed, search or letter.

A sample runs here, looked at by two people of each side; `dev bench isolation` does two thousand acts, and at the
end everybody looks.
"""

import json
import os
from pathlib import Path
from unittest import mock

import pytest

from convivio.kernel.audiences import Reader
from tests.isolation.playing import LOOKED_AT_AFTER, SOME, play
from tests.isolation.sides import PEOPLE

pytestmark = pytest.mark.django_db
ACTS = int(os.environ.get("CONVIVIO_ISOLATION_ACTS", "30"))
TOLD = os.environ.get("CONVIVIO_ISOLATION_TOLD", "")
SEED = 20261122


def test_no_word_of_one_cluster_is_read_in_the_other() -> None:
    told = play(acts=ACTS, seed=SEED, at_the_end=SOME if ACTS < LOOKED_AT_AFTER else PEOPLE)

    _tell(acts=ACTS, refused=told.refused, opened=told.opened, leaks=len(told.leaks))
    assert told.leaks == []
    assert told.done >= ACTS // 2
    assert told.opened > 200


def test_without_audiences_a_word_would_be_read() -> None:
    """The control: the same acts, where every row is for everyone."""
    with (
        mock.patch.object(Reader, "sees", return_value=True),
        mock.patch("convivio.kernel.audiences.VisibleQuerySet.visible_to", lambda rows, _reader: rows.all()),
    ):
        told = play(acts=12, seed=SEED, at_the_end=("office",))

    _tell(control_leaks=len(told.leaks))
    assert told.leaks != []


def _tell(**figures: int) -> None:
    """Hand the figures to whoever measures."""
    if TOLD:
        there = Path(TOLD)
        known = json.loads(there.read_text()) if there.exists() else {}
        there.write_text(json.dumps(known | figures))
