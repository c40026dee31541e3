"""Making an installation ready: tables, shipped vocabulary, collected files, index."""

from django.conf import settings
from django.core.management import call_command

from convivio.pages.programmes import load_programmes
from convivio.search.freshness import refresh_index
from convivio.vocabulary.loading import load_own_lists


def prepare(*, verbosity: int = 0) -> None:
    """Bring the home that settings name up to date; safe to run again at any time."""
    settings.HOME.mkdir(mode=0o700, parents=True, exist_ok=True)
    call_command("migrate", verbosity=verbosity, interactive=False)
    call_command("createcachetable", verbosity=verbosity)
    load_own_lists()
    load_programmes()
    call_command("collectstatic", verbosity=0, interactive=False)
    refresh_index()
