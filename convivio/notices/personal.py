"""What the notices hold of people: who was reached by what, how they want it, links that act for them."""

from datetime import timedelta

from convivio.kernel.personal import Ending, Holds, Personal, Sort, Term, declare_personal
from convivio.notices.models import Delivery, Notice, Preference, SignedAct

KEPT = timedelta(days=400)

declare_personal(
    Notice,
    Personal(
        holds={"last_error": Holds(Sort.WORDS, "to see why a notice could not be handed out")},
        plain=("kind", "about", "because", "facts"),
        terms=(Term("told_at", KEPT),),
    ),
)
declare_personal(Delivery, Personal(whose="person", ending=Ending.GONE))
declare_personal(Preference, Personal(whose="person", plain=("kind",), ending=Ending.GONE))
declare_personal(
    SignedAct,
    Personal(
        whose="person",
        holds={"digest": Holds(Sort.SECRET, "to let nobody else act by a letter")},
        plain=("name", "key", "acting_for"),
        ending=Ending.GONE,
        terms=(Term("expires_at", timedelta(days=30)),),
    ),
)
