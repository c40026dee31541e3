"""What people are told of skills: that somebody from elsewhere confirmed one, and that a year is over."""

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from convivio.activity.models import Trace
from convivio.kernel.keys import split_key
from convivio.notices.declarations import Answer, Kind, Line
from convivio.notices.kinds import Facts
from convivio.notices.models import Notice
from convivio.notices.telling import tell
from convivio.organisations.models import Mandate, Organisation
from convivio.people.acting import Acting
from convivio.people.models import Person
from convivio.skills.models import HOLDS, Evidence, Skill
from convivio.skills.permissions import may_say
from convivio.skills.saying import confirm_all

VOUCHED, OLD = "skill.vouched", "skill.old"
STILL_SO = "skills.still_so"
NOT_AGAIN_BEFORE = timedelta(days=90)
AT_ONCE = 200


def tell_vouched(skill: Skill, evidence: Evidence, *, because: Trace) -> None:
    """Tell those who edit for the organisation that somebody confirms one of its skills."""
    tell(VOUCHED, skill, because=because, facts={"evidence": evidence.pk})


def tell_of_old_skills() -> int:
    """Ask every organisation whose skills nobody confirmed for a year whether they still hold, once in three months.

    Units: how many organisations were asked.
    """
    day = localdate() - HOLDS
    lately = Notice.objects.filter(kind=OLD, told_at__gt=now() - NOT_AGAIN_BEFORE).values("about")
    asked = set(lately.values_list("about", flat=True))
    rows = Skill.objects.standing().filter(confirmed_on__lt=day).order_by("organisation_id")
    numbers = [
        one
        for one in rows.values_list("organisation_id", flat=True).distinct()
        if f"organisation:{one}" not in asked
    ]
    for number in numbers[:AT_ONCE]:
        with transaction.atomic():
            tell(OLD, f"organisation:{number}")
    return len(numbers[:AT_ONCE])


def _editors(organisation: int) -> set[int]:
    held = Mandate.objects.filter(organisation=organisation, right=Mandate.Right.EDIT, person__is_active=True)
    return set(held.holding_on(localdate()).values_list("person", flat=True))


def _of_skill(about: str, _facts: Facts) -> Iterable[int]:
    skill = Skill.objects.filter(pk=split_key(about)[1]).first()
    return _editors(skill.organisation_id) if skill else set()


def _vouched(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    found = (
        Evidence.objects.filter(pk=facts["evidence"]).select_related("skill__concept", "person", "of").first()
    )
    if found is None or found.of is None or person.pk not in set(_of_skill(about, facts)):
        return None
    said = {"who": found.person, "of": found.of.name, "what": str(found.skill)}
    return Line(
        _("%(of)s confirms a skill of yours: %(what)s") % said,
        _("%(who)s, %(of)s, confirms that you can do it: %(what)s") % said,
        tuple(filter(None, (found.words,))),
        found.skill.get_absolute_url(),
    )


def _of_organisation(about: str, _facts: Facts) -> Iterable[int]:
    return _editors(split_key(about)[1])


def _old(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    """Ask while there is something old, with its names: enough to decide."""
    number = split_key(about)[1]
    organisation = Organisation.objects.filter(pk=number).first()
    rows = Skill.objects.standing().filter(organisation=number, confirmed_on__lt=localdate() - HOLDS)
    old = list(rows.select_related("concept"))
    if organisation is None or not old or person.pk not in set(_of_organisation(about, facts)):
        return None
    said = {"count": len(old), "name": organisation.name}
    subject = ngettext(
        "%(name)s: does this skill still hold?", "%(name)s: do these %(count)d skills still hold?", len(old)
    )
    return Line(
        subject % said,
        _("Nobody has confirmed them for a year."),
        (", ".join(str(one) for one in old[:12]),),
        reverse("skills:ours"),
        (Answer(STILL_SO, about, about),),
    )


def said_of_confirming(key: str, by: Acting) -> str | None:
    organisation = Organisation.objects.filter(pk=split_key(key)[1]).first()
    if organisation is None or not may_say(by, organisation):
        return None
    return _("Say that all skills of %(name)s still hold.") % {"name": organisation.name}


def confirm(key: str, by: Acting) -> str | None:
    """Raises: NotAllowed."""
    confirm_all(Organisation.objects.get(pk=split_key(key)[1]), by=by)
    return _("They are confirmed as of today.")


GROUP = gettext_lazy("Skills")
KINDS = (
    Kind(
        VOUCHED,
        gettext_lazy("Somebody confirms a skill of yours"),
        _vouched,
        _of_skill,
        default="daily",
        group=GROUP,
    ),
    Kind(
        OLD,
        gettext_lazy("Skills that nobody confirmed for a year"),
        _old,
        _of_organisation,
        default="weekly",
        group=GROUP,
    ),
)
