"""What supports a claim: facts that an office would look up by hand, to be weighed by a person."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from convivio.kernel.audiences import Reader
from convivio.organisations.models import Claim, Mandate, Organisation
from convivio.people.models import Person

PUBLIC_MAIL = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "outlook.it", "hotmail.com", "hotmail.it", "live.com",
        "live.it", "msn.com", "yahoo.com", "yahoo.it", "icloud.com", "me.com", "libero.it", "virgilio.it",
        "alice.it", "tim.it", "tiscali.it", "fastwebnet.it", "pec.it", "legalmail.it", "proton.me",
        "protonmail.com", "gmx.com", "gmx.net",
    }
)  # fmt: skip
"""Where anybody can have an address: it says nothing of whom they work for."""
PARTS_OF_A_DOMAIN = 2
MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that supports a claim, that does not, or that says nothing: met, missing, unsure."""

    verdict: str
    said: str


def evidence_for(claim: Claim, reader: Reader) -> list[Evidence]:
    """Gather what supports a claim, the strongest first."""
    domain = claim.person.email.rpartition("@")[2].lower()
    if domain in PUBLIC_MAIL:
        said = _(
            "The address is of a public mail provider (%(domain)s): it says nothing of whom they work for."
        )
        return [Evidence("unsure", said % {"domain": domain}), *_history(claim)]
    return [_website(claim.organisation, domain), *_others(claim, domain, reader), *_history(claim)]


def same_domain(domain: str, host: str) -> bool:
    """Say whether an address and a website are of one domain, or one lies under the other."""
    site = host.lower().removeprefix("www.")
    if domain == site:
        return True
    shorter, longer = sorted((domain, site), key=len)
    is_whole = shorter.count(".") + 1 >= PARTS_OF_A_DOMAIN
    return is_whole and longer.endswith(f".{shorter}")


def _website(organisation: Organisation, domain: str) -> Evidence:
    host = urlsplit(organisation.website).hostname or ""
    said = {"domain": domain, "site": host}
    if not host:
        return Evidence(
            "unsure", _("No website is on record to compare the address with (%(domain)s).") % said
        )
    if same_domain(domain, host):
        return Evidence("met", _("The address is of the website’s domain: %(domain)s.") % said)
    return Evidence(
        "missing", _("The address (%(domain)s) is not of the website’s domain (%(site)s).") % said
    )


def _others(claim: Claim, domain: str, reader: Reader) -> list[Evidence]:
    """Say for whom other people with addresses of that domain act."""
    people = Person.objects.filter(is_active=True, email__iendswith=f"@{domain}").exclude(pk=claim.person_id)
    count = people.count()
    if not count:
        return [Evidence("unsure", _("Nobody else here has an address of that domain."))]
    mandates = Mandate.objects.filter(person__in=people).holding_on(localdate())
    bodies = Organisation.objects.visible_to(reader).filter(pk__in=mandates.values("organisation"))
    names = list(bodies.order_by("name").values_list("name", flat=True)[:MOST_NAMED])
    said = ngettext(
        "%(count)s other person here has an address of that domain.",
        "%(count)s other people here have an address of that domain.",
        count,
    ) % {"count": count}
    if names:
        said = f"{said} " + _("They act for: %(names)s.") % {"names": ", ".join(names)}
    return [Evidence("met" if claim.organisation.name in names else "unsure", said)]


def _history(claim: Claim) -> list[Evidence]:
    earlier = Claim.objects.filter(organisation=claim.organisation).exclude(pk=claim.pk)
    refused = earlier.filter(person=claim.person, state=Claim.State.REFUSED).count()
    rivals = earlier.filter(state=Claim.State.OPEN).count()
    found = []
    if refused:
        said = ngettext(
            "The same person was refused %(count)s time before.",
            "The same person was refused %(count)s times before.",
            refused,
        )
        found.append(Evidence("missing", said % {"count": refused}))
    if rivals:
        said = ngettext(
            "%(count)s other claim to it is open.", "%(count)s other claims to it are open.", rivals
        )
        found.append(Evidence("unsure", said % {"count": rivals}))
    return found
