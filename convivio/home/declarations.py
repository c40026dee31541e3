"""What the front page declares to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.web.places import declare_place

declare_place(0, _("Home"), "home", "home:front")
