"""Writing the texts of a page: kept as typed, published as a version, brought back."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.kernel.translated import Translated
from convivio.pages.errors import NoSuchPart, NoSuchVersion, NothingChanged, TextChangedMeanwhile
from convivio.pages.models import Text, TextDraft, TextVersion
from convivio.pages.parts import MISSION, first_words, part_of
from convivio.pages.permissions import may_write
from convivio.pages.publishers import Publisher
from convivio.people.acting import Acting
from convivio.search.documents import has_changed

BEFORE = 0
"""What the first version repeats: the words that stood on the page before any."""


@transaction.atomic
def keep_draft(
    publisher: Publisher, part: str, words: Mapping[str, str], *, based_on: int, by: Acting
) -> TextDraft:
    """Keep what somebody is typing, for them alone.

    Raises:
        NotAllowed, NoSuchPart.
    """
    text = _text(publisher, part, by)
    said = {"words": Translated(words), "based_on": based_on, "at": now()}
    draft, _made = TextDraft.objects.update_or_create(text=text, person=by.person, defaults=said)
    return draft


@transaction.atomic
def throw_draft_away(publisher: Publisher, part: str, *, by: Acting) -> None:
    """Forget what somebody was typing.

    Raises:
        NotAllowed, NoSuchPart.
    """
    TextDraft.objects.filter(text=_text(publisher, part, by), person=by.person).delete()


@transaction.atomic
def publish_text(
    publisher: Publisher, part: str, words: Mapping[str, str], *, based_on: int, by: Acting, note: str = ""
) -> TextVersion:
    """Show these words from now on, as a new version.

    Raises:
        NotAllowed, NoSuchPart.
        TextChangedMeanwhile: another version was published since the one these words began from.
        NothingChanged: they are shown already.
    """
    text = lock(_text(publisher, part, by))
    if text.shown != based_on:
        raise TextChangedMeanwhile(_who_wrote(text))
    if Translated(words) == _shown_words(publisher, text):
        raise NothingChanged
    version = _next_version(publisher, text, Translated(words), by, note=note)
    TextDraft.objects.filter(text=text, person=by.person).delete()
    return version


@transaction.atomic
def bring_back(publisher: Publisher, part: str, number: int, *, by: Acting) -> TextVersion:
    """Show the words of an older version again, as a new one.

    Raises:
        NotAllowed, NoSuchPart.
        NoSuchVersion: there is none of this number, or it is the one shown.
    """
    text = lock(_text(publisher, part, by))
    older = text.versions.filter(number=number).exclude(number=text.shown).first()
    if older is None:
        raise NoSuchVersion(number)
    return _next_version(publisher, text, older.words, by, repeats=number)


def _text(publisher: Publisher, part: str, by: Acting) -> Text:
    may_write(by, publisher).enforce()
    if part_of(publisher, part) is None:
        raise NoSuchPart(part)
    text, _made = Text.objects.get_or_create(publisher=publisher.key, part=part)
    return text


def _who_wrote(text: Text) -> str:
    version = text.versions.select_related("by").filter(number=text.shown).first()
    return str(version.by) if version and version.by else ""


def _shown_words(publisher: Publisher, text: Text) -> Translated:
    version = text.versions.filter(number=text.shown).first()
    return version.words if version else first_words(publisher, text.part)


def _next_version(
    publisher: Publisher, text: Text, words: Translated, by: Acting, **said: str | int
) -> TextVersion:
    before = first_words(publisher, text.part)
    if text.shown == 0 and before:
        TextVersion.objects.create(text=text, number=1, words=before, repeats=BEFORE)
    last = text.versions.aggregate(last=Max("number"))["last"] or 0
    version = TextVersion.objects.create(text=text, number=last + 1, words=words, by=by.person, **said)
    text.shown = version.number
    text.save(update_fields=["shown"])
    _tell(publisher, text, words)
    facts = {"publisher": publisher.key, "part": text.part, "version": version.number}
    record("text.published", text, by=by, facts=facts)
    return version


def _tell(publisher: Publisher, text: Text, words: Translated) -> None:
    """Let the lists that show a mission show this one, and the search know."""
    owner = publisher.cluster or publisher.network
    if text.part == MISSION and owner is not None:
        owner.mission = words
        owner.save(update_fields=["mission"])
    has_changed(text.key, publisher.key)
