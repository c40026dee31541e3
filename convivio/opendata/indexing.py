"""After an import: what changed is found."""

from convivio.kernel.commands import Progress
from convivio.search.freshness import rebuild_index, refresh_index
from convivio.search.models import Change

MANY = 2000
"""Changed rows beyond which the index is built anew rather than brought up to date."""


def let_it_be_found() -> None:
    """Bring the index up to date with the changes that wait, or build it anew when they are many."""
    if Change.objects.all()[:MANY].count() < MANY:
        refresh_index()
        return
    progress = Progress("Building the index")
    try:
        rebuild_index(progress)
    finally:
        progress.close()
