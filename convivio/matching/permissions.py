from django.http import Http404
from django.utils.translation import gettext as _

from convivio.clusters.capacities import kept_to
from convivio.consortia.permissions import may_begin
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.matching.models import Question, QuestionQuerySet
from convivio.people.acting import Acting

may_set_the_table = may_begin


def may_ask(acting: Acting) -> Verdict:
    """Say whether this person may put a need to the network: anyone who has signed in."""
    return ALLOWED if acting.person is not None else Verdict(_("Sign in first."))


def may_pick(acting: Acting, question: Question) -> Verdict:
    """Say whether this person may choose who sits: whoever the question is kept for."""
    if acting.person is not None and acting.reader.sees(question.audience):
        return ALLOWED
    return Verdict(_("Only whoever asked this, and those they act for, may change its table."))


def audience_of(acting: Acting) -> str:
    """Return for whom a question of this person is kept: whom they act for, if they see what it keeps.

    An office that sees nothing of what the network keeps to itself asks for its own eyes only.
    """
    kept = kept_to(acting.key)
    return kept if acting.reader.sees(kept) else acting.person_key


def questions_of(acting: Acting) -> QuestionQuerySet:
    """Keep the questions that this person may know of."""
    return Question.objects.visible_to(acting.reader)


def find_visible(acting: Acting, address: str) -> Question:
    """Return the question, if this person may know of it.

    Errors: Http404, alike for what is hidden and for what is not there.
    """
    found = questions_of(acting).select_related("call", "lead").filter(address=address).first()
    if found is None:
        raise Http404
    return found
