from django.http import Http404
from django.utils.translation import gettext as _

from convivio.consortia.models import Consortium
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.people.acting import Acting

SPEAKING = ("speak", "edit", "sign", "cluster_office", "facilitator", "coordinator")


def may_begin(acting: Acting) -> Verdict:
    """Say whether this person may begin a consortium, for whom they act now."""
    if acting.person is None:
        return Verdict(_("Sign in first."))
    if acting.current is None or any(acting.holds(right) for right in SPEAKING):
        return ALLOWED
    return Verdict(
        _("You may read for %(whom)s, but not speak for it. Ask whoever looks after its people.")
        % {"whom": acting.current.label}
    )


def may_change(acting: Acting, consortium: Consortium) -> Verdict:
    """Say whether this person may change the table: those who speak for whoever owns it."""
    if acting.person is not None and consortium.owner == acting.person.key:
        return ALLOWED
    if any(acting.may(right, consortium.owner) for right in SPEAKING):
        return ALLOWED
    return Verdict(_("Only those who speak for its owner may change this table."))


def find_visible(acting: Acting, number: int) -> Consortium:
    """Return the consortium, if this person may know of it.

    Errors: Http404, alike for what is hidden and for what is not there.
    """
    rows = Consortium.objects.visible_to(acting.reader).select_related("call", "begun_by")
    found = rows.filter(pk=number).first()
    if found is None:
        raise Http404
    return found
