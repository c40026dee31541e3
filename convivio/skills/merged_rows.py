"""How skills, their evidence and proposed words follow when two records become one organisation."""

from convivio.organisations.merging.steps import Keyed, Moves, declare_merging
from convivio.skills.models import Evidence, Skill, Word

declare_merging(
    "skills",
    Moves(
        model=Skill,
        alike=("concept_id", "side"),
        better=lambda row: (row.withdrawn_at is None, row.level, row.confirmed_on),
        read_again=lambda row: row.key,
    ),
    Keyed(Skill, "audience"),
    Moves(model=Evidence, column="of"),
    Moves(model=Word, alike=("text", "language", "state"), better=lambda row: -row.pk),
)
