"""How terms in bodies follow when two records become one organisation."""

from convivio.organisations.merging.steps import Moves, declare_merging
from convivio.pages.models import Term

declare_merging("pages", Moves(model=Term))
