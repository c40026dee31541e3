"""The other side of `limits`: the process that reads, bounds itself, and gives rows. Plain Python."""

import gc
import json
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

from convivio.opendata.unreadable import Unreadable, gettext_noop

if sys.platform != "win32":
    import resource

ROWS_IN_A_FRAME = 400
CELLS_IN_A_FRAME = 20_000

Rows = Iterator[tuple[str, list[Any]]]


def main(arguments: list[str]) -> int:
    """Run one reader: MEMORY_MB CPU_SECONDS MODULE:FUNCTION ARGUMENTS…; answer on standard output."""
    memory_mb, cpu_seconds, reader, *rest = arguments
    bound(int(memory_mb), int(cpu_seconds))
    gc.disable()  # rows form no circles, and memory has a bound
    try:
        for table, rows in in_frames(named(reader)(*rest)):
            send({"table": table, "rows": rows})
    except Unreadable as case:
        refuse(case)
    except MemoryError:
        refuse(Unreadable(gettext_noop("It needs more than %(mb)s MB of memory to read."), mb=int(memory_mb)))
    except BrokenPipeError:
        return 1
    except Exception as surprise:  # noqa: BLE001 - whatever a file makes of its reader is said, not thrown
        found = f"{type(surprise).__name__}: {surprise}"[:200]
        refuse(Unreadable(gettext_noop("It cannot be read (%(found)s)."), found=found))
    else:
        send({"end": True})
    return 0


def bound(memory_mb: int, cpu_seconds: int) -> None:
    """Let this process neither grow beyond its memory, nor last, nor write a file, nor leave a core."""
    if sys.platform == "win32":
        return
    memory = memory_mb * 1024 * 1024
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_CPU: cpu_seconds,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_NOFILE: 64,
    }
    for what, limit in limits.items():
        _, hard = resource.getrlimit(what)
        allowed = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (allowed, allowed))


def named(reader: str) -> Callable[..., Rows]:
    module, _, function = reader.partition(":")
    found: Callable[..., Rows] = getattr(import_module(module), function)
    return found


def in_frames(rows: Rows) -> Iterator[tuple[str, list[list[Any]]]]:
    """Gather rows that follow one another in one table, some hundreds at a time."""
    gathered: list[list[Any]] = []
    current, cells = "", 0
    for table, row in rows:
        if gathered and (table != current or len(gathered) >= ROWS_IN_A_FRAME or cells >= CELLS_IN_A_FRAME):
            yield current, gathered
            gathered, cells = [], 0
        current = table
        gathered.append(row)
        cells += len(row)
    if gathered:
        yield current, gathered


def refuse(case: Unreadable) -> None:
    send({"refused": case.problem, "file": case.file, "line": case.line, "values": dict(case.values)})


def send(message: dict[str, Any]) -> None:
    text = json.dumps(message, separators=(",", ":")).encode()
    sys.stdout.buffer.write(len(text).to_bytes(4, "big"))
    sys.stdout.buffer.write(text)
    sys.stdout.buffer.flush()
