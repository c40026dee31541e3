"""Claiming an organisation that is on record already, and for which nobody acts yet.

Who looks at claims is known to a room above, which declares it; that room accepts and refuses them.
"""

from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.activity.letters import post
from convivio.activity.trace import record
from convivio.kernel.keys import split_key
from convivio.kernel.rows import lock
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.notices.declarations import Kind, Line
from convivio.notices.kinds import Facts
from convivio.notices.telling import tell
from convivio.organisations.errors import ClaimIsOpen, ClaimIsSettled, SomebodyActsForIt
from convivio.organisations.models import Claim, Mandate, Organisation
from convivio.people.acting import Acting
from convivio.people.models import Person

LookersAfter = Callable[[Organisation], Iterable[Person]]

_declared: list[tuple[LookersAfter, str]] = []


def declare_lookers_after(lookers_after: LookersAfter, page: str) -> None:
    """Let a room say who looks at the claim of an organisation, and by which name its page is found."""
    _declared.append((lookers_after, page))


def somebody_acts_for(organisation: Organisation) -> bool:
    rows = Mandate.objects.filter(organisation=organisation).holding_on(localdate())
    return rows.filter(person__is_active=True).exists()


def may_claim(acting: Acting, organisation: Organisation) -> Verdict:
    """Say whether somebody who has signed in may claim it: nobody acts for it, and it stands for itself."""
    if acting.person is None:
        return Verdict(_("Sign in first."))
    if organisation.merged_into_id is not None or somebody_acts_for(organisation):
        return Verdict(
            _("Somebody acts for %(name)s already: ask a colleague there to invite you.")
            % {"name": organisation.name}
        )
    return ALLOWED


def open_claim_of(person: Person | None, organisation: Organisation) -> Claim | None:
    return Claim.objects.filter(organisation=organisation, person=person, state=Claim.State.OPEN).first()


@transaction.atomic
def claim_organisation(organisation: Organisation, words: str, *, by: Acting) -> Claim:
    """Say that one may speak for an organisation; an office looks at it.

    Raises: NotAllowed; SomebodyActsForIt; ClaimIsOpen.
    """
    lock(organisation)
    verdict = may_claim(by, organisation)
    if by.person is None:
        verdict.enforce()
    if not verdict:
        raise SomebodyActsForIt(verdict.reason or "")
    claim = Claim(organisation=organisation, person=by.person, words=words.strip())
    try:
        with transaction.atomic():
            claim.save()
    except IntegrityError as twice:
        raise ClaimIsOpen(_("You have claimed it already; an office will answer you.")) from twice
    entry = record("claim.made", organisation, by=by, because=claim)
    tell(CLAIMED.name, claim, because=entry)
    return claim


@transaction.atomic
def withdraw_claim(claim: Claim, *, by: Acting) -> None:
    """Take back a claim of one's own that nobody has answered.

    Raises: NotAllowed; ClaimIsSettled.
    """
    lock(claim)
    if by.person is None or claim.person_id != by.person.pk:
        Verdict(_("Only who made a claim takes it back.")).enforce()
    settle_claim(claim, Claim.State.WITHDRAWN, "", by=by)
    record("claim.withdrawn", claim.organisation, by=by, because=claim)


def settle_claim(claim: Claim, state: Claim.State, answer: str, *, by: Acting) -> None:
    """Write down how a claim ended; whoever calls it holds the row, and has asked whether it may be done.

    Raises: ClaimIsSettled.
    """
    if claim.state != Claim.State.OPEN:
        raise ClaimIsSettled(_("This claim has been settled already."))
    claim.state, claim.answer = state, answer.strip()
    claim.decided_at, claim.decided_by = now(), by.person
    claim.save(update_fields=["state", "answer", "decided_at", "decided_by"])


def post_answer(claim: Claim) -> None:
    """Tell whoever claimed it how the claim ended."""
    person, name = claim.person, claim.organisation.name
    with translation.override(person.language):
        if claim.state == Claim.State.ACCEPTED:
            subject = _("You act for %(name)s now") % {"name": name}
            page = settings.ADDRESS + reverse("organisations:people", args=[claim.organisation.slug])
            text = _("Your claim to %(name)s was accepted. Who acts for it, and with which rights: %(page)s")
        else:
            subject = _("Your claim to %(name)s was refused") % {"name": name}
            page = settings.ADDRESS + claim.organisation.get_absolute_url()
            text = _("Your claim to %(name)s was refused. Its page: %(page)s")
        answer = f"\n\n{claim.answer}" if claim.answer else ""
        post(person.email, subject, text % {"name": name, "page": page} + answer)


def _lookers(organisation: Organisation) -> dict[int, str]:
    """Give the number of each who looks after claims to it, and where they answer."""
    return {person.pk: page for lookers_after, page in _declared for person in lookers_after(organisation)}


def _whom(about: str, _facts: Facts) -> list[int]:
    claim = _open(about)
    return list(_lookers(claim.organisation)) if claim else []


def _words(about: str, _facts: Facts, person: Person, _language: str) -> Line | None:
    """Say who claims what, to whoever looks after it now, while nobody has answered."""
    claim = _open(about)
    page = _lookers(claim.organisation).get(person.pk) if claim else None
    if claim is None or page is None:
        return None
    said = {"name": claim.organisation.name, "who": claim.person}
    sentence = _("%(who)s says that they may speak for %(name)s. Look at what supports it, and answer.")
    return Line(_("Somebody claims %(name)s") % said, sentence % said, url=reverse(page))


def _open(about: str) -> Claim | None:
    rows = Claim.objects.select_related("organisation", "person").filter(state=Claim.State.OPEN)
    return rows.filter(pk=split_key(about)[1]).first()


CLAIMED = Kind(
    name="claim.made",
    label=gettext_lazy("Somebody claims an organisation that you look after"),
    group=gettext_lazy("Who acts for whom"),
    recipients=_whom,
    words=_words,
)
