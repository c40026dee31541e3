"""Names of countries and territories, read once by each process: they change with a new edition of NUTS."""

from collections.abc import Iterable, Mapping

from convivio.kernel.translated import Translated
from convivio.vocabulary.models import Place

_kept: Mapping[str, Translated] | None = None


def names_of_places(codes: Iterable[str]) -> dict[str, Translated]:
    """Name what is on record of these codes.

    A name that a new vocabulary changes is told after a restart, which follows every upgrade.
    """
    known = _names()
    return {code: known[code] for code in codes if code in known}


def _names() -> Mapping[str, Translated]:
    global _kept  # noqa: PLW0603 - one copy in a process
    if not _kept:
        _kept = dict(Place.objects.values_list("code", "name"))
    return _kept
