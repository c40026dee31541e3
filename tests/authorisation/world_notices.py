"""What has reached somebody in the world of the matrix, and the links in their letters."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from convivio.kernel.keys import key_of
from convivio.notices.handing_out import hand_out
from convivio.notices.mail_acts import mail_link
from convivio.notices.models import Delivery
from convivio.notices.stop_links import stop_address
from convivio.notices.telling import tell
from convivio.organisations.mandates.telling import GIVEN, PROLONG
from convivio.organisations.models import Mandate, Organisation
from convivio.people.models import Person


def notices(organisation: Organisation, person: Person) -> dict[str, Any]:
    """Tell somebody of what they may do, and give them the links of a letter: one prolongs a colleague's mandate."""
    colleague = Person.objects.create_user("colleague@example.org", name="Colleague")
    today = localdate()
    ending = Mandate.objects.create(
        person=colleague,
        organisation=organisation,
        right="read",
        from_on=today - timedelta(days=40),
        until_on=today + timedelta(days=5),
    )
    with transaction.atomic():
        tell(GIVEN.name, organisation, facts={"person": person.pk})
    hand_out()
    return {
        "notice": Delivery.objects.get(person=person),
        "notices_stop": _last_part(stop_address(person, [GIVEN.name])),
        "mail_act": _last_part(mail_link(person, PROLONG, key_of(ending))),
    }


def _last_part(address: str) -> str:
    return address.rstrip("/").rpartition("/")[2]
