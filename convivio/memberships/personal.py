"""What applications hold of people: who wrote them, who signs, who moved them on."""

from datetime import timedelta

from convivio.kernel.personal import Ending, Holds, Personal, Sort, Term, declare_personal
from convivio.memberships.forgetting import forget
from convivio.memberships.models import Application, BoardDecision, Enclosure, Passage, ReturnLink
from convivio.people.privacy.erasing import declare_erasure

TO_DECIDE = "to decide whether the organisation becomes a member"

declare_personal(
    Application,
    Personal(
        whose="email:email",
        holds={
            "email": Holds(Sort.CONTACT, "to tell the applicant where the application stands"),
            "answers": Holds(Sort.WORDS, TO_DECIDE, is_kept=True),
        },
        hands=("begun_by",),
        plain=("language", "writers"),
    ),
)
declare_personal(Passage, Personal(holds={"words": Holds(Sort.WORDS, TO_DECIDE)}, hands=("by",)))
declare_personal(
    ReturnLink,
    Personal(
        whose="email:email",
        holds={
            "email": Holds(Sort.CONTACT, "to send the link that opens an application"),
            "digest": Holds(Sort.SECRET, "to know the link again without keeping its secret"),
        },
        plain=("language",),
        ending=Ending.GONE,
        terms=(Term("made_at", timedelta(days=60)),),
    ),
)
declare_personal(
    Enclosure,
    Personal(holds={"name": Holds(Sort.WORDS, TO_DECIDE)}, plain=("token", "content_type")),
)
declare_personal(
    BoardDecision,
    Personal(
        holds={
            "note": Holds(Sort.WORDS, "to show how the board decided", is_kept=True),
            "sentence": Holds(Sort.WORDS, "to show why the board decided so", is_kept=True),
        },
        hands=("recorded_by", "undone_by"),
    ),
)
declare_erasure("memberships", forget)
