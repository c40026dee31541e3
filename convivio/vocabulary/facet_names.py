"""Names of concepts and places, for the facets of every list."""

from collections.abc import Collection, Mapping

from convivio.kernel.audiences import Reader
from convivio.search.facets import Names, most_frequent
from convivio.vocabulary.models import Concept, Place

REGION, PROVINCE = 4, 5
"""Letters of a NUTS code: of a region (NUTS 2), of a province (NUTS 3)."""


def concept_names(values: Collection[str], _reader: Reader) -> Names:
    """Name concepts by their scheme and code: `technology:bioprinting`."""
    codes = {value.partition(":")[2] for value in values}
    rows = Concept.objects.filter(code__in=codes).values_list("scheme", "code", "label")
    return {f"{scheme}:{code}": str(label) for scheme, code, label in rows if f"{scheme}:{code}" in values}


def place_names(values: Collection[str], _reader: Reader) -> Names:
    """Name countries and territories by their codes; a territory without a name shows its code."""
    return {
        code: str(name) for code, name in Place.objects.filter(code__in=values).values_list("code", "name")
    }


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
