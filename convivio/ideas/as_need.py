"""An idea as a need: the words with which partners are looked for, as far as whoever asks may read them."""

from django.db.models import QuerySet

from convivio.ideas.models import Idea
from convivio.ideas.permissions import ideas_seen, is_of_team
from convivio.ideas.stages import Part, shows
from convivio.people.acting import Acting

TEXTS_OF = {Part.SUMMARY: ("title", "summary"), Part.PARTNER: ("sought",), Part.BODY: ("what",)}


def idea_for(acting: Acting, number: int | None) -> Idea | None:
    """Find an idea from which partners are looked for; None for what this person may not read of."""
    return _seen(acting).filter(pk=number).first() if number else None


def words_of_idea(idea: Idea, acting: Acting) -> str:
    """Say what it is about, in the reader's language, and whom it seeks."""
    to_team = is_of_team(acting, idea)
    texts = [
        str(getattr(idea, name))
        for part, names in TEXTS_OF.items()
        if shows(idea.stage, part, to_team=to_team)
        for name in names
    ]
    return "\n\n".join(filter(None, texts))


def _seen(acting: Acting) -> "QuerySet[Idea]":
    return ideas_seen(acting).select_related("organisation")
