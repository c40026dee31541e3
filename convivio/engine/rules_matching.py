"""Does a partner count for a rule? Yes, no, or not known, and then which attribute would tell."""

from datetime import date

from convivio.engine.rules_model import PlaceSet, Who
from convivio.engine.rules_values import Organisation, Outcome, Partner, worst

SMALL_SIZES = frozenset({"micro", "small", "medium"})
SIZES_OF = {
    "sme": SMALL_SIZES,
    "large_company": frozenset({"large"}),
    "company": SMALL_SIZES | {"large"},
}
"""The sizes that a kind of company leaves possible."""
SIZE_WORDS = {"sme": SMALL_SIZES}
COUNTRY_ALIASES = {"GR": "EL", "GB": "UK"}
"""ISO codes for which EU programmes use another: Interinstitutional style guide, 7.1."""

Answer = tuple[Outcome, tuple[str, ...]]
"""Whether a partner counts, and the attributes that keep it unknown."""


def counts_for(who: Who, partner: Partner, day: date) -> Answer:
    """Say whether this partner is of that sort on that day.

    Shape: one partner; the attributes named are those that would settle an unknown.
    Units: an outcome: met (it counts), missing (it does not), unknown.
    Errors: none.
    Source: docs/decisions/0008-rules-as-dated-data.md.
    """
    if who.roles and partner.role not in who.roles:
        return Outcome.MISSING, ()
    answers = [
        ("funded", _funded(who, partner)),
        *fitting_of(who, partner.organisation, day),
    ]
    outcome = worst([answer for _, answer in answers])
    if outcome is not Outcome.UNKNOWN:
        return outcome, ()
    return outcome, tuple(name for name, answer in answers if answer is Outcome.UNKNOWN)


def fitting_of(who: Who, organisation: Organisation, day: date) -> list[tuple[str, Outcome]]:
    """Say for each attribute that a sort asks of an organisation whether it fits."""
    answers: list[tuple[str, Outcome]] = []
    if who.kinds:
        answers.append(_kind(who.kinds, organisation))
    if who.sizes:
        answers.append(("size", _size(who.sizes, organisation)))
    if who.countries:
        answers.append(_country(who.countries, organisation, day))
    if who.nuts:
        answers.append(("nuts", _nuts(who.nuts, organisation)))
    if who.regions:
        answers.append((f"set:{who.regions.name}", _region(who.regions, organisation)))
    if who.accredited:
        name = f"accreditation:{who.accredited}"
        answers.append((name, _accredited(who.accredited, organisation, day)))
    return answers


def canonical_country(code: str) -> str:
    """Return the code that EU programmes use for a country."""
    return COUNTRY_ALIASES.get(code.upper(), code.upper())


def _funded(who: Who, partner: Partner) -> Outcome:
    if who.funded is None:
        return Outcome.MET
    if partner.funded is None:
        return Outcome.UNKNOWN
    return Outcome.MET if partner.funded == who.funded else Outcome.MISSING


def _kind(wanted: frozenset[str], organisation: Organisation) -> tuple[str, Outcome]:
    if organisation.kind is None:
        return "kind", Outcome.UNKNOWN
    if organisation.kind in wanted:
        return "kind", Outcome.MET
    if organisation.kind != "company":
        return "kind", Outcome.MISSING
    return "size", _size(frozenset().union(*(SIZES_OF.get(k, set()) for k in wanted)), organisation)


def _size(wanted: frozenset[str], organisation: Organisation) -> Outcome:
    wanted = frozenset().union(*(SIZE_WORDS.get(word, {word}) for word in wanted))
    possible = _possible_sizes(organisation)
    if possible is None:
        return Outcome.UNKNOWN if wanted else Outcome.MISSING
    if possible <= wanted:
        return Outcome.MET
    return Outcome.UNKNOWN if possible & wanted else Outcome.MISSING


def _possible_sizes(organisation: Organisation) -> frozenset[str] | None:
    of_kind = SIZES_OF.get(organisation.kind or "")
    if organisation.size is None:
        return of_kind
    of_size = SIZE_WORDS.get(organisation.size, frozenset({organisation.size}))
    return (of_size & of_kind or of_size) if of_kind else of_size


def _country(sets: tuple[PlaceSet, ...], organisation: Organisation, day: date) -> tuple[str, Outcome]:
    if organisation.country is None:
        return "country", Outcome.UNKNOWN
    code = canonical_country(organisation.country)
    answers = {places.name: places.holds(code, day) for places in sets}
    if Outcome.MET in answers.values():
        return "country", Outcome.MET
    unsure = [name for name, answer in answers.items() if answer is Outcome.UNKNOWN]
    if unsure:
        return f"set:{unsure[0]}", Outcome.UNKNOWN
    return "country", Outcome.MISSING


def _nuts(prefixes: tuple[str, ...], organisation: Organisation) -> Outcome:
    known = organisation.nuts or canonical_country(organisation.country or "")
    if any(known.startswith(prefix) for prefix in prefixes):
        return Outcome.MET
    may_be = any(prefix.startswith(known) for prefix in prefixes)
    return Outcome.UNKNOWN if may_be else Outcome.MISSING


def _region(regions: PlaceSet, organisation: Organisation) -> Outcome:
    if not regions.listed:
        return Outcome.UNKNOWN
    return _nuts(tuple(sorted(regions.members)), organisation)


def _accredited(code: str, organisation: Organisation, day: date) -> Outcome:
    if organisation.accreditations is None:
        return Outcome.UNKNOWN
    held = (item for item in organisation.accreditations if item.code == code)
    return Outcome.MET if any(item.holds(day) for item in held) else Outcome.MISSING
