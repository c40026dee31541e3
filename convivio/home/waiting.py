"""What is waiting for me: read from what was really done, so that nothing has to be kept up to date."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.clusters.helping_members import answers_claims, open_claims_for
from convivio.consortia.models import Consortium
from convivio.home.addresses import address
from convivio.kernel.keys import split_key
from convivio.matching.models import Pick, Question
from convivio.memberships.models import State
from convivio.memberships.waiting import piles
from convivio.office.expiring import expiring_in
from convivio.office.permissions import clusters_read, may_keep_office
from convivio.organisations.editing.freshness import old_parts
from convivio.organisations.models import LikelyDouble, Mandate, Organisation
from convivio.organisations.permissions import may_settle_doubles
from convivio.people.acting import Acting
from convivio.people.endings import endings
from convivio.web.amounts import in_words

MOST = 3
LONGEST_TITLE = 90


@dataclass(frozen=True, slots=True)
class Waiting:
    """One thing that waits: what, where it opens, and what to do there. `words` marks a title people wrote."""

    icon: str
    title: str
    url: str
    text: str
    action: str
    aside: str = ""
    words: bool = False


def waiting_for(acting: Acting, day: date) -> list[Waiting]:
    """Gather what waits for this person, in whose name they act now."""
    return [
        *_endings(acting, day),
        *_expiring(acting, day),
        *_claims(acting),
        *_applications(acting),
        *_questions(acting),
        *_tables(acting),
        *_profile(acting, day),
        *_doubles(acting),
    ]


def _expiring(acting: Acting, day: date) -> Iterator[Waiting]:
    """Say to an office how much ends within ninety days at its members."""
    for cluster in clusters_read(acting):
        found = expiring_in(cluster, day)
        if found and may_keep_office(acting, cluster):
            count = len(found)
            title = ngettext(
                "%(count)s thing expires within ninety days at %(cluster)s",
                "%(count)s things expire within ninety days at %(cluster)s",
                count,
            ) % {"count": count, "cluster": cluster}
            text = _("The first: %(what)s, %(whom)s.") % {"what": found[0].what, "whom": found[0].whom}
            aside = _("on %(day)s") % {"day": in_words(found[0].on, "j F Y")}
            url = address("office:expiring", cluster.slug)
            yield Waiting("clock", title, url, text, _("See what to do"), aside)


def _endings(acting: Acting, day: date) -> Iterator[Waiting]:
    """Say what ends within a week, of mine and of those whom I look after."""
    for one in endings(day, acting.person)[:MOST]:
        said = {"who": one.person, "body": one.body, "what": one.what()}
        if one.person == acting.person:
            title = _("What you may do for %(body)s ends soon") % said
        else:
            title = _("What %(who)s may do for %(body)s ends soon") % said
        yield Waiting(
            "calendar",
            title,
            one.page,
            one.what(),
            _("Look at it"),
            _("until %(day)s") % {"day": in_words(one.until_on, "j F Y")},
        )


def _claims(acting: Acting) -> Iterator[Waiting]:
    """Ask an office to answer those who claim an organisation."""
    count = open_claims_for(acting).count() if answers_claims(acting) else 0
    if count:
        title = ngettext(
            "%(count)s person claims an organisation", "%(count)s people claim an organisation", count
        ) % {"count": count}
        text = _("They say that they may speak for it; you check, and answer.")
        yield Waiting("user", title, address("clusters:claims"), text, _("Look, and answer"))


def _applications(acting: Acting) -> Iterator[Waiting]:
    """Give an office the applications to check, and a board those to decide, cluster by cluster."""
    for pile in piles(acting):
        named = {"count": pile.count, "cluster": pile.cluster}
        to_check = pile.state == State.SENT
        title = (
            ngettext("%(count)s application to check", "%(count)s applications to check", pile.count)
            if to_check
            else ngettext("%(count)s application to decide", "%(count)s applications to decide", pile.count)
        )
        yield Waiting(
            "people",
            title % named,
            address("memberships:place", pile.cluster.slug),
            _("An organisation asks to join %(cluster)s, and waits to hear.") % named,
            _("Look at them"),
            _("since %(day)s") % {"day": in_words(pile.since, "j F Y")},
        )


def _questions(acting: Acting) -> Iterator[Waiting]:
    """Give the needs for which partners were picked, and no table was set yet."""
    key = Concat(Value("question:"), Cast(OuterRef("pk"), CharField()), output_field=CharField())
    mine = Question.objects.filter(asked_by=acting.person, audience__in=acting.reader.audiences)
    begun = mine.filter(Exists(Pick.objects.filter(question=OuterRef("pk"))))
    open_ones = begun.exclude(Exists(Consortium.objects.filter(because=key))).newest_first()
    shown = open_ones.select_related("call").defer("call__text").annotate(picked=Count("picks"))
    for question in shown[:MOST]:
        picked: int = question.picked  # type: ignore[attr-defined]  # the annotation just above
        yield Waiting(
            "search",
            _shortened(str(question)),
            question.get_absolute_url(),
            ngettext(
                "You picked %(count)s partner; the table is not set yet.",
                "You picked %(count)s partners; the table is not set yet.",
                picked,
            )
            % {"count": picked},
            _("Go on"),
            _("asked on %(day)s") % {"day": in_words(question.asked_at, "j F Y")},
            words=True,
        )


def _tables(acting: Acting) -> Iterator[Waiting]:
    """Give the tables of mine, or of those I act for, that changed last."""
    owners = [key for key in (acting.person_key, acting.acting_for_key) if key]
    tables = Consortium.objects.visible_to(acting.reader).kept().filter(owner__in=owners)
    for table in tables.latest_change_first().annotate(seat_count=Count("seats"))[:MOST]:
        seats: int = table.seat_count  # type: ignore[attr-defined]  # the annotation just above
        yield Waiting(
            "table",
            table.name,
            table.get_absolute_url(),
            ngettext("A draft with %(count)s seat.", "A draft with %(count)s seats.", seats)
            % {"count": seats},
            _("Open the table"),
            _("changed on %(day)s") % {"day": in_words(table.changed_at, "j F Y")},
            words=True,
        )


def _profile(acting: Acting, day: date) -> Iterator[Waiting]:
    """Ask to confirm a profile that nobody confirmed for a year."""
    organisation = organisation_of(acting)
    if organisation is None or not acting.may(Mandate.Right.EDIT, organisation.key):
        return
    old = old_parts(organisation, day)
    if not old and organisation.confirmed_on is not None:
        return
    days = [one.confirmed_on for one in old if one.confirmed_on]
    named = ", ".join(one.label for one in old)
    text = (
        _("Last confirmed on %(day)s: %(parts)s. Partners trust what was confirmed lately.")
        % {"day": in_words(min(days), "j F Y"), "parts": named}
        if days and len(days) == len(old)
        else _("Not confirmed yet: %(parts)s. Partners trust what was confirmed lately.") % {"parts": named}
        if named
        else _("Nobody has confirmed it yet. Partners trust what was confirmed lately.")
    )
    title = _("Is the page of %(name)s still true?") % {"name": organisation.name}
    yield Waiting(
        "page", title, address("organisations:page", organisation.slug), text, _("Look, and confirm")
    )


def _doubles(acting: Acting) -> Iterator[Waiting]:
    """Ask an office to settle the records that may be one body."""
    if not may_settle_doubles(acting):
        return
    seen = {f"{side}__audience__in": acting.reader.audiences for side in ("first", "second")}
    count = LikelyDouble.objects.filter(verdict=LikelyDouble.Verdict.OPEN, **seen).count()
    if count:
        title = ngettext(
            "%(count)s pair of records may be one body", "%(count)s pairs of records may be one body", count
        ) % {"count": count}
        text = _("Nothing is merged by itself: somebody who knows them decides.")
        yield Waiting("people", title, address("organisations:doubles"), text, _("Settle them"))


def organisation_of(acting: Acting) -> Organisation | None:
    """Return the organisation that this person acts for now, if it is one."""
    key = acting.acting_for_key
    if not key.startswith("organisation:"):
        return None
    return Organisation.objects.visible_to(acting.reader).filter(pk=split_key(key)[1]).first()


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST_TITLE else f"{text[:LONGEST_TITLE].rsplit(' ', 1)[0]}…"
