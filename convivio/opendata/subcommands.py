"""What one kind of import is to the command line."""

from argparse import ArgumentParser
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

Say = Callable[[str], Any]
"""Print a line for the person who waits."""


@dataclass(frozen=True, slots=True)
class Subcommand:
    """`convivio import NAME …`: its arguments, and what it does with them."""

    name: str
    help: str
    add_arguments: Callable[[ArgumentParser], None]
    run: Callable[[Mapping[str, Any], Say], None]
