"""How accounts and reductions follow when two records become one organisation: the ledger is never joined."""

from convivio.dues.models import Account, Reduction
from convivio.organisations.merging.steps import Moves, declare_merging

declare_merging("dues", Moves(model=Account), Moves(model=Reduction))
