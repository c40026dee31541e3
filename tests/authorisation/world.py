"""A small world for the authorisation matrix: who is there, and what they may be kept from."""

import hashlib
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils.timezone import localdate, now

from convivio.activity.models import Trace
from convivio.activity.trace import record
from convivio.calls.models import Call
from convivio.clusters.models import (
    Category,
    Cluster,
    Membership,
    MembershipCategory,
    Network,
    Office,
    Suspension,
    ValueChain,
)
from convivio.consortia.models import Consortium, Departure, Seat
from convivio.kernel.audiences import Visibility
from convivio.kernel.translated import in_both
from convivio.matching.models import Question
from convivio.memberships import enclosures
from convivio.memberships.models import Application, Enclosure, Passage, ReturnLink
from convivio.opendata.actions import send_list
from convivio.opendata.moving_in.actions import send_workbook
from convivio.opendata.moving_in.tests.books import one_of_each
from convivio.organisations.editing.logos import path_of
from convivio.organisations.models import (
    Accreditation,
    Claim,
    Identifier,
    LikelyDouble,
    Mandate,
    Merge,
    Organisation,
    Site,
)
from convivio.pages.actions import news_pictures
from convivio.pages.models import Body, Funding, News, Programme, Term, Text, TextVersion
from convivio.people.acting import Acting, acting_as
from convivio.people.invitations.inviting import digest_of
from convivio.people.models import Invitation, Person, Token
from convivio.search.freshness import rebuild_index
from convivio.trackrecord.models import Participation, Project
from convivio.vocabulary.models import Concept
from tests.authorisation.world_dues import dues
from tests.authorisation.world_exchanges import exchanges
from tests.authorisation.world_ideas import ideas
from tests.authorisation.world_needs import needs
from tests.authorisation.world_notices import notices
from tests.authorisation.world_office import office
from tests.authorisation.world_resources import resources
from tests.authorisation.world_skills import skills

MANDATES: dict[str, tuple[str, tuple[str, ...]]] = {
    "member": ("organisation", ("read",)),
    "editor": ("organisation", ("read", "edit", "speak")),
    "signatory": ("organisation", ("read", "edit", "speak", "book", "vote", "sign", "pay")),
    "former_member": ("former", ("read", "edit", "speak", "sign")),
    "suspended": ("stilled", ("read", "edit", "speak", "sign")),
    "expired": ("organisation", ("read", "edit", "speak", "sign")),
}
"""For each principal with mandates: for which organisation, and which."""
OFFICES = {
    "office": ("cluster_office", "salute"),
    "facilitator": ("facilitator", "salute"),
    "board": ("board", "salute"),
    "former_office": ("cluster_office", "salute"),
    "other_office": ("cluster_office", "energia"),
    "coordinator": ("coordinator", ""),
    "region": ("region", ""),
    "auditor": ("auditor", ""),
}
"""For each principal with an office: which, in which cluster; without one, in the network."""
ENDED = ("expired", "former_office")
"""Principals whose mandate or office ended yesterday."""
PROGRAMS = {"program": "editor", "expired_program": "expired"}
"""Principals that send a token: whose it is."""
PRINCIPALS = ("anonymous", "loner", *MANDATES, *OFFICES, *PROGRAMS)
OUTSIDERS = (
    "loner", "former_member", "suspended", "expired", "former_office", "other_office", "region", "auditor",
)  # fmt: skip
"""Principals who have nothing to do with what an organisation of “salute” keeps to itself."""


@dataclass(slots=True)
class World:
    """Everything that addresses name, and one person for each principal."""

    people: dict[str, Any] = field(default_factory=dict)
    named: dict[str, Any] = field(default_factory=dict)
    clients: dict[str, Client] = field(default_factory=dict)


def build() -> World:
    """Make a network of two clusters, one member of the first, and what it keeps to itself."""
    since = localdate() - timedelta(days=400)
    network = Network.objects.create(slug="rete", name=in_both("Rete", "Network"))
    first, second = (
        Cluster.objects.create(network=network, slug=slug, name=in_both(slug, slug))
        for slug in ("salute", "energia")
    )
    organisation = _organisation("laboratorio-uno", "Laboratorio Uno")
    other = _organisation("laboratorio-due", "Laboratorio Due")
    Membership.objects.create(
        organisation=organisation, cluster=first, category=Category.LABORATORY, from_on=since
    )
    former = _organisation("impresa-uscita", "Impresa Uscita")
    stilled = _organisation("impresa-sospesa", "Impresa Sospesa")
    yesterday = localdate() - timedelta(days=1)
    Membership.objects.create(
        organisation=former, cluster=first, category=Category.SME, from_on=since, until_on=yesterday
    )
    still = Membership.objects.create(
        organisation=stilled, cluster=first, category=Category.SME, from_on=since
    )
    Suspension.objects.create(membership=still, reason="Prova", from_on=yesterday)
    named = {"organisation": organisation, "former": former, "stilled": stilled}
    people: dict[str, Any] = {"anonymous": None}
    for name in ("loner", *MANDATES, *OFFICES):
        people[name] = Person.objects.create_user(f"{name}@example.org", name=name.title())
    for name, (whose, rights) in MANDATES.items():
        for right in rights:
            Mandate.objects.create(
                person=people[name],
                organisation=named[whose],
                right=right,
                from_on=since,
                until_on=yesterday if name in ENDED else None,
            )
    for name, (kind, slug) in OFFICES.items():
        Office.objects.create(
            person=people[name],
            kind=kind,
            cluster={"salute": first, "energia": second}.get(slug),
            network=None if slug else network,
            from_on=since,
            until_on=yesterday if name in ENDED else None,
        )
    for name, whose in PROGRAMS.items():
        people[name] = _program(name, people[whose], organisation)
    world = World(people)
    world.named = _things(organisation, other, people["editor"], first)
    world.named |= _letters_and_claims(organisation, first, people)
    file = SimpleUploadedFile("soci.csv", b"nome,comune\nLaboratorio Tre,Modena\n")
    world.named["member_list"] = send_list(file, first, acting=acting_as(people["office"]))
    book = SimpleUploadedFile("soci.xlsx", one_of_each())
    world.named["workbook"] = send_workbook(book, first, acting=acting_as(people["office"]))
    world.named.update(_pages(first))
    world.named |= _applications(organisation, first, people["editor"])
    world.named |= dues(first, organisation, acting_as(people["office"]))
    world.named |= needs(organisation, other, people["signatory"], first)
    world.named |= resources(organisation, people["signatory"])
    world.named |= ideas(organisation, people["signatory"], first)
    world.named |= exchanges(organisation, other)
    world.named |= skills(organisation, people["signatory"])
    world.named |= office(first, organisation, people["office"])
    world.named |= notices(organisation, people["signatory"])
    world.named["trace_entry"] = _entry(first, organisation, acting_as(people["office"]))
    rebuild_index()
    return world


def _program(name: str, person: Person, organisation: Organisation) -> str:
    """Give a program a token that acts for the organisation, and return its secret."""
    secret = f"cv_{name}"
    digest = hashlib.sha256(secret.encode()).hexdigest()
    Token.objects.create(
        person=person, name=name, digest=digest, beginning=secret[:8], acting_for=organisation.key
    )
    return secret


def _letters_and_claims(
    organisation: Organisation, cluster: Cluster, people: dict[str, Any]
) -> dict[str, Any]:
    """Write an invitation of the organisation and one of the cluster's office, and claim the organisation."""
    office = Office.objects.get(person=people["facilitator"])
    letter, office_letter = (
        Invitation.objects.create(
            email=people["editor"].email,
            kind=kind,
            subject=subject,
            offer=offer,
            digest=digest_of(secret),
            invited_by=people[giver],
            acting_for=subject,
            expires_at=now() + timedelta(days=7),
        )
        for kind, subject, offer, secret, giver in (
            ("mandates", organisation.key, {"rights": ["read"], "until": ""}, "prova", "signatory"),
            ("offices", cluster.key, {"kinds": ["facilitator"], "until": ""}, "altra", "office"),
        )
    )
    return {
        "signatory": people["signatory"],
        "office": office,
        "letter": letter,
        "secret": "prova",
        "office_letter": office_letter,
        "claim": Claim.objects.create(organisation=organisation, person=people["loner"]),
    }


def _applications(organisation: Organisation, cluster: Cluster, editor: Person) -> dict[str, Any]:
    """Let an editor apply twice: once sent, with a document, once still being written."""
    MembershipCategory.objects.create(cluster=cluster, code="sme", name=in_both("PMI", "SME"))
    draft, sent = (
        Application.objects.create(cluster=cluster, state=state, email=editor.email, begun_by=editor)
        for state in ("draft", "sent")
    )
    Passage.objects.create(application=sent, out_of="draft", into="sent")
    ReturnLink.objects.create(
        cluster=cluster,
        email="nuova@example.org",
        digest=digest_of("prova"),
        expires_at=now() + timedelta(days=7),
    )
    return {
        "draft_application": draft,
        "application": sent,
        "enclosure": _enclosed(sent),
        "membership": Membership.objects.get(organisation=organisation, cluster=cluster),
    }


def _enclosed(application: Application) -> Enclosure:
    enclosure = Enclosure.objects.create(
        application=application, name="statuto.pdf", token="0" * 32, content_type="application/pdf", size=1
    )
    enclosures.path_of(enclosure).parent.mkdir(parents=True, exist_ok=True)
    enclosures.path_of(enclosure).write_bytes(b"%PDF")
    return enclosure


def _organisation(slug: str, name: str) -> Organisation:
    text = in_both("Misuriamo polimeri per protesi.", "We measure polymers for implants.")
    return Organisation.objects.create(
        slug=slug, name=name, kind="laboratory", country="IT", nuts="ITH54", description=text
    )


def _pages(cluster: Cluster) -> dict[str, Any]:
    """Write the public pages of a cluster: a text in two versions, news, a body with a term, who finances it."""
    key = cluster.key
    chain = ValueChain.objects.create(
        cluster=cluster, slug="biomedicale", name=in_both("Biomedicale", "Biomedical")
    )
    text = Text.objects.create(publisher=key, part="strengths", shown=2)
    for number in (1, 2):
        TextVersion.objects.create(
            text=text, number=number, words=in_both(f"Detto {number}", f"Said {number}")
        )
    words = in_both("Oggi", "Today")
    news = News.objects.create(
        publisher=key,
        title=words,
        words=words,
        state=News.State.PUBLISHED,
        picture="0" * 64,
        picture_alt=words,
    )
    shown = news_pictures.path_of(news.picture, "large")
    shown.parent.mkdir(parents=True, exist_ok=True)
    shown.write_bytes(b"\xff\xd8\xff")
    body = Body.objects.create(publisher=key, kind=Body.Kind.BOARD, name=in_both("Consiglio", "Board"))
    programme, _made = Programme.objects.get_or_create(
        code="prova", defaults={"from_on": localdate(), "until_on": localdate()}
    )
    return {
        "chain": chain,
        "news": news,
        "body": body,
        "term": Term.objects.create(body=body, person_name="Ada Prova"),
        "funding": Funding.objects.create(programme=programme, publisher=key),
    }


def _logo(organisation: Organisation) -> str:
    organisation.logo = "0" * 64
    organisation.save(update_fields=["logo"])
    kept = path_of(organisation.logo)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(b"\x89PNG")
    return organisation.logo


def _merged(kept: Organisation) -> Merge:
    gone = Organisation.objects.create(
        slug="gia-unito", name="Già unito", audience="merged", visibility="private", merged_into=kept
    )
    before = {"do": "set", "model": "organisations.organisation", "column": "audience"}
    entry = {**before, "rows": [gone.pk], "old": "public", "new": "merged"}
    return Merge.objects.create(kept=kept, gone=gone, moved={"changes": [entry], "read_again": []})


def _entry(cluster: Cluster, organisation: Organisation, by: Acting) -> Trace:
    """Something that an office did in its own places."""
    with transaction.atomic():
        return record("note.written", cluster, by=by, because=organisation)


def _things(
    organisation: Organisation, other: Organisation, editor: Person, cluster: Cluster
) -> dict[str, Any]:
    call = Call.objects.create(
        code="PROVA-1",
        slug="prova-1",
        title=in_both("Polimeri", "Polymers"),
        text=in_both("Polimeri per protesi.", "Polymers for implants."),
        deadline=localdate() + timedelta(days=60),
        rule_set="horizon-europe-ria",
    )
    project = Project.objects.create(programme="Prova", code="1", acronym="PROVA", title="Polymers")
    Participation.objects.create(project=project, organisation=organisation, role="coordinator")
    Participation.objects.create(project=project, organisation=other)
    consortium = Consortium.objects.create(
        name="Protesi",
        call=call,
        rule_set=call.rule_set,
        owner=organisation.key,
        visibility=Visibility.PRIVATE,
        audience=organisation.key,
        begun_by=editor,
    )
    seat = Seat.objects.create(consortium=consortium, position=1, role="lead", organisation=organisation)
    question = Question.objects.create(
        address="prova-prova-prova",
        text="Polymers for implants",
        call=call,
        lead=organisation,
        asked_by=editor,
        audience=organisation.key,
    )
    concept = Concept.objects.create(
        scheme="technology", code="polymers", label=in_both("polimeri", "polymers")
    )
    return {
        "organisation": organisation,
        "other": other,
        "cluster": cluster,
        "call": call,
        "project": project,
        "consortium": consortium,
        "seat": seat,
        "departure": Departure.objects.create(
            consortium=consortium, organisation=other, position=2, role="beneficiary"
        ),
        "question": question,
        "concept": concept,
        "merge": _merged(organisation),
        "logo": _logo(organisation),
        "identifier": Identifier.objects.create(organisation=organisation, scheme="pic", value="999999999"),
        "site": Site.objects.create(organisation=organisation, name="Reparto prove"),
        "unit": Organisation.objects.create(
            slug="reparto-uno", name="Reparto Uno", kind="laboratory", part_of=organisation
        ),
        "accreditation": Accreditation.objects.create(
            organisation=organisation, kind="htn_laboratory", granted_by="Regione"
        ),
        "double": LikelyDouble.objects.create(first=organisation, second=other, reason="name"),
        "token": Token.objects.create(person=editor, name="Prova", digest="0" * 64, beginning="cv_"),
    }
