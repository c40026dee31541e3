"""In random graphs, each receives exactly what a function that knows nothing of notices works out."""

import pytest

from convivio.notices.tests.graphs import differences

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("seed", range(12))
def test_every_notice_reaches_exactly_whom_it_should(seed: int) -> None:
    assert differences(seed) == []


def test_asked_only_once_it_would_reach_those_who_lost_access() -> None:
    assert any(differences(seed, asks_again=False) for seed in range(6))
