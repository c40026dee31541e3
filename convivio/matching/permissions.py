from django.http import Http404

from convivio.consortia.permissions import may_begin
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.matching.models import Question
from convivio.people.acting import Acting

may_set_the_table = may_begin


def may_ask(acting: Acting) -> Verdict:
    """Say whether this person may put a need to the network: anyone who has signed in."""
    return ALLOWED if acting.person is not None else Verdict("Sign in first.")


def find_visible(acting: Acting, address: str) -> Question:
    """Return the question, if this person may know of it.

    Errors: Http404, alike for what is hidden and for what is not there.
    """
    rows = Question.objects.visible_to(acting.reader).select_related("call", "lead")
    found = rows.filter(address=address).first()
    if found is None:
        raise Http404
    return found
