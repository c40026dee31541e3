"""What those who sign for an organisation are told: somebody applied in its name."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.kernel.keys import split_key
from convivio.memberships.models import UNDER_WAY, Application
from convivio.notices.declarations import Kind, Line
from convivio.notices.kinds import Facts
from convivio.organisations.models import Mandate
from convivio.people.models import Person

MOST_SIGNATORIES = 10


def _whom(about: str, _facts: Facts) -> list[int]:
    """Give those who sign for the organisation today, but whoever applied."""
    application = _under_way(about)
    if application is None or application.organisation is None:
        return []
    held = Mandate.objects.filter(organisation=application.organisation, right=Mandate.Right.SIGN)
    signing = held.holding_on(localdate()).exclude(person__email=application.email)
    return sorted(set(signing.values_list("person", flat=True)))[:MOST_SIGNATORIES]


def _words(about: str, facts: Facts, person: Person, _language: str) -> Line | None:
    """Say who applied to what, while it is under way and the person signs."""
    application = _under_way(about)
    if application is None or person.pk not in _whom(about, facts):
        return None
    said = {
        "name": application.name or application.email,
        "cluster": application.cluster,
        "who": application.email,
    }
    sentence = _(
        "%(who)s sent an application of %(name)s to %(cluster)s. You sign for %(name)s: read it, and withdraw "
        "it if it is not meant."
    )
    url = reverse("memberships:application", args=[application.pk])
    return Line(_("%(name)s applies to %(cluster)s") % said, sentence % said, url=url)


def _under_way(about: str) -> Application | None:
    rows = Application.objects.select_related("cluster", "organisation").filter(state__in=UNDER_WAY)
    return rows.filter(pk=split_key(about)[1]).first()


IN_OUR_NAME = Kind(
    name="application.in_our_name",
    label=gettext_lazy("Somebody applies to a cluster in the name of your organisation"),
    group=gettext_lazy("Membership"),
    recipients=_whom,
    words=_words,
)
