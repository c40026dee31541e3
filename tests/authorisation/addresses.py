"""What stands in each address when the matrix walks it; an address without an entry fails the build."""

from collections.abc import Callable
from typing import Any

Things = dict[str, Any]

NAMED: dict[str, Callable[[Things], dict[str, Any]]] = {
    "organisation": lambda things: {"slug": things["organisation"].slug},
    "project": lambda things: {"number": things["project"].pk},
    "call": lambda things: {"slug": things["call"].slug},
    "cluster": lambda things: {"slug": things["cluster"].slug},
    "consortium": lambda things: {"number": things["consortium"].pk},
    "question": lambda things: {"address": things["question"].address},
    "token": lambda things: {"number": things["token"].pk},
    "double": lambda things: {"number": things["double"].pk},
}

BY_ADDRESS: dict[str, str] = {
    "people:token_end": "token",
}

HIDDEN = ("consortium", "question", "token")
"""What only some may see: for everyone else its address answers like a missing one."""
