"""How seats at tables follow when two records become one organisation: nobody sits twice."""

from convivio.consortia.models import Consortium, Departure, Seat
from convivio.organisations.merging.steps import Keyed, Moves, declare_merging

declare_merging(
    "consortia",
    Moves(
        model=Seat,
        alike=("consortium_id",),
        better=lambda row: (row.role == Seat.Role.LEAD, -row.position),
        read_again=lambda row: f"consortium:{row.consortium_id}",
    ),
    Moves(model=Departure, alike=("consortium_id",), better=lambda row: row.left_at),
    Keyed(Consortium, "owner"),
    Keyed(Consortium, "audience"),
)
