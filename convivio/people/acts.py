"""What people do with their own account, as the trace tells it."""

from django.utils.translation import gettext_noop

from convivio.activity.acts import Circle, declare_acts, declare_thing

declare_acts(
    Circle.AUDITOR,
    {
        "account.changed": gettext_noop("%(who)s changed an account: %(what)s"),
        "visibility.chosen": gettext_noop("%(who)s chose who sees their own contact"),
        "consent.given": gettext_noop("%(who)s gave a consent"),
        "consent.taken_back": gettext_noop("%(who)s took a consent back"),
        "erasure.asked": gettext_noop("%(who)s asked for an account to be erased"),
        "erasure.taken_back": gettext_noop("%(who)s took the wish to be erased back"),
        "person.erased": gettext_noop("%(who)s erased an account: %(what)s"),
        "token.made": gettext_noop("%(who)s made a key for programs"),
        "token.revoked": gettext_noop("%(who)s revoked a key for programs"),
    },
)
declare_acts(
    Circle.BODY,
    {
        "invitation.written": gettext_noop("%(who)s invited somebody to %(what)s"),
        "invitation.accepted": gettext_noop("%(who)s accepted an invitation to %(what)s"),
        "invitation.declined": gettext_noop("%(who)s declined an invitation to %(what)s"),
        "invitation.revoked": gettext_noop("%(who)s revoked an invitation to %(what)s"),
        "ending.in_a_week": gettext_noop("%(who)s told that this ends within a week: %(what)s"),
        "ending.tomorrow": gettext_noop("%(who)s told that this ends tomorrow: %(what)s"),
    },
)
declare_thing("person", gettext_noop("a person"))
declare_thing("invitation", gettext_noop("an invitation"))
declare_thing("token", gettext_noop("a key for programs"))
