"""What the ledger holds of people: who took which step of an exchange, and their words."""

from convivio.exchanges.models import Exchange, Step
from convivio.kernel.personal import Ending, Holds, Personal, Sort, declare_personal

declare_personal(Exchange, Personal(plain=("words", "worth_basis", "about")))
declare_personal(
    Step,
    Personal(
        whose="person",
        holds={"words": Holds(Sort.WORDS, "to tell the other side why, and to prove what was shared")},
        plain=("said_by",),
        ending=Ending.EMPTIED,
    ),
)
