"""Everything that `convivio import` can read; one line for each."""

from convivio.opendata.calls.commands import CALLS
from convivio.opendata.cordis import commands as cordis
from convivio.opendata.members.commands import ORGANISATIONS
from convivio.opendata.moving_in.commands import WORKBOOK
from convivio.opendata.subcommands import Subcommand
from convivio.opendata.vocabulary.commands import VOCABULARY

IMPORTS: tuple[Subcommand, ...] = (
    cordis.CORDIS,
    cordis.TOPICS,
    CALLS,
    VOCABULARY,
    ORGANISATIONS,
    WORKBOOK,
)
