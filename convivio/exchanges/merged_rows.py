"""How the ledger follows when two records become one organisation: what the two gave one another was no sharing."""

from collections.abc import Sequence

from convivio.exchanges.models import Exchange
from convivio.organisations.merging.journal import Journal
from convivio.organisations.merging.steps import Choices, Column, Moves, Silent, declare_merging
from convivio.organisations.models import Organisation


class BetweenTheTwo(Silent):
    """Exchanges between the two records: nobody shares with themselves, so they go; the journal brings them back."""

    __slots__ = ()

    @property
    def columns(self) -> Sequence[Column]:
        return ()

    def move(self, kept: Organisation, gone: Organisation, _choices: Choices, journal: Journal) -> set[str]:
        both = (kept.pk, gone.pk)
        for exchange in Exchange.objects.filter(giver__in=both, taker__in=both).order_by("pk"):
            journal.remove(exchange)
        return set()


declare_merging(
    "exchanges",
    BetweenTheTwo(),
    Moves(model=Exchange, column="giver"),
    Moves(model=Exchange, column="taker"),
)
