"""What the organisations declare to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.kernel.audiences import declare_audiences
from convivio.notices.declarations import declare_kind
from convivio.notices.mail_acts import declare_mail_act
from convivio.organisations.claims.claiming import CLAIMED
from convivio.organisations.directory.facet_names import (
    accreditation_names,
    cell_names,
    kind_names,
    size_names,
    spot_names,
)
from convivio.organisations.documents import organisation_documents
from convivio.organisations.editing.unused_logos import remove_unused_logos
from convivio.organisations.mandates.capacities import audiences, capacities
from convivio.organisations.mandates.ending import endings
from convivio.organisations.mandates.holdings import holdings
from convivio.organisations.mandates.inviting import COLLEAGUES, KIND
from convivio.organisations.mandates.telling import CHANGED, GIVEN, PROLONG, prolong, said_of_prolonging
from convivio.organisations.permissions import settles_doubles
from convivio.organisations.showing import SHOWING
from convivio.people.acting import declare_capacities
from convivio.people.endings import declare_endings
from convivio.people.holdings import declare_holdings
from convivio.people.invitations.inviting import declare_invitation
from convivio.people.privacy.retention import declare_clearing
from convivio.search.documents import declare_documents
from convivio.search.facets import Facet, declare_facet
from convivio.search.showing import declare_showing
from convivio.web.places import declare_place

declare_audiences(audiences)
declare_capacities(capacities)
declare_holdings(holdings)
declare_endings(endings)
declare_kind(GIVEN)
declare_kind(CHANGED)
declare_kind(CLAIMED)
declare_mail_act(PROLONG, _("Prolong it"), said_of_prolonging, prolong)
declare_clearing("logos that nobody shows", remove_unused_logos)
declare_invitation(KIND, COLLEAGUES)
declare_documents("organisation", organisation_documents)
declare_showing(SHOWING)
declare_facet(Facet("kind", _("Kind"), kind_names, is_kind=True))
declare_facet(Facet("size", _("Size"), size_names))
declare_facet(Facet("accreditation", _("Accreditation"), accreditation_names))
declare_facet(Facet("cell", _("Area of the map"), cell_names))
declare_facet(Facet("spot", _("Place on the map"), spot_names))
declare_place(40, _("Organisations"), "people", "organisations:list")
declare_place(46, _("Likely doubles"), "copy", "organisations:doubles", settles_doubles)
