"""Sentences are checked in English here; each is in the catalogue in Italian too."""

from collections.abc import Iterator

import pytest
from django.utils.translation import override


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    with override("en"):
        yield
