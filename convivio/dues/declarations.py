"""What dues declare to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.activity.clockwork import declare_duty
from convivio.dues.actions.batches import go_on_with_batches
from convivio.dues.permissions import has_to_do_with_dues
from convivio.web.places import declare_place

declare_place(50, _("Dues"), "euro", "dues:overview", has_to_do_with_dues)
declare_duty("notices", go_on_with_batches)
