"""The numbers by which others know an organisation: writing one down, taking one back."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.organisations.editing.freshness import confirm
from convivio.organisations.errors import NumberHasASource, NumberIsTaken
from convivio.organisations.models import Confirmation, Identifier, LikelyDouble, Organisation
from convivio.organisations.numbers.checks import checked_number
from convivio.organisations.permissions import may_edit
from convivio.people.acting import Acting
from convivio.search.documents import has_changed

SHARED = frozenset({Identifier.Scheme.VAT, Identifier.Scheme.FISCAL_CODE})
"""What several bodies of one house may have in common."""
SAME_NUMBER = gettext_noop("The same number")


@transaction.atomic
def add_number(organisation: Organisation, scheme: str, value: str, *, by: Acting) -> Identifier:
    """Write down a number of an organisation, once it holds.

    A VAT number or a fiscal code that another record has is kept, and the pair is flagged as a likely
    double, unless one is known to belong to the other.

    Raises: NotAllowed; NumberDoesNotHold; NumberIsTaken.
    """
    lock(organisation)
    may_edit(by, organisation).enforce()
    value = checked_number(scheme, value, organisation.country)
    holders = Organisation.objects.with_identifier(scheme, value)
    if any(one.pk == organisation.pk for one in holders):
        raise NumberIsTaken(_("You have written down this number already."))
    for other in holders:
        _meet(organisation, other, scheme, by)
    number = Identifier.objects.create(organisation=organisation, scheme=scheme, value=value)
    confirm(organisation, [Confirmation.Part.IDENTIFIERS], by=by)
    record("number.added", organisation, by=by, facts={"scheme": scheme, "value": value})
    has_changed(organisation.key)
    return number


@transaction.atomic
def remove_number(number: Identifier, *, by: Acting) -> None:
    """Take back a number that people wrote down.

    Raises: NotAllowed; NumberHasASource, for one that would come back with the next reading.
    """
    lock(number)
    organisation = number.organisation
    may_edit(by, organisation).enforce()
    if number.reading is not None:
        raise NumberHasASource(
            _(
                "This number comes from %(source)s and would be back with its next reading: have it corrected there."
            )
            % {"source": number.reading.source.title}
        )
    facts = {"scheme": number.scheme, "value": number.value}
    number.delete()
    record("number.removed", organisation, by=by, facts=facts)
    has_changed(organisation.key)


def _meet(organisation: Organisation, other: Organisation, scheme: str, by: Acting) -> None:
    """Settle what it means that another record has this number."""
    if scheme not in SHARED:
        name = other.name if by.reader.sees(other.audience) else _("another record")
        raise NumberIsTaken(
            _(
                "This number stands already at %(name)s. If you are one body, ask your cluster’s office to merge the two."
            )
            % {"name": name}
        )
    if _are_of_one_house(organisation, other):
        return
    first, second = sorted((organisation, other), key=lambda one: one.pk)
    known = LikelyDouble.objects.filter(first=first, second=second).exists()
    if not known:
        LikelyDouble.objects.create(first=first, second=second, reason=SAME_NUMBER)


def _are_of_one_house(one: Organisation, other: Organisation) -> bool:
    if one.company_group_id is not None and one.company_group_id == other.company_group_id:
        return True
    related = Q(pk=one.pk, part_of=other) | Q(pk=other.pk, part_of=one)
    return Organisation.objects.filter(related).exists() or (
        one.part_of_id is not None and one.part_of_id == other.part_of_id
    )
