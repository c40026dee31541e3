"""Checkpoints: the end of the chain, signed, kept in a file outside the database.

Whoever rewrites the whole chain in the database cannot rewrite these lines without the key, so a
chain that was cut or made anew no longer agrees with them.
"""

import hashlib
import hmac
import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.utils.timezone import now

from convivio.activity.models import Trace, TraceHead
from convivio.activity.trace import Flaw


def path() -> Path:
    return Path(settings.HOME) / "checkpoints.jsonl"


def seal() -> int:
    """Sign the end of the chain, if it grew since the last checkpoint; return how many were written."""
    head = TraceHead.objects.filter(pk=1).first()
    last = _last_sealed()
    if head is None or head.number == 0 or head.number <= last:
        return 0
    words = {"number": head.number, "digest": head.digest, "at": now().isoformat()}
    line = json.dumps({**words, "signature": _signature(words)}, sort_keys=True)
    with path().open("a", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
    return 1


def broken_seals() -> Iterator[Flaw]:
    """Compare the chain with every checkpoint, and say where they disagree."""
    if not path().exists():
        return
    for line in path().read_text(encoding="utf-8").splitlines():
        words = json.loads(line)
        signature = words.pop("signature", "")
        if not hmac.compare_digest(signature, _signature(words)):
            yield Flaw(words.get("number", 0), "has a checkpoint with a wrong signature")
            continue
        entry = Trace.objects.filter(number=words["number"]).values_list("digest", flat=True).first()
        if entry != words["digest"]:
            yield Flaw(words["number"], "is not what its checkpoint says")


def _last_sealed() -> int:
    if not path().exists():
        return 0
    lines = path().read_text(encoding="utf-8").splitlines()
    return int(json.loads(lines[-1])["number"]) if lines else 0


def _signature(words: dict[str, object]) -> str:
    text = json.dumps(words, sort_keys=True).encode()
    key = hashlib.sha256(b"checkpoints" + settings.SECRET_KEY.encode()).digest()
    return hmac.new(key, text, hashlib.sha256).hexdigest()
