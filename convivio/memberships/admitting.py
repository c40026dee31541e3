"""How an applicant becomes a member: its organisation, its membership, the mandates of its people."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.text import slugify
from django.utils.timezone import localdate

from convivio.activity.trace import record
from convivio.clusters.models import Membership, ValueChain
from convivio.kernel.translated import Translated
from convivio.memberships.answers import NUMBERS, chosen_category, day_in
from convivio.memberships.errors import NoSuchCategory, OrganisationIsOnRecord
from convivio.memberships.letters import post_named
from convivio.memberships.models import Application
from convivio.memberships.rows import new_membership
from convivio.organisations.models import Identifier, Mandate, Organisation
from convivio.people.acting import Acting
from convivio.people.models import Person
from convivio.search.documents import has_changed

Right = Mandate.Right
OF_A_WRITER = (Right.READ, Right.EDIT, Right.SPEAK)
OF_A_SIGNATORY = (*OF_A_WRITER, Right.BOOK, Right.VOTE, Right.SIGN, Right.PAY)
LONGEST_SLUG = 120


def admit(application: Application, member_from: date, *, by: Acting) -> Membership:
    """Make the applicant a member, in the transaction of the decision.

    Raises: NoSuchCategory, OrganisationIsOnRecord, AlreadyAMember.
    """
    category = chosen_category(application)
    if category is None:
        raise NoSuchCategory
    if application.organisation is None:
        application.organisation = _new_organisation(application, by)
    organisation = application.organisation
    said = application.answers
    membership = new_membership(
        Membership(
            organisation=organisation,
            cluster=application.cluster,
            category=category.code,
            from_on=member_from,
            resolution=said.get("resolution", "") if category.joins_by_resolution else "",
            resolved_on=day_in(said, "resolved_on") if category.joins_by_resolution else None,
        )
    )
    chains = ValueChain.objects.filter(cluster=application.cluster, slug__in=said.get("chains", []))
    membership.value_chains.set(chains)
    record("membership.begun", membership, by=by, because=application, facts={"category": category.code})
    _give_mandates(application, organisation, by)
    has_changed(organisation.key)
    return membership


def on_record(application: Application) -> list[Organisation]:
    """Give the organisations that have one of the applicant's numbers already, whoever may see them."""
    same = Q(pk__in=[])
    for scheme in NUMBERS:
        if value := application.answers.get(scheme):
            same |= Q(identifiers__scheme=scheme, identifiers__value=value)
    found = Organisation.objects.filter(same, merged_into=None).distinct()
    return list(found.prefetch_related("identifiers").order_by("name", "pk"))


def _new_organisation(application: Application, by: Acting) -> Organisation:
    """Make the organisation that nobody had on record; its numbers are not somebody else's.

    A group may have one VAT number for several bodies, when the office said that it does.
    """
    same = on_record(application)
    if same and not (application.is_another_body and _only_shared(application, same)):
        raise OrganisationIsOnRecord(same[0].name)
    said = application.answers
    language = application.language[:2]
    organisation = Organisation.objects.create(
        slug=_free_slug(said["name"]),
        name=said["name"],
        kind=said["kind"],
        size=said.get("size", ""),
        country=said.get("country", "") or "IT",
        nuts=said.get("nuts", ""),
        street=said.get("street", ""),
        postcode=said.get("postcode", ""),
        city=said.get("city", ""),
        website=said.get("website", ""),
        staff_count=said.get("staff") or None,
        description=Translated({language: said.get("brings", "")}),
        looking_for=Translated({language: said.get("looks_for", "")}),
        confirmed_on=localdate(),
    )
    Identifier.objects.bulk_create(
        Identifier(organisation=organisation, scheme=scheme, value=said[scheme])
        for scheme in NUMBERS
        if said.get(scheme)
    )
    record("organisation.registered", organisation, by=by, because=application)
    return organisation


def _only_shared(application: Application, same: Iterable[Organisation]) -> bool:
    """Say whether what they have in common is a number that bodies of one group may share."""
    pic = application.answers.get("pic")
    return not any(
        one.scheme == Identifier.Scheme.PIC and one.value == pic
        for organisation in same
        for one in organisation.identifiers.all()
    )


def _give_mandates(application: Application, organisation: Organisation, by: Acting) -> None:
    """Let the applicant's people act for it, where nobody signs for it yet; else who signs decides."""
    today = localdate()
    held = Mandate.objects.filter(organisation=organisation)
    if held.filter(right=Right.SIGN).holding_on(today).exists():
        return
    said = application.answers
    signatory = said.get("signatory_email", "")
    wanted: dict[str, tuple[str, tuple[Mandate.Right, ...]]] = {}
    wanted[application.email] = (said.get("contact_name", ""), OF_A_WRITER)
    wanted[signatory or application.email] = (said.get("signatory_name", ""), OF_A_SIGNATORY)
    for email, (name, rights) in wanted.items():
        person = _person(email, name, application.language)
        mine = held.filter(person=person).holding_on(today).values_list("right", flat=True)
        given = [right for right in rights if right not in set(mine)]
        for right in given:
            Mandate.objects.create(
                person=person, organisation=organisation, right=right, from_on=today, given_by=by.person
            )
        record("mandate.given", organisation, by=by, because=application, facts={"rights": given})
        if email != application.email:
            post_named(application, organisation, person)


def _person(email: str, name: str, language: str) -> Person:
    found = Person.objects.filter(email=email).first()
    return found or Person.objects.create_user(email, name=name[:120], language=language)


def _free_slug(name: str) -> str:
    base = slugify(name)[:LONGEST_SLUG].strip("-") or "organisation"
    taken = set(Organisation.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(slug for number in range(2, len(taken) + 3) if (slug := f"{base}-{number}") not in taken)
