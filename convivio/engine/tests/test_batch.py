"""One program, one answer: as loops give it, in any order, in any number of slices."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import sparse

from convivio.engine.batch.material import Material, whole_weights
from convivio.engine.batch.on_duckdb import OnDuckDB
from convivio.engine.batch.running import Columns, answers, checksum, load
from convivio.engine.tests import batch_by_hand as by_hand

SEEDS = range(6)


def drawn(seed: int, organisations: int = 60, words: int = 50) -> Material:
    draw = np.random.default_rng(seed)
    held, asked = (_weighed(draw, owners, words) for owners in (organisations, 40))
    pairs = np.stack([draw.integers(0, organisations, 90), draw.integers(0, 45, 90)])
    organisation, document = np.unique(pairs, axis=1)
    return Material(held, asked, (organisation, document))


def _weighed(draw: np.random.Generator, owners: int, words: int) -> tuple:
    rows = np.stack([draw.integers(0, owners, owners * 12), draw.integers(0, words, owners * 12)])
    owner, term = np.unique(rows, axis=1)
    return owner, term, draw.integers(1, 6, len(owner))


def shuffled(material: Material, seed: int) -> Material:
    draw = np.random.default_rng(seed)

    def mixed(columns: tuple) -> tuple:
        order = draw.permutation(len(columns[0]))
        return tuple(column[order] for column in columns)

    return Material(mixed(material.held), mixed(material.asked), mixed(material.parts))


def answered(material: Material, *, slice_size: int = 60, most_holders: int = 1_000) -> dict[str, Columns]:
    with TemporaryDirectory() as folder:
        engine = OnDuckDB(Path(folder), threads=2, memory_mb=500)
        tables = load(material, engine, Path(folder) / "given")
        found = dict(
            answers(tables, engine, organisations=60, slice_size=slice_size, most_holders=most_holders)
        )
        engine.close()
    return found


def rows(columns: Columns) -> list[tuple[int, ...]]:
    return list(zip(*(column.tolist() for column in columns.values()), strict=True))


@pytest.mark.parametrize("most_holders", [8, 1000])
@pytest.mark.parametrize("seed", SEEDS)
def test_it_says_what_loops_say(seed: int, most_holders: int) -> None:
    material = drawn(seed)

    found = answered(material, most_holders=most_holders)

    assert rows(found["fits"]) == by_hand.fits(material, most_holders)
    assert rows(found["introductions"]) == by_hand.introductions(material, most_holders)
    assert rows(found["network"]) == by_hand.network(material)


def test_there_is_something_to_say() -> None:
    found = answered(drawn(0))

    assert {name: len(rows(columns)) > 20 for name, columns in found.items()} == dict.fromkeys(found, True)
    assert set(found) == {"fits", "introductions", "network"}


@pytest.mark.parametrize("slice_size", [60, 25, 7])
def test_slices_change_no_answer(slice_size: int) -> None:
    whole, sliced = answered(drawn(3)), answered(drawn(3), slice_size=slice_size)

    assert {name: checksum(whole[name]) for name in whole} == {n: checksum(sliced[n]) for n in sliced}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_rows_changes_no_answer(seed: int) -> None:
    one, other = answered(drawn(1)), answered(shuffled(drawn(1), seed))

    assert {name: checksum(one[name]) for name in one} == {name: checksum(other[name]) for name in other}


def test_a_checksum_sees_one_digit() -> None:
    found = answered(drawn(2))["fits"]
    changed = {**found, "score": found["score"].copy()}
    changed["score"][-1] += 1

    assert checksum(changed) != checksum(found)


def test_numbers_with_a_point_would_not_add_up_alike() -> None:
    """The control: what whole numbers are for."""
    parts = np.random.default_rng(0).integers(1, 10**6, 2_000) / 1000

    assert sum(parts.tolist()) != sum(parts[::-1].tolist())
    assert sum(np.rint(parts * 1000).astype(int).tolist()) == sum(
        np.rint(parts[::-1] * 1000).astype(int).tolist()
    )


def test_nobody_and_nothing_are_answered_too() -> None:
    none = np.zeros(0, dtype=np.int64)

    found = answered(Material((none, none, none), (none, none, none), (none, none)))

    assert {name: rows(columns) for name, columns in found.items()} == {
        "fits": [],
        "introductions": [],
        "network": [],
    }


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    material = drawn(4)

    material.save(tmp_path / "material")

    loaded = answered(Material.load(tmp_path / "material"))
    assert checksum(loaded["fits"]) == checksum(answered(material)["fits"])


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.floats(0, 30), min_size=3, max_size=3), min_size=1, max_size=8))
def test_a_weight_is_rounded_to_a_thousandth_once(shares: list[list[float]]) -> None:
    owners, terms, weights = whole_weights(sparse.csr_matrix(np.array(shares)))

    for owner, term, weight in zip(owners.tolist(), terms.tolist(), weights.tolist(), strict=True):
        assert abs(weight - 1000 * shares[owner][term]) <= 0.5
    assert (weights > 0).all()
