"""What the ideas hold of people: who writes them, who supports them, what somebody said."""

from convivio.ideas.models import (
    Author,
    Comment,
    Criterion,
    Entry,
    Idea,
    Reviewer,
    Round,
    Score,
    Support,
    Version,
)
from convivio.kernel.personal import Ending, Holds, Personal, Sort, declare_personal

declare_personal(
    Idea,
    Personal(
        hands=("begun_by",),
        plain=("title", "summary", "what", "advantages", "sought", "reason", "audience"),
    ),
)
declare_personal(
    Author,
    Personal(
        whose="person",
        holds={"email": Holds(Sort.CONTACT, "to ask somebody to write an idea")},
        ending=Ending.GONE,
    ),
)
declare_personal(Version, Personal(hands=("person",), plain=("kept",)))
declare_personal(Support, Personal(whose="person", ending=Ending.GONE))
declare_personal(
    Comment,
    Personal(
        whose="person",
        holds={
            "words": Holds(Sort.WORDS, "to tell others what they think of an idea"),
            "hidden_because": Holds(Sort.WORDS, "to say why an office hid it"),
        },
        hands=("hidden_by",),
        ending=Ending.EMPTIED,
    ),
)
declare_personal(Round, Personal(plain=("name",)))
declare_personal(Criterion, Personal(plain=("name",)))
declare_personal(Entry, Personal())
declare_personal(
    Reviewer,
    Personal(
        whose="person",
        holds={"words": Holds(Sort.WORDS, "to say what a conflict of interest is")},
        ending=Ending.GONE,
    ),
)
declare_personal(Score, Personal())
