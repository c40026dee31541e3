"""What the resources hold of people: who booked, who waits, whom one asks."""

from convivio.kernel.personal import Ending, Holds, Personal, Sort, declare_personal
from convivio.resources.models import (
    Booking,
    Closure,
    Feed,
    OpeningHours,
    Picture,
    Resource,
    Series,
    Tariff,
    Together,
    Waiting,
)

OF_THE_BOOKING = Holds(Sort.WORDS, "to tell the owner what a booking is for, and both what came of it")

declare_personal(
    Resource,
    Personal(
        hands=("contact",),
        plain=(
            "slug", "name", "description", "terms", "prerequisites", "manufacturer", "model", "asset_number",
            "doi", "audience",
        ),
    ),
)  # fmt: skip
declare_personal(OpeningHours, Personal())
declare_personal(Tariff, Personal())
declare_personal(Series, Personal())
declare_personal(Together, Personal())
declare_personal(Picture, Personal(plain=("shows",)))
declare_personal(Closure, Personal(plain=("words",)))
declare_personal(
    Booking,
    Personal(
        whose="person",
        holds={"purpose": OF_THE_BOOKING, "words": OF_THE_BOOKING, "left_words": OF_THE_BOOKING},
        ending=Ending.EMPTIED,
    ),
)
declare_personal(
    Waiting,
    Personal(
        whose="person",
        holds={"purpose": Holds(Sort.WORDS, "to make a booking of it when a place is free")},
        ending=Ending.GONE,
    ),
)
declare_personal(
    Feed,
    Personal(
        whose="person",
        holds={"digest": Holds(Sort.SECRET, "to let their calendar program read their bookings")},
        ending=Ending.GONE,
    ),
)
