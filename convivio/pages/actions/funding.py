"""Writing down which programme finances whom, from when to when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.kernel.translated import Translated
from convivio.pages.errors import AlreadyFinanced
from convivio.pages.models import Funding, Programme
from convivio.pages.permissions import may_write
from convivio.pages.publishers import Publisher
from convivio.people.acting import Acting


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a programme pays: what for, by which act, from when to when."""

    programme: Programme
    purpose: Mapping[str, str]
    act: str
    from_on: date
    until_on: date | None


def add_funding(publisher: Publisher, grant: Grant, *, by: Acting) -> Funding:
    """Write down that a programme finances this publisher.

    Raises:
        NotAllowed.
        AlreadyFinanced: the act is on record for some of these days.
    """
    return _kept(publisher, Funding(publisher=publisher.key), grant, by, "funding.added")


def change_funding(publisher: Publisher, funding: Funding, grant: Grant, *, by: Acting) -> Funding:
    """Correct what is on record, or say on which day it ended.

    Raises:
        NotAllowed.
        AlreadyFinanced.
    """
    return _kept(publisher, funding, grant, by, "funding.changed")


def _kept(publisher: Publisher, funding: Funding, grant: Grant, by: Acting, verb: str) -> Funding:
    try:
        with transaction.atomic():
            may_write(by, publisher).enforce()
            if funding.pk:
                lock(funding)
            funding.programme, funding.act = grant.programme, grant.act
            funding.purpose = Translated(grant.purpose)
            funding.from_on, funding.until_on = grant.from_on, grant.until_on
            funding.save()
            facts = {"funding": funding.pk, "programme": grant.programme.code}
            record(verb, publisher.key, by=by, facts=facts)
    except IntegrityError as refused:
        if "an_act_finances_once" in str(refused):
            raise AlreadyFinanced from refused
        raise
    return funding
