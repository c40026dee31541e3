"""Who says what an organisation can do, who confirms it from elsewhere, and who decides about new words."""

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.organisations.acting_for import current_number, may_for_somebody
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import NOBODY, Acting
from convivio.skills.models import Skill
from convivio.web.policies import Policy

EDIT = "edit"
OFFICES = frozenset({"cluster_office", "facilitator", "coordinator"})


def find_skill(acting: Acting, number: int) -> Skill:
    """Find what this person may see; what was taken away, only its own people see still.

    Errors: Http404.
    """
    rows = Skill.objects.visible_to(acting.reader).select_related("organisation", "concept", "person")
    found = get_object_or_404(rows, pk=number)
    if found.withdrawn_at is not None and not may_say(acting, found.organisation):
        raise Http404
    return found


def find_own(acting: Acting, number: int) -> Skill:
    """Find a skill of an organisation that this person edits; for everybody else there is none.

    Errors: Http404.
    """
    found = find_skill(acting, number)
    if not may_say(acting, found.organisation):
        raise Http404
    return found


def may_say(acting: Acting, organisation: Organisation) -> Verdict:
    """Say whether this person says what an organisation can do."""
    if acting.may(EDIT, organisation.key):
        return ALLOWED
    return Verdict(_("It takes a mandate to edit for %(name)s.") % {"name": organisation})


def current_organisation(acting: Acting) -> Organisation | None:
    """Give the organisation for which this person acts now, where they edit for it."""
    return Organisation.objects.filter(pk=current_number(acting, {EDIT}) or 0).first()


def may_say_for_somebody(acting: Acting) -> Verdict:
    """Say whether this person edits for the organisation for which they act now."""
    return may_for_somebody(acting, Mandate.Right.EDIT)


def may_vouch(acting: Acting, skill: Skill) -> Verdict:
    """Say whether this person confirms a skill of others: they speak for an organisation, and for another one."""
    if not acting.reader.sees(skill.audience) or skill.withdrawn_at is not None:
        return Verdict(_("There is no such skill."))
    verdict = may_for_somebody(acting, Mandate.Right.SPEAK)
    if not verdict:
        return verdict
    if any(choice.key == skill.organisation.key for choice in acting.choices):
        return Verdict(_("Somebody from elsewhere confirms it: you act for this organisation yourself."))
    return ALLOWED


def may_settle_words(acting: Acting) -> Verdict:
    """Say whether this person decides about words that the vocabulary does not know."""
    if any(choice.is_office and OFFICES & choice.rights for choice in acting.choices):
        return ALLOWED
    return Verdict(_("Only the offices of the clusters decide about words."))


def settles_words(request: HttpRequest) -> bool:
    acting: Acting = getattr(request, "acting", NOBODY)
    return bool(may_settle_words(acting))


def _asks_to_settle(request: HttpRequest, **_named: object) -> Verdict:
    return may_settle_words(getattr(request, "acting", NOBODY))


SETTLES_WORDS = Policy("settles words of the vocabulary", _asks_to_settle, hides=True, signs_in=False)
