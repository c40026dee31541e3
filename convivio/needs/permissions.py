"""Who may write on the board, accompany an entry, answer it, and take which step of an answer."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster
from convivio.kernel.keys import split_key
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.needs.askers import EDIT, OFFICE, accompanies, is_asker, is_ours_among, numbers_edited_by
from convivio.needs.models import Answer, Entry, Reading
from convivio.organisations.acting_for import current_number, may_for_somebody
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting


def find_entry(acting: Acting, address: str) -> Entry:
    """Find what this person may see; what left the board is there for its own people and who accompanies it.

    Errors: Http404.
    """
    seen = (
        Q(audience__in=acting.reader.audiences) | is_ours_among(acting) | Q(cluster__in=_accompanied(acting))
    )
    rows = Entry.objects.filter(seen).select_related("cluster", "facilitator")
    found = get_object_or_404(rows, address=address)
    on_board = found.state in {Entry.State.OPEN, Entry.State.MET}
    if not on_board and not may_look_after(acting, found) and not _has_answered(acting, found):
        raise Http404
    return found


def find_looked_after(acting: Acting, address: str) -> Entry:
    """Find an entry that this person wrote or accompanies; for everybody else there is none.

    Errors: Http404.
    """
    found = find_entry(acting, address)
    if not may_look_after(acting, found):
        raise Http404
    return found


def find_own(acting: Acting, address: str) -> Entry:
    """Find an entry of ours, to write in it.

    Errors: Http404.
    """
    found = find_entry(acting, address)
    if not is_asker(acting, found):
        raise Http404
    return found


def find_accompanied(acting: Acting, address: str) -> Entry:
    """Find an entry that this person's office accompanies.

    Errors: Http404.
    """
    found = find_entry(acting, address)
    if not accompanies(acting, found):
        raise Http404
    return found


def find_answer(acting: Acting, address: str) -> Answer:
    """Find an answer that one gave, or that one looks after.

    Errors: Http404.
    """
    rows = Answer.objects.select_related("entry__cluster", "entry__facilitator", "organisation", "person")
    found = get_object_or_404(rows, address=address)
    if found.organisation_id not in numbers_edited_by(acting) and not may_look_after(acting, found.entry):
        raise Http404
    return found


def may_post(acting: Acting) -> Verdict:
    """Say whether this person writes on the board for the organisation that they act for now."""
    return may_for_somebody(acting, Mandate.Right.EDIT)


def may_write(acting: Acting, entry: Entry) -> Verdict:
    """Say whether this person changes what an entry says."""
    return ALLOWED if is_asker(acting, entry) else _none()


def may_accompany(acting: Acting, entry: Entry) -> Verdict:
    return ALLOWED if accompanies(acting, entry) else _none()


def may_look_after(acting: Acting, entry: Entry) -> Verdict:
    """Say whether this person speaks for the asker, or accompanies them."""
    return ALLOWED if accompanies(acting, entry) or is_asker(acting, entry) else _none()


def may_answer(acting: Acting, entry: Entry) -> Verdict:
    """Say whether this person answers for the organisation that they act for now."""
    verdict = may_post(acting)
    if not verdict:
        return verdict
    if not acting.reader.sees(entry.audience):
        return _none()
    if is_asker(acting, entry):
        return Verdict(_("It is yours: others answer it."))
    if entry.is_blinded and not has_read(acting, entry):
        return Verdict(_("Read it first: you accept its terms, and it is written down that you read it."))
    return ALLOWED


def may_speak(acting: Acting, answer: Answer) -> Verdict:
    """Say whether this person speaks for the organisation that answered."""
    return ALLOWED if acting.may(EDIT, answer.organisation.key) else _none()


def has_read(acting: Acting, entry: Entry) -> bool:
    """Say whether this person has accepted the terms of a blinded need for the organisation that they act for now."""
    number = current_number(acting)
    return (
        number is not None
        and Reading.objects.filter(entry=entry, person=acting.person, organisation=number).exists()
    )


def current_organisation(acting: Acting) -> Organisation:
    """Give the organisation that somebody acts for now.

    Errors: Http404.
    """
    return get_object_or_404(Organisation, pk=current_number(acting) or 0)


def find_office(acting: Acting, slug: str) -> Cluster:
    """Find a cluster whose entries this person accompanies; for everybody else there is none.

    Errors: Http404.
    """
    return get_object_or_404(Cluster.objects.filter(pk__in=_accompanied(acting)), slug=slug)


def _accompanied(acting: Acting) -> list[int]:
    keys = (one.key for one in acting.choices if not one.rights.isdisjoint(OFFICE))
    return [split_key(key)[1] for key in keys if key.startswith("cluster:")]


def _has_answered(acting: Acting, entry: Entry) -> bool:
    return entry.answers.filter(organisation__in=numbers_edited_by(acting)).exists()


def _none() -> Verdict:
    return Verdict(_("There is no such entry on the board."))
