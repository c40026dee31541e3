"""A small world for the authorisation matrix: who is there, and what they may be kept from."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from convivio.calls.models import Call
from convivio.clusters.models import Category, Cluster, Membership, Network, Office
from convivio.consortia.models import Consortium, Departure, Seat
from convivio.kernel.audiences import Visibility
from convivio.kernel.translated import in_both
from convivio.matching.models import Question
from convivio.opendata.actions import send_list
from convivio.organisations.models import LikelyDouble, Mandate, Organisation
from convivio.people.acting import acting_as
from convivio.people.models import Person, Token
from convivio.search.freshness import rebuild_index
from convivio.trackrecord.models import Participation, Project
from convivio.vocabulary.models import Concept

PRINCIPALS = ("anonymous", "loner", "member", "editor", "office", "other_office", "coordinator")


@dataclass(slots=True)
class World:
    """Everything that addresses name, and one person for each principal."""

    people: dict[str, Any] = field(default_factory=dict)
    named: dict[str, Any] = field(default_factory=dict)


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
    people: dict[str, Any] = {"anonymous": None}
    for name in PRINCIPALS[1:]:
        people[name] = Person.objects.create_user(f"{name}@example.org", name=name.title())
    for name, rights in (("member", ["read"]), ("editor", ["read", "edit", "speak"])):
        for right in rights:
            Mandate.objects.create(person=people[name], organisation=organisation, right=right, from_on=since)
    for name, cluster in (("office", first), ("other_office", second)):
        Office.objects.create(person=people[name], kind="cluster_office", cluster=cluster, from_on=since)
    Office.objects.create(person=people["coordinator"], kind="coordinator", network=network, from_on=since)
    world = World(people)
    world.named = _things(organisation, other, people["editor"], first)
    file = SimpleUploadedFile("soci.csv", b"nome,comune\nLaboratorio Tre,Modena\n")
    world.named["member_list"] = send_list(file, first, acting=acting_as(people["office"]))
    rebuild_index()
    return world


def _organisation(slug: str, name: str) -> Organisation:
    text = in_both("Misuriamo polimeri per protesi.", "We measure polymers for implants.")
    return Organisation.objects.create(
        slug=slug, name=name, kind="laboratory", country="IT", nuts="ITH54", description=text
    )


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
        "double": LikelyDouble.objects.create(first=organisation, second=other, reason="name"),
        "token": Token.objects.create(person=editor, name="Prova", digest="0" * 64, beginning="cv_"),
    }
