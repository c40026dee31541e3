"""How participations follow when two records become one organisation."""

from django.utils.translation import gettext_lazy as _

from convivio.organisations.merging.steps import Moves, declare_merging
from convivio.trackrecord.models import Participation
from convivio.web.amounts import money


def participation_in_words(row: Participation) -> str:
    """Say a participation with its role and its money."""
    received = f", {money(row.contribution)}" if row.contribution is not None else ""
    return f"{row.get_role_display()}{received}"


declare_merging(
    "trackrecord",
    Moves(
        model=Participation,
        label=_("Participations in projects"),
        alike=("project_id", "role"),
        asks=True,
        related=("project",),
        named=lambda row: str(row.project),
        says=participation_in_words,
        read_again=lambda row: f"project:{row.project_id}",
    ),
)
