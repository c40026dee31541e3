"""The rules of a cluster in words, for a page."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from convivio.clusters.categories import Names, category_name, names_of_categories
from convivio.clusters.models import Cluster
from convivio.dues.models import FeeLine, FeeSchedule, Reduction
from convivio.dues.schedules import terms_of


@dataclass(frozen=True, slots=True)
class NamedSchedule:
    """A schedule with its lines and reductions, each with for whom it is."""

    schedule: FeeSchedule
    lines: list[tuple[FeeLine, str]]
    reductions: list[tuple[Reduction, str]]


def named_schedules(cluster: Cluster) -> list[NamedSchedule]:
    """Give the rules of a cluster, the newest first, in words."""
    names = names_of_categories(cluster)
    return [
        NamedSchedule(
            one.schedule,
            [(line, for_whom(line, names)) for line in one.lines],
            [(reduction, for_whom(reduction, names)) for reduction in one.reductions],
        )
        for one in terms_of(cluster)
    ]


def for_whom(one: FeeLine | Reduction, names: Names) -> str:
    """Say for whom a line of the rules is."""
    said = [category_name(one.category, names)] if one.category else []
    if one.size:
        said.append(str(one.get_size_display()))
    if isinstance(one, Reduction) and one.organisation is not None:
        said.append(one.organisation.name)
    return ", ".join(said) or _("all members")
