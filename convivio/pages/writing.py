"""Who writes: at which desks a person may sit, and the texts that they have begun."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest
from django.utils.timezone import now

from convivio.kernel.translated import Translated
from convivio.pages.models import TextDraft, TextVersion
from convivio.pages.permissions import WRITERS_OF_A_CLUSTER, WRITERS_OF_THE_NETWORK
from convivio.pages.publishers import Publisher
from convivio.pages.texts import ShownText, shown, texts_of
from convivio.people.acting import NOBODY, Acting

JUST_NOW = timedelta(hours=2)


def desks_of(acting: Acting) -> list[str]:
    """Give the keys of the publishers for whom this person writes, the one they act for now first."""
    keys = [
        choice.key
        for choice in acting.choices
        if choice.key.startswith(("cluster:", "network:"))
        and choice.rights
        & set(WRITERS_OF_A_CLUSTER if choice.key.startswith("cluster:") else WRITERS_OF_THE_NETWORK)
    ]
    return sorted(keys, key=lambda key: key != acting.key)


def writes_somewhere(request: HttpRequest) -> bool:
    return bool(desks_of(getattr(request, "acting", NOBODY)))


@dataclass(frozen=True, slots=True)
class Opened:
    """A text as its writer finds it: what is shown, what they began, who else writes, what came meanwhile."""

    text: ShownText
    draft: TextDraft | None
    others: list[str]
    newer: TextVersion | None

    @property
    def words(self) -> Translated:
        return self.draft.words if self.draft else self.text.words

    @property
    def based_on(self) -> int:
        return self.draft.based_on if self.draft else self.text.number


def open_text(publisher: Publisher, part: str, acting: Acting) -> Opened:
    """Read a text for its writer: their own draft stands before what is shown."""
    versions = texts_of(publisher)
    text = shown(publisher, part, versions)
    drafts = TextDraft.objects.filter(text__publisher=publisher.key, text__part=part).select_related("person")
    found = list(drafts)
    mine = next((one for one in found if one.person == acting.person), None)
    others = [str(one.person) for one in found if one.person != acting.person and one.at > now() - JUST_NOW]
    newer = versions.get(part) if mine and mine.based_on != text.number else None
    return Opened(text, mine, others, newer)
