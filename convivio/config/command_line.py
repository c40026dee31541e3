"""The command line: `convivio import cordis PATH`, `convivio match partners …`, `convivio --help`."""

import os
import sys

from django.core.management import ManagementUtility


def main(arguments: list[str] | None = None) -> None:
    """Run one command of the installation that CONVIVIO_HOME names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convivio.config.settings")
    given = sys.argv if arguments is None else ["convivio", *arguments]
    utility = ManagementUtility(["convivio", *given[1:]])
    utility.prog_name = "convivio"
    utility.execute()
