"""A measurement in a process and an empty home of its own: its tables made, nothing else in them.

    python -m bench.own_home MODULE

One process can serve one home only, so that each such measurement has one to itself, also when all are run.
"""

import importlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import django
from django.core.management import call_command

Figures = dict[str, float | int | str | bool]


def measured(module: str) -> Figures:
    """Run `measure(home)` of a module there, and return its figures.

    Errors: CalledProcessError, when it ends in an error, which it has printed.
    """
    with tempfile.TemporaryDirectory(prefix="convivio-bench-") as home:
        environment = {
            **os.environ,
            "CONVIVIO_HOME": home,
            "CONVIVIO_DEMO": "no",
            "DJANGO_SETTINGS_MODULE": "convivio.config.settings",
        }
        command = [sys.executable, "-m", "bench.own_home", module]
        done = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def main(module: str) -> None:
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    print(json.dumps(importlib.import_module(module).measure(Path(os.environ["CONVIVIO_HOME"]))))


if __name__ == "__main__":
    main(sys.argv[1])
