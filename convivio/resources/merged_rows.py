"""How resources, bookings and waiting lists follow when two records become one organisation."""

from convivio.organisations.merging.steps import Keyed, Moves, declare_merging
from convivio.resources.models import Booking, Resource, Waiting

declare_merging(
    "resources",
    Moves(model=Resource, column="owner", read_again=lambda row: row.key),
    Keyed(Resource, "audience"),
    Moves(model=Booking),
    Moves(model=Waiting, alike=("resource_id", "from_at", "until_at"), better=lambda row: -row.pk),
)
