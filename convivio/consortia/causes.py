"""What a table began because of: rooms above say how to name it, and for whom."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from convivio.consortia.models import Consortium
from convivio.ideas.models import Idea
from convivio.kernel.audiences import Reader
from convivio.kernel.keys import split_key


@dataclass(frozen=True, slots=True)
class Cause:
    """What something happened because of: a name, and where it opens."""

    label: str
    url: str


CauseOf = Callable[[int, Reader], Cause | None]
"""From a row's number to its name and address, or nothing for who may not see it."""

_declared: dict[str, CauseOf] = {}


def declare_cause(kind: str, cause_of: CauseOf) -> None:
    """Let a room say what its rows are called where a table began because of one of them."""
    _declared[kind] = cause_of


def cause_of(consortium: Consortium, reader: Reader) -> Cause | None:
    """Say what a table began because of, if the reader may know."""
    call = consortium.call
    if call is not None and consortium.because == call.key:
        return Cause(_("the call “%(title)s”") % {"title": call}, call.get_absolute_url())
    try:
        kind, number = split_key(consortium.because)
    except ValueError:
        return None
    declared = _declared.get(kind)
    return declared(number, reader) if declared else None


def idea_as_cause(number: int, reader: Reader) -> Cause | None:
    """Name an idea, for who may read of it."""
    idea = Idea.objects.visible_to(reader).filter(pk=number).first()
    return (
        None if idea is None else Cause(_("the idea “%(title)s”") % {"title": idea}, idea.get_absolute_url())
    )
