"""What the clusters declare to the rooms below."""

from django.utils.translation import gettext_lazy as _

from convivio.clusters.capacities import audiences, capacities
from convivio.clusters.facet_names import cluster_and_chain_names
from convivio.clusters.facets import facets_of_members
from convivio.kernel.audiences import declare_audiences
from convivio.people.acting import declare_capacities
from convivio.search.documents import declare_facets
from convivio.search.facets import Facet, declare_facet
from convivio.web.places import declare_place

declare_audiences(audiences)
declare_capacities(capacities)
declare_facets("organisation", facets_of_members)
declare_facet(Facet("cluster", _("Cluster"), cluster_and_chain_names))
declare_facet(Facet("chain", _("Value chain"), cluster_and_chain_names))
declare_place(45, _("Clusters"), "shared", "clusters:list")
