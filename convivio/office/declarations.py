"""What the office declares to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.activity.clockwork import declare_duty
from convivio.office.circulating import note_letters_given_up
from convivio.office.contacting import forget_contacts
from convivio.office.permissions import reads_an_office
from convivio.web.places import declare_place

declare_duty("contacts", forget_contacts)
declare_duty("letters given up noted", note_letters_given_up)
declare_place(44, _("The office"), "board", "office:door", reads_an_office)
