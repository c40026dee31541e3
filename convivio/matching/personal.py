"""What matching holds of people: who asked; what a person asked for themself alone goes with them."""

from convivio.kernel.personal import Holds, Personal, Sort, declare_personal
from convivio.matching.models import Pick, Question
from convivio.people.models import Person
from convivio.people.privacy.erasing import declare_erasure

declare_personal(
    Question,
    Personal(
        whose="asked_by",
        holds={
            "text": Holds(Sort.WORDS, "to find partners; it belongs to whom they asked for", is_kept=True)
        },
        plain=("address", "filters", "rule_set", "audience", "because"),
    ),
)
declare_personal(Pick, Personal(plain=("reasons",)))


def forget_their_own(person: Person, addresses: frozenset[str]) -> int:
    """Take away the questions that nobody but this person could see."""
    return Question.objects.filter(audience=person.key).delete()[0]


declare_erasure("questions of their own", forget_their_own)
