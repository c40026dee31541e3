"""What the clusters declare to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.clusters.capacities import audiences, capacities
from convivio.clusters.claim_views import answers, open_claim_count
from convivio.clusters.ending_offices import endings
from convivio.clusters.facet_names import cluster_and_chain_names
from convivio.clusters.facets import facets_of_members
from convivio.clusters.helping_members import lookers_after
from convivio.clusters.inviting import FIRST_SIGNATORY, OFFICES, TO_OFFICES, TO_SIGN
from convivio.clusters.offices_page import holdings
from convivio.kernel.audiences import declare_audiences
from convivio.organisations.claims.claiming import declare_lookers_after
from convivio.people.acting import declare_capacities
from convivio.people.endings import declare_endings
from convivio.people.holdings import declare_holdings
from convivio.people.invitations.inviting import declare_invitation
from convivio.search.documents import declare_facets
from convivio.search.facets import Facet, declare_facet
from convivio.web.places import declare_place

declare_audiences(audiences)
declare_capacities(capacities)
declare_holdings(holdings)
declare_endings(endings)
declare_invitation(OFFICES, TO_OFFICES)
declare_invitation(FIRST_SIGNATORY, TO_SIGN)
declare_lookers_after(lookers_after, "clusters:claims")
declare_facets("organisation", facets_of_members)
declare_facet(Facet("cluster", _("Cluster"), cluster_and_chain_names))
declare_facet(Facet("chain", _("Value chain"), cluster_and_chain_names))
declare_place(45, _("Clusters"), "shared", "clusters:list")
declare_place(47, _("Claims"), "user", "clusters:claims", answers, open_claim_count)
