"""What the consortia declare to the rooms below."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from convivio.consortia.causes import declare_cause, idea_as_cause
from convivio.consortia.documents import SHOWING, consortium_documents
from convivio.search.documents import declare_documents
from convivio.search.showing import declare_showing
from convivio.web.places import declare_place


def _signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


declare_cause("idea", idea_as_cause)
declare_documents("consortium", consortium_documents)
declare_showing(SHOWING)
declare_place(20, _("Our consortia"), "table", "consortia:list", _signed_in)
