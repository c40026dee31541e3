"""What matching declares to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.consortia.causes import declare_cause
from convivio.matching.causes import question_as_cause
from convivio.web.places import declare_place

declare_cause("question", question_as_cause)
declare_place(10, _("Find partners"), "search", "matching:find")
