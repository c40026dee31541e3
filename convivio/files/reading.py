"""Taking the text out of a document that is not kept: in a process of its own, with a bound on memory and time."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from convivio.files.errors import FileTooLarge, UnreadableDocument, WrongKindOfFile
from convivio.kernel.errors import BadInput

READER = Path(__file__).with_name("text_reader.py")
MOST_READ_MB = 10
MEMORY_MB, CPU_SECONDS, SECONDS = 512, 10, 20
"""How much its reader may use before it is stopped."""
AT_ONCE = BoundedSemaphore(2)
"""Readers of one server process; whoever comes later waits for one of them."""


@dataclass(frozen=True, slots=True)
class ReadText:
    """The text of a document; `is_cut` where it goes on."""

    text: str
    is_cut: bool


def text_of(upload: "UploadedFile[Any]", *, letters: int) -> ReadText:
    """Read the text of a PDF, a DOCX, an ODT or a plain text, by what its bytes are.

    Shape: one text, its lines as they stand in the document.
    Units: letters, at most as many as asked for.
    Errors: FileTooLarge; WrongKindOfFile; UnreadableDocument.
    Source: decision 0042.
    """
    if (upload.size or 0) > MOST_READ_MB << 20:
        raise _refusal("too_large")
    answer = _read_apart(upload.read(), letters)
    if "text" not in answer:
        raise _refusal(str(answer.get("refused")))
    return ReadText(answer["text"], answer["is_cut"])


def _read_apart(data: bytes, letters: int) -> dict[str, Any]:
    """Hand a document to its reader, and take its answer; whoever is stopped at a limit gives none."""
    bounds = [str(MEMORY_MB), str(CPU_SECONDS), str(letters)]
    try:
        with AT_ONCE:
            done = subprocess.run(  # noqa: S603 - our own program, with no shell
                [sys.executable, "-I", "-X", "utf8", str(READER), *bounds],
                input=data,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                timeout=SECONDS,
                env={},
                check=True,
            )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError):
        return {"refused": "too_much"}
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _refusal(case: str) -> BadInput:
    """Say in one sentence why there is no text, and what helps."""
    if case == "too_large":
        said = _("The document is larger than %(most)s MB: send a smaller one, or paste its text.")
        return FileTooLarge(said % {"most": MOST_READ_MB})
    if case == "kind":
        return WrongKindOfFile(
            _("This is no document that is read here: send a PDF, a DOCX, an ODT or a plain text.")
        )
    words = {
        "locked": _("The document asks for a password: save it without one, or paste its text."),
        "empty": _("There is no text in it; perhaps its pages are pictures. Paste the text instead."),
        "too_much": _("It takes too long to read, or too much memory: send a part of it, or paste its text."),
    }
    return UnreadableDocument(words.get(case, _("The document is damaged: save it anew, or paste its text.")))
