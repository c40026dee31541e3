"""How ideas follow when two records become one organisation."""

from convivio.ideas.models import Author, Comment, Idea
from convivio.organisations.merging.steps import Keyed, Moves, declare_merging

declare_merging(
    "ideas",
    Moves(model=Idea, read_again=lambda row: row.key),
    Keyed(Idea, "audience"),
    Moves(model=Author),
    Moves(model=Comment),
)
