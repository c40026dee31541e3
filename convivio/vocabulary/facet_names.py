"""Names of concepts and places, for the facets of every list."""

from collections.abc import Collection, Mapping

from convivio.kernel.audiences import Reader
from convivio.kernel.translated import Translated
from convivio.search.facets import Names, most_frequent
from convivio.vocabulary.models import Concept
from convivio.vocabulary.places import names_of_places

COUNTRY, REGION, PROVINCE = 2, 4, 5
"""Letters of a NUTS code: of a country, of a region (NUTS 2), of a province (NUTS 3)."""


def concept_names(values: Collection[str], _reader: Reader) -> Names:
    """Name concepts by their scheme and code: `technology:bioprinting`."""
    codes = {value.partition(":")[2] for value in values}
    rows = Concept.objects.filter(code__in=codes).values_list("scheme", "code", "label")
    return {f"{scheme}:{code}": str(label) for scheme, code, label in rows if f"{scheme}:{code}" in values}


def place_names(values: Collection[str], _reader: Reader) -> Names:
    """Name countries and territories by their codes; one without a name is its country and its code."""
    asked = {*values, *(code[:COUNTRY] for code in values)}
    known = names_of_places(asked)
    return {
        code: str(known[code]) if code in known else _in_its_country(code, known) for code in values if code
    }


def _in_its_country(code: str, known: Mapping[str, Translated]) -> str:
    country = known.get(code[:COUNTRY])
    return f"{country} {code}" if country else code


def offered_territories(counts: Mapping[str, int], chosen: Collection[str]) -> list[str]:
    """Offer regions, and below each chosen region its provinces."""
    open_regions = {code[:REGION] for code in chosen if len(code) >= REGION}
    regions = {code: count for code, count in counts.items() if len(code) == REGION}
    offered: list[str] = []
    for region in most_frequent(regions, open_regions):
        offered.append(region)
        if region in open_regions:
            inside = [code for code in counts if len(code) == PROVINCE and code.startswith(region)]
            offered += sorted(inside, key=lambda code: -counts[code])
    return offered


def narrowest(codes: Collection[str]) -> list[str]:
    """Drop the region of which a province is chosen: a province narrows its region."""
    return [code for code in codes if not any(other != code and other.startswith(code) for other in codes)]
