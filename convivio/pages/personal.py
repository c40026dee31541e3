"""What the public pages hold of people: who wrote what, what they were writing, who sits in which body."""

from convivio.kernel.personal import Ending, Holds, Personal, Sort, declare_personal
from convivio.pages.models import Body, Funding, News, Programme, Term, Text, TextDraft, TextVersion

IN_OFFICE = Holds(
    Sort.IDENTITY, "to say who decides, and who did, as the duty of transparency asks", is_kept=True
)

declare_personal(Text, Personal(plain=("publisher", "part")))
declare_personal(TextVersion, Personal(hands=("by",), plain=("words", "note")))
declare_personal(
    TextDraft,
    Personal(
        whose="person",
        holds={"words": Holds(Sort.WORDS, "to keep what they type until they publish it")},
        ending=Ending.GONE,
    ),
)
declare_personal(
    News, Personal(hands=("written_by",), plain=("publisher", "title", "words", "picture", "picture_alt"))
)
declare_personal(Body, Personal(plain=("publisher", "name", "words")))
declare_personal(Term, Personal(holds={"person_name": IN_OFFICE}))
declare_personal(
    Programme, Personal(plain=("code", "name", "fund", "words", "cci", "source_title", "source_url"))
)
declare_personal(Funding, Personal(plain=("publisher", "purpose", "act")))
