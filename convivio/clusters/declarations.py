"""What the clusters declare to the rooms below."""

from convivio.clusters.capacities import audiences, capacities
from convivio.clusters.facets import facets_of_members
from convivio.kernel.audiences import declare_audiences
from convivio.people.acting import declare_capacities
from convivio.search.documents import declare_facets

declare_audiences(audiences)
declare_capacities(capacities)
declare_facets("organisation", facets_of_members)
