"""What the office holds of people: contacts, lines and notes about them, letters sent to them."""

from convivio.kernel.personal import Ending, Holds, Personal, Sort, declare_personal
from convivio.office.models import (
    Addressee,
    Circular,
    Contact,
    Deed,
    Encounter,
    NoCirculars,
    Note,
    SavedView,
)

IN_TOUCH = "to keep in touch with somebody who is not of a member"
LOOKING_AFTER = "to look after the members"

declare_personal(SavedView, Personal(whose="owner", plain=("name", "query"), ending=Ending.GONE))
declare_personal(Note, Personal(hands=("written_by",), holds={"text": Holds(Sort.WORDS, LOOKING_AFTER)}))
declare_personal(Deed, Personal(hands=("done_by",), plain=("before",)))
declare_personal(
    Contact,
    Personal(
        whose="email:email",
        hands=("owner",),
        plain=("organisation_name",),
        holds={
            "name": Holds(Sort.IDENTITY, IN_TOUCH),
            "role": Holds(Sort.IDENTITY, IN_TOUCH),
            "phone": Holds(Sort.CONTACT, IN_TOUCH),
            "source": Holds(Sort.WORDS, IN_TOUCH),
            "consent": Holds(Sort.CHOICE, IN_TOUCH),
        },
        ending=Ending.GONE,
    ),
)
declare_personal(
    Encounter,
    Personal(
        hands=("written_by",),
        holds={"whom": Holds(Sort.IDENTITY, LOOKING_AFTER), "line": Holds(Sort.WORDS, LOOKING_AFTER)},
    ),
)
declare_personal(
    Circular, Personal(hands=("written_by", "sent_by"), plain=("subject", "text", "query", "chosen"))
)
declare_personal(
    Addressee,
    Personal(
        whose="person",
        holds={"name": Holds(Sort.IDENTITY, "to show whom a circular reached")},
        plain=("rights", "language"),
    ),
)
declare_personal(NoCirculars, Personal(whose="person", ending=Ending.GONE))
