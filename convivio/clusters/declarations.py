"""What the clusters declare to the rooms below."""

from convivio.clusters.capacities import audiences, capacities
from convivio.kernel.audiences import declare_audiences
from convivio.people.acting import declare_capacities

declare_audiences(audiences)
declare_capacities(capacities)
