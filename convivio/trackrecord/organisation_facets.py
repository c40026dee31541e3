"""What past projects add to how an organisation is found: its experience, and its programmes."""

from collections.abc import Collection, Iterable, Mapping

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from convivio.kernel.audiences import Reader
from convivio.organisations.models import Organisation
from convivio.search.facets import Names
from convivio.trackrecord.models import Participation

STEPS = ((20, "20+"), (5, "5-19"), (1, "1-4"), (0, "0"))
"""From how many projects a step begins, and its code."""
STEP_NAMES = {
    "20+": _("20 projects or more"),
    "5-19": _("5 to 19 projects"),
    "1-4": _("1 to 4 projects"),
    "0": _("no project known"),
}
PROGRAMMES = {"HORIZON": "Horizon Europe", "H2020": "Horizon 2020", "FP7": "FP7"}


def facets_of_experience(numbers: Iterable[int] | None) -> dict[int, dict[str, tuple[str, ...]]]:
    counts = _counts(numbers)
    return {
        number: {
            "experience": (step_of(sum(by_programme.values())),),
            "programme": tuple(sorted(by_programme)),
        }
        for number, by_programme in counts.items()
    }


def data_of_experience(numbers: Iterable[int] | None) -> dict[int, dict[str, object]]:
    return {
        number: {"projects": sum(by_programme.values())}
        for number, by_programme in _counts(numbers).items()
        if by_programme
    }


def step_of(projects: int) -> str:
    """Say in which step of experience so many projects are."""
    return next(code for least, code in STEPS if projects >= least)


def step_names(_values: Collection[str], _reader: Reader) -> Names:
    return STEP_NAMES


def offered_steps(counts: Mapping[str, int], _chosen: Collection[str]) -> list[str]:
    """Offer the steps from the most to the least experience."""
    return [code for _least, code in STEPS if code in counts]


def programme_names(values: Collection[str], _reader: Reader) -> Names:
    return {code: PROGRAMMES.get(code, code) for code in values}


def _counts(numbers: Iterable[int] | None) -> dict[int, dict[str, int]]:
    """Count the projects of each organisation by programme; an organisation without any is there too."""
    rows, all_of_them = Participation.objects.all(), Organisation.objects.all()
    if numbers is not None:
        wanted = list(numbers)
        rows, all_of_them = rows.filter(organisation__in=wanted), all_of_them.filter(pk__in=wanted)
    counts: dict[int, dict[str, int]] = {
        number: {} for number in all_of_them.values_list("pk", flat=True).iterator()
    }
    grouped = rows.values_list("organisation_id", "project__programme").annotate(
        Count("project", distinct=True)
    )
    for number, programme, count in grouped.iterator():
        counts.setdefault(number, {})[programme] = count
    return counts
