"""What a question is called where something happened because of it."""

from django.utils.translation import gettext as _

from convivio.consortia.causes import Cause
from convivio.ideas.as_need import idea_for
from convivio.ideas.models import Idea
from convivio.kernel.audiences import Reader
from convivio.kernel.keys import number_in
from convivio.matching.models import Question
from convivio.people.acting import Acting

LONGEST = 60


def question_as_cause(number: int, reader: Reader) -> Cause | None:
    """Name a question by its first words, for who may see it."""
    question = Question.objects.visible_to(reader).select_related("call").filter(pk=number).first()
    if question is None:
        return None
    words = str(question)
    short = f"{words[:LONGEST].rstrip()}…" if len(words) > LONGEST else words
    return Cause(_("the need “%(words)s”") % {"words": short}, question.get_absolute_url())


def idea_of(question: Question, acting: Acting) -> Idea | None:
    """Give the idea from which a question came, if this person may read of it."""
    kind, _colon, number = question.because.partition(":")
    return idea_for(acting, number_in(number)) if kind == "idea" else None
