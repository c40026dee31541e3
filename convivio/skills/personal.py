"""What the skills hold of people: whom one asks, who vouched, who proposed a word."""

from convivio.kernel.personal import Ending, Holds, Personal, Sort, declare_personal
from convivio.skills.models import Course, Evidence, Skill, Word

declare_personal(Skill, Personal(hands=("person",), plain=("words", "audience")))
declare_personal(
    Evidence,
    Personal(
        whose="person",
        holds={"words": Holds(Sort.WORDS, "to say why they vouch for a skill of others")},
        plain=("url",),
        ending=Ending.GONE,
    ),
)
declare_personal(Word, Personal(hands=("person",), plain=("text", "why")))
declare_personal(Course, Personal(plain=("words",)))
