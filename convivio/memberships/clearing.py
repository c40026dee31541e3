"""Drafts that nobody touches: the applicant is warned by letter, and two weeks later they are erased."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from convivio.activity.trace import record
from convivio.memberships.forgetting import erase
from convivio.memberships.links import HOLDS, warn
from convivio.memberships.models import Application, ApplicationQuerySet

KEPT = timedelta(days=180)
"""How long a draft is kept that nobody works on; the letter goes out as long before as its link opens."""
AT_ONCE = 200


def clear_out_drafts(moment: datetime) -> int:
    """Erase the drafts whose warning is over, and warn of those whose turn has come."""
    erased = sum(_erase(one, moment) for one in _warned_in_vain(moment)[:AT_ONCE])
    return erased + sum(_warn(one, moment) for one in _untouched(moment)[:AT_ONCE])


def _untouched(moment: datetime) -> ApplicationQuerySet:
    drafts = Application.objects.never_sent().filter(warned_at=None)
    return drafts.filter(touched_at__lte=moment - KEPT + HOLDS).order_by("touched_at", "pk")


def _warned_in_vain(moment: datetime) -> ApplicationQuerySet:
    return Application.objects.never_sent().filter(warned_at__lte=moment - HOLDS).order_by("warned_at", "pk")


@transaction.atomic
def _warn(draft: Application, moment: datetime) -> int:
    held = _still(draft, _untouched(moment))
    if held is None:
        return 0
    held.warned_at = moment
    held.save(update_fields=["warned_at"])
    if held.email:
        warn(held, erased_on=localdate(moment + HOLDS))
    record("application.warned", held, by=None)
    return 1


@transaction.atomic
def _erase(draft: Application, moment: datetime) -> int:
    held = _still(draft, _warned_in_vain(moment))
    if held is None:
        return 0
    record("application.erased", held, by=None)
    erase(held)
    return 1


def _still(draft: Application, due: ApplicationQuerySet) -> Application | None:
    """Hold a draft that is due even now that nobody else can touch it."""
    return due.select_for_update().filter(pk=draft.pk).first()
