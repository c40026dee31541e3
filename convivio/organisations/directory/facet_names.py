"""Names for what organisations are narrowed by: kind, size, accreditation, a square of the map."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from convivio.kernel.audiences import Reader
from convivio.organisations.directory.map_cells import CELL, SPOT, centre_of
from convivio.organisations.models import Accreditation, Kind, Size
from convivio.search.facets import Names

UNKNOWN = "unknown"


def kind_names(_values: Collection[str], _reader: Reader) -> Names:
    return dict(Kind.choices)


def size_names(_values: Collection[str], _reader: Reader) -> Names:
    return {(value or UNKNOWN): label for value, label in Size.choices}


def accreditation_names(_values: Collection[str], _reader: Reader) -> Names:
    return dict(Accreditation.Kind.choices)


def cell_names(values: Collection[str], _reader: Reader) -> Names:
    return {value: _place_in_words(value, CELL) for value in values}


def spot_names(values: Collection[str], _reader: Reader) -> Names:
    return {value: _place_in_words(value, SPOT) for value in values}


def _place_in_words(name: str, width: float) -> str:
    centre = centre_of(name, width)
    if centre is None:
        return name
    return _("around %(latitude).2f°, %(longitude).2f° on the map") % {
        "latitude": centre[0],
        "longitude": centre[1],
    }
