"""How what an office wrote of an organisation follows when two records become one; nothing of it is told."""

from convivio.office.models import Addressee, Contact, Encounter, Note
from convivio.organisations.merging.steps import Moves, declare_merging

declare_merging(
    "office",
    Moves(model=Note),
    Moves(model=Contact),
    Moves(model=Encounter),
    Moves(model=Addressee.organisations.through, alike=("addressee_id",)),
)
