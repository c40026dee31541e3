"""What is looked for and not offered: by cluster, and over time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localdate

from convivio.clusters.models import Cluster, Membership
from convivio.kernel.audiences import Reader
from convivio.skills.models import Side, Skill
from convivio.vocabulary.models import Concept

Quarter = tuple[int, int]
"""A year, and 1 to 4."""


@dataclass(slots=True)
class Gap:
    """A concept that members look for: by how many, since when, and how many offer it."""

    concept: Concept
    seekers: set[int] = field(default_factory=set)
    offerers: set[int] = field(default_factory=set)
    quarters: dict[Quarter, int] = field(default_factory=dict)

    @property
    def sought(self) -> int:
        return len(self.seekers)

    @property
    def offered(self) -> int:
        """How many offer it who do not look for it themselves."""
        return len(self.offerers - self.seekers)

    @property
    def is_open(self) -> bool:
        return self.offered == 0


def quarter_of(day: date) -> Quarter:
    return day.year, (day.month + 2) // 3


def gaps_of(reader: Reader, cluster: Cluster | None = None) -> list[Gap]:
    """List what is looked for, what nobody offers first, then by how many look for it.

    Shape: as this reader may see it. Who looks for it counts within the cluster, who offers it in the whole network:
    what another cluster offers is no gap.
    """
    rows = Skill.objects.standing().visible_to(reader).select_related("concept")
    sought = rows.filter(side=Side.NEEDED)
    if cluster is not None:
        members = Membership.objects.holding_on(localdate()).filter(cluster=cluster)
        sought = sought.filter(organisation__in=members.values("organisation"))
    found: dict[int, Gap] = {}
    for one in sought.order_by("begun_at"):
        gap = found.setdefault(one.concept_id, Gap(one.concept))
        gap.seekers.add(one.organisation_id)
        quarter = quarter_of(localdate(one.begun_at))
        gap.quarters[quarter] = gap.quarters.get(quarter, 0) + 1
    offered = rows.filter(side=Side.OFFERED, concept__in=found).order_by()
    for concept, organisation in offered.values_list("concept_id", "organisation_id"):
        found[concept].offerers.add(organisation)
    return sorted(found.values(), key=lambda gap: (gap.offered > 0, -gap.sought, str(gap.concept)))


def by_quarter(gaps: Iterable[Gap]) -> list[tuple[Quarter, int]]:
    """Count what nobody offers by the quarter in which somebody began to look for it."""
    counted: dict[Quarter, int] = defaultdict(int)
    for gap in gaps:
        if gap.is_open:
            for quarter, number in gap.quarters.items():
                counted[quarter] += number
    return sorted(counted.items())
