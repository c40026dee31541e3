"""Nobody is ever lifted above whoever gives: 200 random chains, recomputed day by day."""

import pytest

from convivio.organisations.tests.granting_chains import run_chains

pytestmark = pytest.mark.django_db
SEED = 20261122
CHAINS = 200


def test_no_chain_of_granting_lifts_anyone_above_the_granter() -> None:
    tally = run_chains(CHAINS, seed=SEED)

    assert tally.chains == CHAINS
    assert tally.allowed > CHAINS  # or the chains would prove nothing
    assert (tally.lifted, tally.disagreed) == (0, 0)


def test_without_the_question_the_same_chains_lift_people() -> None:
    assert run_chains(10, seed=SEED, guarded=False).lifted > 0
