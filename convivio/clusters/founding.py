"""Founding a network and its clusters: what a new installation begins with."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from convivio.activity.letters import post
from convivio.activity.trace import record
from convivio.clusters.models import Cluster, MembershipCategory, Network, Office
from convivio.clusters.standard_categories import STANDARD
from convivio.kernel.errors import BadInput, WrongState
from convivio.kernel.keys import key_of
from convivio.kernel.translated import Translated, in_both
from convivio.kernel.verdicts import ALLOWED, Verdict
from convivio.people.acting import Acting
from convivio.people.models import Person

TAKEN_SLUGS = frozenset({"new", "of", "network", "offices", "claims", "members"})
"""Words that addresses of clusters use for something else."""
LONGEST_SLUG, LONGEST_NAME = 80, 160


@dataclass(frozen=True, slots=True)
class ClusterWanted:
    """A cluster to be founded: its name in both languages, and who keeps its office first."""

    italian: str
    english: str
    office: str = ""
    slug: str = ""


@dataclass(frozen=True, slots=True)
class NetworkWanted:
    """A network to be founded, with its first clusters and its first coordinator."""

    italian: str
    english: str
    coordinator: str
    clusters: tuple[ClusterWanted, ...] = ()


@transaction.atomic
def found_network(wanted: NetworkWanted) -> Network:
    """Found the network of this installation, with its first clusters and offices.

    Raises:
        WrongState: there is a network already.
        BadInput: a name is missing, or an address is none.
    """
    if Network.objects.exists():
        raise WrongState(_("There is a network here already: an installation has one."))
    name = _named(wanted.italian, wanted.english)
    network = Network.objects.create(slug=_free_slug("", name["it"], Network), name=name)
    record("network.founded", network, by=None)
    _give_office(Office.Kind.COORDINATOR, wanted.coordinator, network, by=None)
    for one in wanted.clusters:
        _found(one, network, by=None)
    return network


@transaction.atomic
def found_cluster(wanted: ClusterWanted, network: Network, *, by: Acting) -> Cluster:
    """Add a cluster to the network, with the standard categories of members and its first office.

    Raises:
        NotAllowed: `by` does not coordinate the network.
        BadInput: a name is missing, an address is none, or the short name is taken.
    """
    may_found(by, network).enforce()
    return _found(wanted, network, by=by)


def may_found(acting: Acting, network: Network) -> Verdict:
    """Say whether this person coordinates the network today."""
    if acting.may(Office.Kind.COORDINATOR, network.key):
        return ALLOWED
    return Verdict(_("A cluster is added by the coordinator of the network."))


def _found(wanted: ClusterWanted, network: Network, *, by: Acting | None) -> Cluster:
    name = _named(wanted.italian, wanted.english)
    slug = _free_slug(wanted.slug, name["it"], Cluster)
    cluster = Cluster.objects.create(network=network, slug=slug, name=name)
    MembershipCategory.objects.bulk_create(
        MembershipCategory(
            cluster=cluster,
            code=code,
            name=in_both(italian, english),
            position=position,
            joins_by_resolution=code == "public_authority",
        )
        for position, (code, italian, english) in enumerate(STANDARD, 1)
    )
    record("cluster.founded", cluster, by=by, because=network)
    if wanted.office:
        _give_office(Office.Kind.CLUSTER_OFFICE, wanted.office, cluster, by=by)
    return cluster


def _give_office(kind: Office.Kind, email: str, body: Network | Cluster, *, by: Acting | None) -> Office:
    """Let somebody keep an office from today, with an account if there is none, and write them so."""
    person = _person_at(email)
    office = Office.objects.create(
        person=person,
        kind=kind,
        cluster=body if isinstance(body, Cluster) else None,
        network=body if isinstance(body, Network) else None,
        from_on=localdate(),
        given_by=by.person if by else None,
    )
    record("office.given", person, by=by, because=body, facts={"kind": kind, "office": key_of(office)})
    _tell(person, office, body)
    return office


def _tell(person: Person, office: Office, body: Network | Cluster) -> None:
    with override(person.language):
        words = {"office": office.get_kind_display(), "body": body, "address": settings.ADDRESS}
        post(
            person.email,
            _("%(body)s: you keep the office “%(office)s”") % words,
            _(
                "Good morning,\n\nfrom today you keep the office “%(office)s” of %(body)s.\n\n"
                "Sign in at %(address)s with this e-mail address: we send you a code, no password is needed."
            )
            % words,
        )


def _person_at(email: str) -> Person:
    email = email.strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise BadInput(_("“%(email)s” is not an e-mail address.") % {"email": email}) from error
    return Person.objects.filter(email=email).first() or Person.objects.create_user(email)


def _named(italian: str, english: str) -> Translated:
    italian, english = italian.strip(), english.strip()
    if not italian and not english:
        raise BadInput(_("Give it a name: Italian, English, or both."))
    if max(len(italian), len(english)) > LONGEST_NAME:
        raise BadInput(_("A name has at most %(most)s letters.") % {"most": LONGEST_NAME})
    return in_both(italian or english, english or italian)


def _free_slug(wanted: str, name: str, model: type[Network] | type[Cluster]) -> str:
    """Return the short name for addresses: the wanted one, or one made from the name.

    Errors: BadInput, when the wanted one is taken or is none.
    """
    slug = slugify(wanted or name)[:LONGEST_SLUG].strip("-")
    taken = slug in TAKEN_SLUGS or model._default_manager.filter(slug=slug).exists()
    if slug and not taken:
        return slug
    if not wanted and slug:
        return _free_slug(f"{slug}-2", name, model)
    raise BadInput(_("“%(slug)s” cannot be the short name: choose another.") % {"slug": wanted or name})


def addresses_of(wanted: NetworkWanted) -> list[str]:
    """List the addresses that a founding names, each once."""
    return _each_once([wanted.coordinator, *(one.office for one in wanted.clusters)])


def _each_once(addresses: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(one.strip().lower() for one in addresses if one.strip()))
