import json
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from convivio.activity import checkpoints
from convivio.activity.proving import Proof, prove
from convivio.activity.sealing import change_key, replace_lost_key, seal
from convivio.activity.trace_keys import fingerprint, public_key
from convivio.kernel.commands import ConvivioCommand
from convivio.kernel.errors import BadInput

MOST_SHOWN = 20


class Command(ConvivioCommand):
    help = "Prove the trace, seal what was written since, or print the key with which an auditor proves it."

    def add_arguments(self, parser: CommandParser) -> None:
        what = parser.add_subparsers(dest="what", required=True)
        verify = what.add_parser("verify", help="Walk the chain, and compare it with the signed checkpoints.")
        verify.add_argument("--from", type=int, default=0, dest="after", metavar="PLACE", help="of the chain")
        verify.add_argument("--json", action="store_true", help="Print one JSON object.")
        verify.add_argument("--checkpoints", type=Path, metavar="FILE", help="a copy that was kept elsewhere")
        verify.add_argument("--key", metavar="HEX", help="the public key that an auditor kept")
        what.add_parser("seal", help="Seal what was written since the last tick.")
        key = what.add_parser("key", help="Print the public key that proves the checkpoints, or change it.")
        change = key.add_mutually_exclusive_group()
        change.add_argument("--new", action="store_true", help="Change the key: both sign the change.")
        change.add_argument(
            "--lost", action="store_true", help="Begin with a new key, for the old one is gone."
        )

    def handle(self, what: str, **options: Any) -> None:
        ways: dict[str, Callable[..., None]] = {
            "verify": self._verify,
            "seal": self._seal,
            "key": self._key,
        }
        ways[what](**options)

    def _verify(
        self, *, after: int, json: bool, checkpoints: Path | None, key: str | None, **options: Any
    ) -> None:
        began = time.perf_counter()
        proof = prove(_checkpoints(checkpoints, key), after=after)
        seconds = time.perf_counter() - began
        if json:
            self.stdout.write(as_json(proof, seconds))
        if not proof.holds:
            raise CommandError(
                "\n".join(f"Entry {one.number} {one.problem}." for one in proof.flaws[:MOST_SHOWN])
            )
        if not json:
            self.stdout.write(
                f"The trace holds: {proof.entries:,} entries, {proof.sealed:,} sealed by "
                f"{proof.checkpoints:,} checkpoints, {proof.unsealed:,} not sealed yet."
            )

    def _seal(self, **options: Any) -> None:
        self.stdout.write(f"{seal():,} entries sealed.")

    def _key(self, *, new: bool, lost: bool, **options: Any) -> None:
        if new:
            change_key()
            self.stderr.write("The key is changed, and both signed it. Give the new one to your auditor:")
        elif lost and (aside := replace_lost_key()):
            self.stderr.write(f"The old checkpoints are in {aside}: the old public key still proves them.")
        if not public_key():
            raise BadInput("There is no key yet: the first seal makes it.")
        self.stdout.write(public_key())
        self.stderr.write(f"Its name in the checkpoints is {fingerprint(public_key())}.")


def _checkpoints(file: Path | None, key: str | None) -> checkpoints.Reading:
    """Read the checkpoints of this installation, or a copy; with its own key, or the one given.

    Errors: BadInput, for a file that is not there or a key that is none.
    """
    if file is not None and not file.is_file():
        raise BadInput(f"There is no file at {file}.")
    try:
        bytes.fromhex(key or "")
    except ValueError as error:
        raise BadInput(
            "A public key is written in hexadecimal, as “convivio trace key” prints it."
        ) from error
    return checkpoints.read(key or public_key(), file)


def as_json(proof: Proof, seconds: float) -> str:
    words = asdict(proof)
    speed = round(proof.entries / seconds) if seconds else 0
    return json.dumps({"holds": proof.holds, **words, "entries_per_second": speed})
