"""How entries, answers and readings follow when two records become one organisation."""

from convivio.needs.models import Answer, Asker, Entry, Reading
from convivio.organisations.merging.steps import Keyed, Moves, declare_merging

declare_merging(
    "needs",
    Keyed(Entry, "audience"),
    Moves(model=Asker),
    Moves(model=Answer, alike=("entry_id",), better=lambda row: -row.pk),
    Moves(model=Reading, alike=("entry_id", "person_id"), better=lambda row: -row.pk),
)
