"""How needs and picks follow when two records become one organisation: nobody is picked twice."""

from convivio.matching.models import Pick, Question
from convivio.organisations.merging.steps import Keyed, Moves, declare_merging

declare_merging(
    "matching",
    Moves(model=Question, column="lead"),
    Moves(model=Pick, alike=("question_id",), better=lambda row: -row.picked_at.timestamp()),
    Keyed(Question, "audience"),
)
