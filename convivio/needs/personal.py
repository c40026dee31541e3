"""What the board holds of people: who asks, who answers, who read what, who accompanies."""

from convivio.kernel.personal import Ending, Holds, Personal, Sort, declare_personal
from convivio.needs.models import Answer, Asker, Entry, Reading

OF_THE_ANSWER = Holds(Sort.WORDS, "to tell whoever asks what is proposed, and both what came of it")

declare_personal(
    Entry,
    Personal(
        hands=("facilitator",),
        plain=("address", "title", "body", "terms", "audience", "closing_words"),
    ),
)
declare_personal(Asker, Personal(whose="person", ending=Ending.EMPTIED))
declare_personal(Reading, Personal(whose="person", ending=Ending.GONE))
declare_personal(
    Answer,
    Personal(
        whose="person",
        holds={
            "proposes": OF_THE_ANSWER,
            "asks": OF_THE_ANSWER,
            "who": OF_THE_ANSWER,
            "meeting_words": OF_THE_ANSWER,
            "ending_words": OF_THE_ANSWER,
        },
        plain=("address",),
        ending=Ending.EMPTIED,
    ),
)
