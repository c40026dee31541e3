"""When erasure happens: asked for and taken back in time, done at once, done again after a restore."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.people.acting import Acting
from convivio.people.errors import WordsDiffer
from convivio.people.models import ErasureWish, Person
from convivio.people.permissions import may_erase
from convivio.people.privacy.erasing import erase
from convivio.people.privacy.erasure_journal import is_of, waits_for_a_sweep, write_down, written_down
from convivio.people.privacy.sweeping import sweep

GRACE = timedelta(days=7)


@transaction.atomic
def ask_for_erasure(person: Person, typed: str, *, by: Acting) -> ErasureWish:
    """Note that somebody wants to be forgotten; they typed their address to show that they mean it.

    Raises: WordsDiffer.
    """
    if typed.strip().lower() != person.email.lower():
        raise WordsDiffer(
            _("That is not your address. Write it exactly: nothing else says that you mean it.")
        )
    wish = open_wish(person)
    if wish is None:
        wish = ErasureWish.objects.create(person=person, due_at=now() + GRACE)
        record("erasure.asked", person, by=by)
    return wish


@transaction.atomic
def take_back_erasure(person: Person, *, by: Acting) -> None:
    """Let everything stay as it is; a wish that is gone already is no mistake."""
    taken_back = ErasureWish.objects.filter(person=person, done_at=None, taken_back_at=None)
    if taken_back.update(taken_back_at=now()):
        record("erasure.taken_back", person, by=by)


def erase_at_once(person: Person, why: str, *, by: Acting) -> bool:
    """Forget somebody now, as an office that looks after them may.

    Raises: NotAllowed.
    """
    may_erase(by, person).enforce()
    return erase(person, by=by, why=why)


def open_wish(person: Person) -> ErasureWish | None:
    return ErasureWish.objects.filter(person=person, done_at=None, taken_back_at=None).first()


def erase_who_asked(moment: datetime | None = None) -> int:
    """Forget those whose days of grace are over; a duty of the clock."""
    due = ErasureWish.objects.filter(done_at=None, taken_back_at=None, due_at__lte=moment or now())
    return sum(erase(wish.person, by=None, why="asked") for wish in due.select_related("person"))


def reapply_erasures() -> int:
    """Forget again, after an older copy was put back, whoever the journal names; and count them.

    Who is erased in the database and stands in no journal is written down: a file may be lost, too.
    """
    known = written_down()
    numbers = [number for number, _joined in known]
    again = 0
    for person in Person.objects.filter(pk__in=numbers, erased_at=None):
        again += is_of(person) in known and erase(person, by=None, why="restored")
    for person in Person.objects.exclude(erased_at=None):
        if is_of(person) not in known:
            write_down(person)
    return again


def sweep_if_needed() -> int:
    """Take out of files what erasures left there, once for all since the last time; a duty of the clock."""
    if not waits_for_a_sweep():
        return 0
    return int(sweep())
