"""Who may give a mandate, change it, end it: nobody ever more than they hold themselves."""

from collections.abc import Iterable
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.kernel.spans import Span, cover, covered_until
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting
from convivio.people.models import Person

Right = Mandate.Right


def acts_for(acting: Acting, organisation: Organisation) -> bool:
    """Say whether this person has a mandate of today there: the people of a body know one another."""
    return any(choice.key == organisation.key for choice in acting.choices)


def may_look_after_people(acting: Acting, organisation: Organisation) -> Verdict:
    """Say whether this person signs for the organisation today, and so decides who acts for it."""
    if acting.may(Right.SIGN, organisation.key):
        return ALLOWED
    return Verdict(
        _("Who acts for %(name)s is decided by those who sign for it.") % {"name": organisation.name}
    )


def may_give(
    acting: Acting, organisation: Organisation, rights: Iterable[str], from_on: date, until_on: date | None
) -> Verdict:
    """Say whether this person may give these rights for these days.

    It takes a mandate to sign today; each right must be held by the giver today and on every day for
    which it is given; nothing is given for a day that is past.
    """
    today = localdate()
    spans = _spans_of(acting.person, organisation)
    if covered_until(spans.get(Right.SIGN, ()), today) is None:
        return may_look_after_people(Acting(), organisation)
    if from_on < today:
        return Verdict(_("A mandate begins today or later, never on a day that is past."))
    if until_on is not None and until_on < from_on:
        return Verdict(_("The last day comes before the first."))
    for right in rights:
        held = spans.get(right, ())
        if covered_until(held, today) is None:
            return Verdict(
                _("You cannot give the right “%(right)s”: you do not hold it for %(name)s yourself.")
                % {"right": Right(right).label, "name": organisation.name}
            )
        if not cover(held, from_on, until_on):
            return Verdict(
                _("You cannot give the right “%(right)s” for longer than you hold it yourself.")
                % {"right": Right(right).label}
            )
    return ALLOWED


def may_end(acting: Acting, organisation: Organisation, person: Person) -> Verdict:
    """Say whether this person may end somebody's mandates: one's own always, those of others by signing."""
    if acting.person is not None and acting.person.pk == person.pk:
        return ALLOWED
    return may_look_after_people(acting, organisation)


def may_leave(organisation: Organisation, person: Person, on: date) -> Verdict:
    """Say whether somebody else signs for the organisation on the first day without this person."""
    signing = Mandate.objects.filter(organisation=organisation, right=Right.SIGN).holding_on(on)
    if signing.filter(person__is_active=True).exclude(person=person).exists():
        return ALLOWED
    return Verdict(
        _(
            "Nobody else would sign for %(name)s. Give somebody the right to sign first, or hand over; if neither can be done, the office of a cluster does it."
        )
        % {"name": organisation.name}
    )


def reach_of(acting: Acting, organisation: Organisation) -> dict[str, date]:
    """Give the rights that this person may pass on today, each with the last day for which it can be."""
    today = localdate()
    spans = _spans_of(acting.person, organisation)
    reaches = {right: covered_until(held, today) for right, held in spans.items()}
    if reaches.get(Right.SIGN) is None:
        return {}
    return {right: reach for right, reach in reaches.items() if reach is not None}


def _spans_of(person: Person | None, organisation: Organisation) -> dict[str, list[Span]]:
    spans: dict[str, list[Span]] = {}
    if person is not None and person.is_active:
        rows = Mandate.objects.filter(person=person, organisation=organisation)
        for right, from_on, until_on in rows.values_list("right", "from_on", "until_on"):
            spans.setdefault(right, []).append((from_on, until_on))
    return spans
