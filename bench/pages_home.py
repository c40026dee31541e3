"""Fill an installation with invented rows, the same every time: organisations, projects, people.

Run in a process whose CONVIVIO_HOME names the folder; `bench/pages.py` does.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from bench import busy_member
from convivio.clusters.models import Category, Cluster, Membership, Network, Office
from convivio.kernel.translated import in_both
from convivio.organisations.models import Accreditation, Competence, Identifier, Kind, Mandate, Organisation
from convivio.people.models import Person
from convivio.search.freshness import rebuild_index
from convivio.trackrecord.models import Participation, Project
from convivio.vocabulary.models import Concept, Scheme

ORGANISATIONS, PROJECTS, CLUSTERS, MEMBERS = 100_000, 20_000, 11, 800
SEED = 20261122
BATCH = 2000
CORE, OFTEN = 3000, 0.75
SINCE = date(2021, 1, 1)
NAMES_BEFORE = (
    "Alfa Bassa Cima Duna Elce Fonte Ghiaia Isola Lama Monte Nave Orto Ponte Quercia Riva Sasso Torre Valle Zolla"
).split()
NAMES_AFTER = (
    "Meccanica Filtri Ceramica Sensori Membrane Robotica Farma Ottica Energia Tessuti Software Stampi Analisi Idrogeno"
).split()
FORMS = ("S.r.l.", "S.p.A.", "GmbH", "SAS", "B.V.", "S.L.", "Oy", "Università", "Institute", "Comune")
SAID = (
    ("Facciamo filtri e membrane per la dialisi.", "We make filters and membranes for dialysis."),
    ("Misuriamo la fatica dei metalli.", "We measure fatigue in metals."),
    ("Stampiamo ceramica per impianti.", "We print ceramics for implants."),
    ("Scriviamo software per le corsie.", "We write software for hospital wards."),
    ("Proviamo celle a combustibile.", "We test hydrogen fuel cells."),
    ("Costruiamo robot per smontare batterie.", "We build robots that take batteries apart."),
)
COUNTRIES = {
    "IT": (43.5, 11.5, 30), "DE": (51.0, 10.0, 20), "FR": (46.5, 2.5, 16), "ES": (40.0, -3.5, 15),
    "NL": (52.2, 5.3, 9), "BE": (50.8, 4.4, 8), "EL": (38.5, 23.5, 7), "PT": (39.5, -8.0, 6),
    "SE": (60.0, 15.0, 6), "FI": (62.0, 25.0, 5), "PL": (52.0, 19.5, 5), "RO": (45.8, 25.0, 4),
}  # fmt: skip
ITALIAN = (
    "ITH51",
    "ITH52",
    "ITH53",
    "ITH54",
    "ITH55",
    "ITH56",
    "ITH57",
    "ITH58",
    "ITH59",
    "ITC4C",
    "ITI14",
    "ITF33",
)


def fill(cordis: Path | None) -> None:
    """Make the tables ready, take in the Commission's file if there is one, and add invented rows."""
    call_command("prepare", verbosity=0)
    if cordis is not None:
        call_command("import", "cordis", str(cordis), verbosity=0)
    chance = random.Random(SEED)
    with transaction.atomic():
        _add_organisations(chance, ORGANISATIONS - Organisation.objects.count())
        numbers = list(Organisation.objects.order_by("pk").values_list("pk", flat=True))
        _add_projects(chance, numbers)
        _add_clusters(chance, numbers)
    rebuild_index()


def _add_organisations(chance: random.Random, count: int) -> None:
    concepts = list(Concept.objects.filter(scheme=Scheme.TECHNOLOGY).values_list("pk", flat=True))
    for start in range(0, count, BATCH):
        made = [_organisation(chance, number) for number in range(start, min(start + BATCH, count))]
        rows = Organisation.objects.bulk_create(made)
        Identifier.objects.bulk_create(
            Identifier(organisation=row, scheme="pic", value=f"{100_000_000 + start + place}")
            for place, row in enumerate(rows)
        )
        Competence.objects.bulk_create(
            Competence(organisation=row, concept_id=concept, confirmed_on=SINCE)
            for row in rows
            for concept in chance.sample(concepts, 2)
        )
        Accreditation.objects.bulk_create(
            Accreditation(organisation=row, kind="htn_laboratory", granted_by="Regione", from_on=SINCE)
            for row in rows
            if row.kind == Kind.LABORATORY
        )


def _organisation(chance: random.Random, number: int) -> Organisation:
    country = chance.choices(list(COUNTRIES), [weight for _, _, weight in COUNTRIES.values()])[0]
    latitude, longitude, _ = COUNTRIES[country]
    name = f"{chance.choice(NAMES_BEFORE)} {chance.choice(NAMES_AFTER)} {number} {chance.choice(FORMS)}"
    audience = chance.choices(["public", "network:1", f"organisation:{number}"], [97, 2, 1])[0]
    foreign = f"{country}{chance.randint(1, 9)}{chance.randint(1, 9)}{chance.randint(1, 9)}"
    return Organisation(
        slug=f"invented-{number}",
        name=name,
        short_name=name.split(maxsplit=1)[0],
        kind=chance.choice(Kind.values),
        size=chance.choice(["", "micro", "small", "medium", "large"]),
        country=country,
        nuts=chance.choice(ITALIAN) if country == "IT" else foreign,
        city=chance.choice(NAMES_BEFORE),
        latitude=latitude + chance.gauss(0, 1.5),
        longitude=longitude + chance.gauss(0, 1.5),
        website=f"https://invented-{number}.example/",
        description=in_both(*chance.choice(SAID)),
        visibility={"public": "public", "network:1": "network"}.get(audience, "private"),
        audience=audience,
        confirmed_on=SINCE + timedelta(days=chance.randrange(1500)),
    )


def _add_projects(chance: random.Random, numbers: list[int]) -> None:
    concepts = list(Concept.objects.filter(scheme=Scheme.TECHNOLOGY).values_list("pk", flat=True))
    links = Project.concepts.through
    for start in range(0, PROJECTS - Project.objects.count(), BATCH):
        rows = Project.objects.bulk_create(_project(chance, start + place) for place in range(BATCH))
        Participation.objects.bulk_create(part for row in rows for part in _parts(chance, row, numbers))
        links.objects.bulk_create(
            links(project_id=row.pk, concept_id=concept)
            for row in rows
            for concept in chance.sample(concepts, 3)
        )


def _project(chance: random.Random, number: int) -> Project:
    _, english = chance.choice(SAID)
    signed = SINCE + timedelta(days=chance.randrange(1500))
    return Project(
        programme="HORIZON",
        code=f"I{number}",
        acronym=f"{chance.choice(NAMES_BEFORE).upper()}{number}",
        title=f"{english.removesuffix('.')}, part {number}",
        objective=" ".join(chance.choice(SAID)[1] for _ in range(20)),
        scheme="HORIZON-RIA",
        signed_on=signed,
        starts_on=signed + timedelta(days=60),
        ends_on=signed + timedelta(days=1500),
        contribution=Decimal(chance.randrange(500_000, 8_000_000)),
    )


def _place(chance: random.Random, count: int) -> int:
    """Choose an organisation: three times in four one of the few that take part often."""
    if chance.random() < OFTEN:
        return int(min(CORE, count) * chance.random() ** 2)
    return int(count * chance.random())


def _parts(chance: random.Random, project: Project, numbers: list[int]) -> Iterator[Participation]:
    """Give the partners: few organisations take part often, as in the real programme."""
    seats = min(2 + int(chance.expovariate(1 / 6)), 60)
    places = {_place(chance, len(numbers)) for _ in range(seats)}
    for position, place in enumerate(sorted(places, key=lambda _: chance.random())):
        role = Participation.Role.PARTICIPANT if position else Participation.Role.COORDINATOR
        yield Participation(
            project=project,
            organisation_id=numbers[place],
            role=role,
            position=position,
            contribution=Decimal(chance.randrange(50_000, 900_000)),
        )


def _add_clusters(chance: random.Random, numbers: list[int]) -> None:
    network = Network.objects.create(slug="network", name=in_both("Rete", "Network"))
    clusters = [
        Cluster.objects.create(
            network=network, slug=f"cluster-{place}", name=in_both(f"Cluster {place}", f"Cluster {place}")
        )
        for place in range(CLUSTERS)
    ]
    members = chance.sample(numbers, MEMBERS)
    Membership.objects.bulk_create(
        Membership(
            organisation_id=number,
            cluster=clusters[place % CLUSTERS],
            category=chance.choice(Category.values),
            from_on=SINCE,
        )
        for place, number in enumerate(members)
    )
    for name, right in (("member", Mandate.Right.READ), ("editor", Mandate.Right.EDIT)):
        person = Person.objects.create_user(f"{name}@convivio.example")
        Mandate.objects.create(person=person, organisation_id=members[0], right=right, from_on=SINCE)
    office = Person.objects.create_user("office@convivio.example")
    Office.objects.create(person=office, kind=Office.Kind.CLUSTER_OFFICE, cluster=clusters[0], from_on=SINCE)
    coordinator = Person.objects.create_user("coordinator@convivio.example")
    Office.objects.create(person=coordinator, kind=Office.Kind.COORDINATOR, network=network, from_on=SINCE)
    busy_member.fill(chance, clusters[0], members[0])
