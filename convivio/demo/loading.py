"""Filling an empty installation with the demonstration network, all or nothing."""

from datetime import date, timedelta
from typing import Any, overload

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.calls.models import Call
from convivio.calls.standing import Deadline
from convivio.clusters.categories import give_standard_categories
from convivio.clusters.models import Cluster, Membership, Network, Office, ValueChain
from convivio.demo.filling_board import fill_board
from convivio.demo.filling_dues import fill_dues
from convivio.demo.filling_exchanges import fill_exchanges
from convivio.demo.filling_ideas import fill_ideas
from convivio.demo.filling_mandates import fill_mandates
from convivio.demo.filling_memberships import fill_memberships
from convivio.demo.filling_notices import fill_notices
from convivio.demo.filling_office import fill_office
from convivio.demo.filling_pages import fill_pages
from convivio.demo.filling_profiles import fill_profiles
from convivio.demo.filling_resources import fill_resources
from convivio.demo.filling_skills import fill_skills
from convivio.demo.network_files import Entry, entries, network
from convivio.kernel.errors import WrongState
from convivio.kernel.money import euros
from convivio.kernel.translated import Translated
from convivio.organisations.models import Accreditation, Identifier, Mandate, Organisation
from convivio.people.models import Person
from convivio.search.documents import has_changed
from convivio.sources.models import Reading
from convivio.sources.readings import Origin, finish, reading_of
from convivio.trackrecord.models import Participation, Project, Topic
from convivio.vocabulary.models import Concept, Scheme

INVENTED = Origin(
    slug="convivio-demonstration",
    title="Convivio: the demonstration network",
    publisher="Convivio",
    licence="EUPL-1.2",
    attribution="Invented for the demonstration of Convivio; a likeness of name is chance.",
)


def is_loaded() -> bool:
    return Network.objects.exists()


@transaction.atomic
def load_network() -> dict[str, int]:
    """Take in the whole demonstration network, and count what it brought.

    Raises:
        WrongState: there is a network already; the demonstration fills an empty installation only.
    """
    if is_loaded():
        raise WrongState(_("There is a network here already; the demonstration needs an empty home."))
    reading = reading_of(INVENTED)
    loader = _Loader(reading)
    for step in (
        loader.clusters,
        loader.organisations,
        loader.people,
        loader.memberships,
        loader.projects,
        loader.skills,
        loader.profiles,
        loader.calls,
        loader.pages,
        loader.office,
        loader.mandates,
        loader.notices,
        loader.dues,
        loader.resources,
        loader.ideas,
        loader.exchanges,
        loader.board,
    ):
        step()
    counts = {name: len(rows) for name, rows in loader.found.items()}
    finish(reading, counts)
    record("demonstration.loaded", reading, by=None, facts=counts)
    return counts


class _Loader:
    """One filling: what was made so far, by the names that the files use."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.network = Network.objects.create(
            slug=network()["slug"],
            name=Translated(network()["name"]),
            mission=Translated(network()["mission"]),
        )
        self.found: dict[str, dict[str, Any]] = {
            name: {} for name in ("clusters", "organisations", "people", "projects", "calls")
        }
        labels = Concept.objects.filter(scheme=Scheme.TECHNOLOGY)
        self.concepts = {str(one.label.get("en", "")).casefold(): one for one in labels}

    def clusters(self) -> None:
        for entry in entries("clusters"):
            cluster = Cluster.objects.create(
                network=self.network,
                slug=entry["slug"],
                name=Translated(entry["name"]),
                mission=Translated(entry["mission"]),
                sector=Concept.objects.filter(scheme=Scheme.SECTOR, code=entry["sector"]).first(),
            )
            for chain in entry["value_chains"]:
                ValueChain.objects.create(cluster=cluster, slug=chain["slug"], name=Translated(chain["name"]))
            give_standard_categories(cluster)
            self.found["clusters"][cluster.slug] = cluster

    def organisations(self) -> None:
        hosts = {}
        for entry in entries("organisations"):
            organisation = self._organisation(entry)
            self.found["organisations"][organisation.slug] = organisation
            if "hosted_by" in entry:
                hosts[organisation] = entry["hosted_by"]
        for organisation, host in hosts.items():
            organisation.hosted_by = self.found["organisations"][host]
            organisation.save(update_fields=["hosted_by"])
        has_changed(*(one.key for one in self.found["organisations"].values()))

    def _organisation(self, entry: Entry) -> Organisation:
        organisation = Organisation.objects.create(
            slug=entry["slug"],
            name=entry["name"],
            short_name=entry.get("short_name", ""),
            kind=entry["kind"],
            size=entry.get("size", ""),
            country=entry["country"],
            nuts=entry.get("nuts", ""),
            city=entry.get("city", ""),
            latitude=entry.get("lat"),
            longitude=entry.get("lon"),
            founded=entry.get("founded"),
            staff_count=entry.get("staff"),
            website=entry.get("website", ""),
            description=Translated(entry["description"]),
            looking_for=Translated(entry.get("looking_for", {})),
            confirmed_on=localdate() - timedelta(days=_days_since_confirmed(entry["slug"])),
            reading=self.reading,
        )
        if "vat" in entry:
            Identifier.objects.create(
                organisation=organisation, scheme="vat", value=f"IT{entry['vat']}", reading=self.reading
            )
        for one in entry.get("accreditations", []):
            self._accreditation(organisation, one)
        for one in entry.get("memberships", []):
            self._membership(organisation, one)
        return organisation

    def _accreditation(self, organisation: Organisation, entry: Entry) -> None:
        Accreditation.objects.create(
            organisation=organisation,
            kind=entry["kind"],
            granted_by=entry["granted_by"],
            from_on=_day(entry["from"]),
            until_on=_day(entry.get("until")),
            reading=self.reading,
        )

    def _membership(self, organisation: Organisation, entry: Entry) -> None:
        cluster = self.found["clusters"][entry["cluster"]]
        membership = Membership.objects.create(
            organisation=organisation,
            cluster=cluster,
            category=entry["category"],
            from_on=_day(entry["since"]),
            until_on=_day(entry.get("until")),
        )
        chains = ValueChain.objects.filter(cluster=cluster, slug__in=entry.get("value_chains", []))
        membership.value_chains.set(chains)

    def people(self) -> None:
        for entry in entries("people"):
            person = Person.objects.create_user(
                entry["email"],
                name=entry["name"],
                language=entry["language"],
                job=entry.get("job", ""),
                is_invented=True,
                introduction=entry.get("introduction", {}) if entry.get("ready") else {},
            )
            for mandate in entry.get("mandates", []):
                organisation = self.found["organisations"][mandate["organisation"]]
                Mandate.objects.bulk_create(
                    Mandate(
                        person=person,
                        organisation=organisation,
                        right=right,
                        from_on=_day(mandate["since"]),
                        until_on=_last_day(mandate),
                    )
                    for right in mandate["rights"]
                )
            for office in entry.get("offices", []):
                whole = office.get("network")
                Office.objects.create(
                    person=person,
                    kind=office["kind"],
                    cluster=None if whole else self.found["clusters"][office["cluster"]],
                    network=self.network if whole else None,
                    from_on=_day(office["since"]),
                )
            self.found["people"][person.email] = person

    def memberships(self) -> None:
        fill_memberships(self.found["clusters"], self.found["organisations"])

    def projects(self) -> None:
        for entry in entries("projects"):
            project = self._project(entry)
            Participation.objects.bulk_create(
                Participation(
                    project=project,
                    organisation=self.found["organisations"][one["organisation"]],
                    role=one["role"],
                    position=position,
                    contribution=euros(one["contribution"]) if "contribution" in one else None,
                )
                for position, one in enumerate(entry["participants"], 1)
            )
            self.found["projects"][project.code] = project
        has_changed(*(one.key for one in self.found["projects"].values()))

    def _project(self, entry: Entry) -> Project:
        topic = None
        if entry.get("topic_code"):
            topic, _made = Topic.objects.get_or_create(
                code=entry["topic_code"],
                defaults={"title": entry.get("topic_title", ""), "reading": self.reading},
            )
        project = Project.objects.create(
            programme=entry["programme"],
            code=entry["code"],
            acronym=entry["acronym"],
            title=entry["title"],
            objective=entry["objective"],
            summary=Translated(entry["summary"]),
            keywords=_joined(entry.get("keywords", "")),
            topic=topic,
            scheme=entry.get("scheme", ""),
            status="SIGNED",
            signed_on=_day(entry["signed_on"]),
            starts_on=_day(entry.get("starts_on")),
            ends_on=_day(entry.get("ends_on")),
            total_cost=euros(entry["total_cost"]),
            contribution=euros(entry["contribution"]),
            reading=self.reading,
        )
        known = (self.concepts.get(label.casefold()) for label in entry.get("concepts", []))
        project.concepts.set([concept for concept in known if concept])
        return project

    def profiles(self) -> None:
        fill_profiles(self.found["organisations"], self.reading)

    def calls(self) -> None:
        today = localdate()
        for entry in entries("calls"):
            deadline = today + timedelta(days=entry["deadline_in_days"])
            opens_in = entry.get("opens_in_days")
            call = Call.objects.create(
                code=entry["code"],
                slug=entry["code"].lower(),
                title=Translated(entry["title"]),
                text=Translated(entry["text"]),
                programme=entry["programme"],
                action_type=entry.get("action_type", ""),
                keywords=_joined(entry.get("keywords", "")),
                opens_on=today + timedelta(days=opens_in)
                if opens_in
                else min(today, deadline) - timedelta(days=60),
                deadline=deadline,
                deadlines=[Deadline(deadline).as_row()],
                budget=euros(entry["budget"]),
                least_contribution=_euros(entry.get("least_contribution")),
                most_contribution=_euros(entry.get("most_contribution")),
                grants_expected=entry.get("grants_expected"),
                rule_set=entry.get("rule_set", ""),
                reading=self.reading,
            )
            self.found["calls"][call.code] = call
        has_changed(*(one.key for one in self.found["calls"].values()))

    def pages(self) -> None:
        found = self.found
        fill_pages(self.network, found["clusters"], found["organisations"], found["people"])

    def office(self) -> None:
        fill_office(self.found["clusters"], self.found["organisations"], self.found["people"])

    def dues(self) -> None:
        fill_dues(self.found["clusters"])

    def resources(self) -> None:
        fill_resources(self.network.key, self.found["organisations"])

    def ideas(self) -> None:
        fill_ideas(self.network.key, self.found["organisations"], self.found["people"])

    def skills(self) -> None:
        fill_skills(self.found["organisations"], self.concepts)

    def board(self) -> None:
        fill_board(self.found["organisations"], self.found["clusters"])

    def exchanges(self) -> None:
        fill_exchanges(self.found["organisations"])

    def mandates(self) -> None:
        fill_mandates(self.found["organisations"], self.found["people"])

    def notices(self) -> None:
        fill_notices()


@overload
def _day(value: str | date) -> date: ...
@overload
def _day(value: None) -> None: ...
def _day(value: str | date | None) -> date | None:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _last_day(mandate: Entry) -> date | None:
    """Read the last day of a mandate: a day, or so many days from today."""
    if "until_in_days" in mandate:
        return localdate() + timedelta(days=mandate["until_in_days"])
    return _day(mandate.get("until"))


def _euros(amount: int | None) -> Any:
    return None if amount is None else euros(amount)


def _joined(words: str | list[str]) -> str:
    return ", ".join(words) if isinstance(words, list) else words


def _days_since_confirmed(slug: str) -> int:
    """Spread the days on which profiles were last confirmed over ten months, the same at every filling."""
    return sum(slug.encode()) % 300
