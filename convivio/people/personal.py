"""What the room of people holds of people, and what the libraries beneath it do."""

from datetime import timedelta

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib.sessions.models import Session

from convivio.kernel.personal import Ending, Holds, Personal, Sort, Term, declare_person, declare_personal
from convivio.people.models import Consent, ErasureWish, Invitation, Person, Token

ACCOUNT = "to know who acts for whom"
SIGN_IN = "to let nobody else sign in as them"

declare_person(Person)
declare_personal(
    Person,
    Personal(
        whose="id",
        holds={
            "email": Holds(Sort.CONTACT, "to sign in, and to be written to"),
            "password": Holds(Sort.SECRET, SIGN_IN),
            "name": Holds(Sort.IDENTITY, ACCOUNT),
            "job": Holds(Sort.IDENTITY, ACCOUNT),
            "phone": Holds(Sort.CONTACT, "to be reached by those whom they show it to"),
            "language": Holds(Sort.CHOICE, "to be spoken to in their language"),
            "introduction": Holds(Sort.IDENTITY, "to introduce invented people of the demonstration"),
            "shown_to": Holds(Sort.CHOICE, "to show of them what they want to show"),
        },
    ),
)
for _through in (Person.groups.through, Person.user_permissions.through):
    declare_personal(_through, Personal(whose="person", ending=Ending.GONE))
declare_personal(
    Token,
    Personal(
        whose="person",
        holds={
            "name": Holds(Sort.WORDS, "to tell one program from another"),
            "digest": Holds(Sort.SECRET, SIGN_IN),
            "beginning": Holds(Sort.SECRET, "to tell one program from another"),
            "acting_for": Holds(Sort.CHOICE, ACCOUNT),
        },
        ending=Ending.GONE,
        terms=(Term("revoked_at", timedelta(days=30)),),
    ),
)
declare_personal(
    Invitation,
    Personal(
        whose="email:email",
        holds={
            "offer": Holds(Sort.WORDS, "to say what they are invited to"),
            "digest": Holds(Sort.SECRET, "to let nobody else take it up"),
        },
        hands=("invited_by", "accepted_by"),
        plain=("kind", "subject", "language", "acting_for"),
        ending=Ending.GONE,
        terms=(Term("expires_at", timedelta(days=30)),),
    ),
)
declare_personal(
    Consent,
    Personal(
        whose="person",
        holds={
            "purpose": Holds(Sort.CHOICE, "to do what they agreed to, and nothing else", is_kept=True),
            "words": Holds(Sort.CHOICE, "to prove in which words they agreed", is_kept=True),
        },
        terms=(Term("withdrawn_at", timedelta(days=5 * 365)),),
    ),
)
declare_personal(ErasureWish, Personal(whose="person", terms=(Term("asked_at", timedelta(days=365)),)))
declare_personal(
    EmailAddress,
    Personal(
        whose="user",
        holds={"email": Holds(Sort.CONTACT, "to sign in, and to be written to")},
        ending=Ending.GONE,
    ),
)
declare_personal(EmailConfirmation, Personal(holds={"key": Holds(Sort.SECRET, SIGN_IN)}))
declare_personal(
    Authenticator,
    Personal(whose="user", holds={"data": Holds(Sort.SECRET, SIGN_IN)}, plain=("type",), ending=Ending.GONE),
)
declare_personal(
    SocialAccount,
    Personal(
        whose="user",
        holds={
            "uid": Holds(Sort.IDENTITY, "to know them at their identity provider"),
            "extra_data": Holds(Sort.IDENTITY, "what their identity provider told of them"),
        },
        plain=("provider",),
        ending=Ending.GONE,
    ),
)
declare_personal(
    SocialApp, Personal(plain=("provider", "provider_id", "name", "client_id", "secret", "key", "settings"))
)
declare_personal(
    SocialToken,
    Personal(holds={"token": Holds(Sort.SECRET, SIGN_IN), "token_secret": Holds(Sort.SECRET, SIGN_IN)}),
)
declare_personal(
    Session,
    Personal(
        holds={"session_data": Holds(Sort.SECRET, SIGN_IN), "session_key": Holds(Sort.SECRET, SIGN_IN)},
        terms=(Term("expire_date", timedelta(0)),),
    ),
)
