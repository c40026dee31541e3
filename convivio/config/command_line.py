"""The command line: `convivio import cordis PATH`, `convivio match partners …`, `convivio --help`."""

import os
import sys
from pathlib import Path

from django.core.management import ManagementUtility

CHECKOUT = Path(__file__).resolve().parents[2]


def main(arguments: list[str] | None = None) -> None:
    """Run one command of the installation that CONVIVIO_HOME names.

    `demo` has a home of its own, and is the only command that lets people be picked.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convivio.config.settings")
    given = sys.argv[1:] if arguments is None else arguments
    if given[:1] == ["demo"]:
        os.environ.setdefault("CONVIVIO_HOME", str(CHECKOUT / "var" / "demo"))
        os.environ["CONVIVIO_DEMO"] = "yes"
    utility = ManagementUtility(["convivio", *given])
    utility.prog_name = "convivio"
    utility.execute()
