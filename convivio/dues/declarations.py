"""What dues declare to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.dues.permissions import has_to_do_with_dues
from convivio.web.places import declare_place

declare_place(50, _("Dues"), "euro", "dues:overview", has_to_do_with_dues)
