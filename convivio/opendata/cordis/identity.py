"""Which organisation of ours a body of CORDIS is: by its PIC, then by its VAT number, never by its name.

A *likely double* is flagged for a person to decide, and nothing is merged by itself: two bodies
with one VAT number, or with one name in one country.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import combinations

from django.utils.translation import gettext_noop

from convivio.opendata.cordis.rows import BodyRow
from convivio.organisations.models import Identifier, LikelyDouble, Organisation
from convivio.organisations.numbers.writing import normalised_name

SAME_VAT = gettext_noop("The same VAT number")
SAME_NAME = gettext_noop("The same name in the same country")
MOST_PAIRED = 10
"""A group of more than these is flagged with its first member only: pairs grow with the square."""

Alike = tuple[str, str]


class Register:
    """The organisations that we know: by PIC, by VAT number, and by name and country."""

    def __init__(self, bodies: Iterable[BodyRow]) -> None:
        self.by_pic: dict[str, int] = {}
        self.with_a_pic: set[int] = set()
        self.by_vat: defaultdict[str, set[int]] = defaultdict(set)
        self.by_name: defaultdict[Alike, set[int]] = defaultdict(set)
        self.name_of: dict[int, str] = {}
        self.slugs: set[str] = set()
        self.sharing: defaultdict[str, int] = defaultdict(int)
        for body in bodies:
            self.sharing[body.vat] += 1
        self._read()

    def _read(self) -> None:
        identifiers = Identifier.objects.filter(scheme__in=(Identifier.Scheme.PIC, Identifier.Scheme.VAT))
        for scheme, value, number in identifiers.values_list("scheme", "value", "organisation_id").iterator():
            self.learn_identifier(scheme, value, number)
        rows = Organisation.objects.order_by("id")
        columns = ("id", "slug", "name", "country", "merged_into")
        for number, slug, name, country, merged_into in rows.values_list(*columns).iterator():
            self.slugs.add(slug)
            if merged_into is None:
                self.learn_name(number, name, country)

    def learn_identifier(self, scheme: str, value: str, number: int) -> None:
        if scheme == Identifier.Scheme.PIC:
            self.by_pic[value] = number
            self.with_a_pic.add(number)
        else:
            self.by_vat[value].add(number)

    def learn_name(self, number: int, name: str, country: str) -> None:
        alike = normalised_name(name)
        self.name_of[number] = alike
        if alike:
            self.by_name[alike, country].add(number)

    def find(self, body: BodyRow) -> int | None:
        """Return the number of the organisation that this body is, or nothing when it is new to us."""
        if body.pic and body.pic in self.by_pic:
            return self.by_pic[body.pic]
        return self._find_by_vat(body) if body.vat else None

    def _find_by_vat(self, body: BodyRow) -> int | None:
        """Find the organisation with this VAT number, unless it has a PIC of its own.

        A body without a PIC may also be the only one with the number. Where several bodies of the
        file share the number, a body with a PIC is ours only if the name agrees as well.
        """
        owners = self.by_vat[body.vat]
        without = sorted(owners - self.with_a_pic)
        if not body.pic:
            found = without or sorted(owners)
            return found[0] if without or len(owners) == 1 else None
        if len(without) != 1:
            return None
        alone = self.sharing[body.vat] == 1 or self.name_of[without[0]] == normalised_name(body.name)
        return without[0] if alone else None

    def doubles(self, bodies: Iterable[BodyRow]) -> Iterator[tuple[int, int, str]]:
        """Give each pair of organisations that may be one body, the lower number first, with the reason."""
        vats = {body.vat for body in bodies if body.vat}
        names = {(normalised_name(body.name), body.country) for body in bodies}
        for vat in sorted(vats):
            yield from _pairs(self.by_vat[vat], SAME_VAT)
        for alike in sorted(names):
            if alike[0]:
                yield from _pairs(self.by_name[alike], SAME_NAME)


def _pairs(numbers: set[int], reason: str) -> Iterator[tuple[int, int, str]]:
    inside = sorted(numbers)
    if len(inside) <= MOST_PAIRED:
        pairs: Iterable[tuple[int, int]] = combinations(inside, 2)
    else:
        pairs = ((inside[0], other) for other in inside[1:])
    for first, second in pairs:
        yield first, second, reason


def flag_doubles(register: Register, bodies: list[BodyRow]) -> int:
    """Flag the likely doubles that nobody has flagged or settled before, and return how many."""
    known = set(LikelyDouble.objects.values_list("first_id", "second_id"))
    fresh: dict[tuple[int, int], LikelyDouble] = {}
    for first, second, reason in register.doubles(bodies):
        if (first, second) not in known and (first, second) not in fresh:
            fresh[first, second] = LikelyDouble(first_id=first, second_id=second, reason=reason)
    LikelyDouble.objects.bulk_create(fresh.values(), batch_size=1000)
    return len(fresh)
