"""Two records of one body, with something in every room: what merging has to carry over and bring back."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.utils.timezone import localdate, now

from convivio.calls.tests.factories import CallFactory
from convivio.clusters.models import Cluster, Suspension
from convivio.clusters.tests.factories import ClusterFactory, MembershipFactory, ValueChainFactory
from convivio.consortia.models import Departure
from convivio.consortia.tests.factories import ConsortiumFactory, SeatFactory
from convivio.dues.models import Account, Reduction
from convivio.dues.tests.factories import cluster_with_rules, issued, keeper
from convivio.exchanges.tests.factories import ConfirmedFactory
from convivio.ideas.models import Comment
from convivio.ideas.tests.factories import IdeaFactory, author_of
from convivio.matching.models import Pick
from convivio.matching.tests.factories import QuestionFactory
from convivio.memberships.tests.factories import ApplicationFactory
from convivio.needs.models import Reading
from convivio.needs.tests.factories import AnswerFactory, EntryFactory
from convivio.notices.models import SignedAct
from convivio.office.models import Addressee, Circular, Contact, Encounter, Note
from convivio.organisations.models import Claim, Confirmation, Organisation, Site
from convivio.organisations.tests.factories import (
    AccreditationFactory,
    CompetenceFactory,
    IdentifierFactory,
    LikelyDoubleFactory,
    MandateFactory,
    OrganisationFactory,
)
from convivio.pages.models import Body, Term
from convivio.people.models import Invitation, Token
from convivio.people.tests.factories import PersonFactory
from convivio.resources.models import Waiting
from convivio.resources.tests.factories import BookingFactory, ResourceFactory, at
from convivio.skills.tests.factories import EvidenceFactory, SkillFactory, WordFactory
from convivio.trackrecord.tests.factories import ParticipationFactory, ProjectFactory

NOT_OF_THE_RECORDS = (
    "organisations.merge",
    "activity.",
    "search.change",
    "sessions.",
    "contenttypes.",
    "auth.",
)


@dataclass(slots=True)
class Twins:
    """The record that is kept, the one that goes, and the cluster in which both are members."""

    kept: Organisation
    gone: Organisation
    cluster: Cluster


def twins() -> Twins:
    """Make two records that say different things, and collide wherever two can."""
    kept = OrganisationFactory.create(name="Ossalume Srl", website="https://ossalume.example/")
    gone = OrganisationFactory.create(
        name="OSSALUME",
        city="Medolla",
        staff_count=12,
        looking_for={"it": "Polimeri."},
        confirmed_on=localdate(),
    )
    cluster = cluster_with_rules()
    made = Twins(kept, gone, cluster)
    _profile(made)
    _people(made)
    _membership(made)
    _work(made)
    _lending(made)
    _thinking(made)
    _skills(made)
    _sharing(made)
    _asking(made)
    _office(made)
    return made


def _profile(made: Twins) -> None:
    concept = CompetenceFactory.create(organisation=made.kept).concept
    for number, side in enumerate((made.kept, made.gone)):
        IdentifierFactory.create(organisation=side)
        IdentifierFactory.create(organisation=side, scheme="vat", value="IT01234567897")
        Site.objects.create(organisation=side, name="Reparto prove", city="Medolla")
        Confirmation.objects.create(organisation=side, part="sites", on=date(2024 + number, 1, 1))
        AccreditationFactory.create(organisation=side, from_on=date(2020 - number, 1, 1))
        OrganisationFactory.create(part_of=side)
        OrganisationFactory.create(hosted_by=side)
    CompetenceFactory.create(organisation=made.gone, concept=concept, confirmed_on=localdate())
    CompetenceFactory.create(organisation=made.gone)
    LikelyDoubleFactory.create(first=made.kept, second=made.gone)
    LikelyDoubleFactory.create(first=made.gone, second=OrganisationFactory.create())
    OrganisationFactory.create(visibility="private", audience=made.gone.key)


def _people(made: Twins) -> None:
    one, two = PersonFactory.create_batch(2)
    for side in (made.kept, made.gone):
        MandateFactory.create(person=one, organisation=side, right="edit")
        Claim.objects.create(organisation=side, person=two)
    MandateFactory.create(person=two, organisation=made.gone, right="sign", from_on=date(2015, 1, 1))
    MandateFactory.create(person=two, organisation=made.kept, right="sign", until_on=date(2021, 1, 1))
    Token.objects.create(person=one, name="Prova", digest="1" * 64, beginning="cv", acting_for=made.gone.key)
    SignedAct.objects.create(
        person=one, name="prova", key="call:1", digest="3" * 64, acting_for=made.gone.key, expires_at=now()
    )
    Invitation.objects.create(
        email="altro@convivio.example",
        kind="mandate",
        subject=made.gone.key,
        acting_for=made.gone.key,
        digest="2" * 64,
        expires_at=now() + timedelta(days=3),
    )


def _membership(made: Twins) -> None:
    longer = MembershipFactory.create(organisation=made.gone, cluster=made.cluster, from_on=date(2018, 1, 1))
    shorter = MembershipFactory.create(organisation=made.kept, cluster=made.cluster)
    for membership in (longer, shorter):
        membership.value_chains.add(ValueChainFactory.create(cluster=made.cluster))
        Suspension.objects.create(
            membership=membership,
            from_on=date(2021, 1, 1),
            until_on=date(2021, 6, 1),
            reason="Cambio di sede",
        )
    MembershipFactory.create(organisation=made.gone)
    ClusterFactory.create(seat=made.gone)
    ApplicationFactory.create(organisation=made.gone, membership=shorter)
    Account.objects.create(cluster=made.cluster, organisation=made.gone)
    Reduction.objects.create(schedule=made.cluster.fee_schedules.get(), organisation=made.gone)
    Term.objects.create(
        body=Body.objects.create(publisher=made.cluster.key), person_name="Ada", organisation=made.gone
    )


def _work(made: Twins) -> None:
    both, one = ProjectFactory.create_batch(2)
    ParticipationFactory.create(project=both, organisation=made.kept, contribution="100.00")
    ParticipationFactory.create(project=both, organisation=made.gone, contribution="200.00")
    ParticipationFactory.create(project=one, organisation=made.gone)
    table = ConsortiumFactory.create(of=made.gone)
    SeatFactory.create(consortium=table, organisation=made.kept)
    SeatFactory.create(consortium=table, organisation=made.gone, leads=True)
    question = QuestionFactory.create(lead=made.gone, audience=made.gone.key)
    for side in (made.kept, made.gone):
        Departure.objects.create(consortium=table, organisation=side, position=9, role="beneficiary")
        Pick.objects.create(question=question, organisation=side, reasons=[{"kind": "project"}])
    CallFactory.create(audience=made.gone.key)


def _thinking(made: Twins) -> None:
    idea = IdeaFactory.create(organisation=made.gone, visibility="private", audience=made.gone.key)
    for side in (made.kept, made.gone):
        author_of(idea, side)
        Comment.objects.create(idea=idea, person=PersonFactory.create(), organisation=side, words="Sì")


def _lending(made: Twins) -> None:
    lent = ResourceFactory.create(owner=made.gone, visibility="private", audience=made.gone.key)
    for days, side in enumerate((made.kept, made.gone), start=1):
        BookingFactory.create(resource=lent, organisation=side, from_at=at(9, days=days).begin)
        Waiting.objects.create(
            resource=lent,
            organisation=side,
            person=PersonFactory.create(),
            from_at=at(9).begin,
            until_at=at(9).end,
        )


def _skills(made: Twins) -> None:
    concept = SkillFactory.create(organisation=made.kept).concept
    SkillFactory.create(organisation=made.gone, concept=concept, level=4)
    hidden = SkillFactory.create(organisation=made.gone, visibility="private", audience=made.gone.key)
    vouched = {"kind": "colleague", "words": "", "person": PersonFactory.create()}
    EvidenceFactory.create(skill=hidden, of=made.gone, **vouched)
    WordFactory.create(organisation=made.kept)
    WordFactory.create(organisation=made.gone)


def _sharing(made: Twins) -> None:
    ConfirmedFactory.create(giver=made.gone)
    ConfirmedFactory.create(taker=made.gone)
    ConfirmedFactory.create(giver=made.kept, taker=made.gone).steps.create(state="confirmed", amount=2)


def _asking(made: Twins) -> None:
    EntryFactory.create(organisation=made.gone, visibility="private", audience=made.gone.key)
    entry = EntryFactory.create(organisation=made.gone)
    for side in (made.kept, made.gone):
        AnswerFactory.create(entry=entry, organisation=side)
        Reading.objects.create(entry=entry, organisation=side, person=PersonFactory.create())


def _office(made: Twins) -> None:
    Note.objects.create(cluster=made.cluster, organisation=made.gone, text="Cerca un banco prova.")
    Contact.objects.create(cluster=made.cluster, organisation=made.gone, name="Ada Righi")
    Encounter.objects.create(cluster=made.cluster, organisation=made.gone, line="Sentiti al telefono.")
    sent = Circular.objects.create(cluster=made.cluster)
    Addressee.objects.create(circular=sent, name="Ada", language="it").organisations.add(made.kept, made.gone)


def asked_for_dues(made: Twins) -> None:
    """Let the cluster ask both for this year's dues."""
    issued(made.cluster, keeper(made.cluster))


def fingerprint() -> dict[str, str]:
    """Digest every row of every table but the merges themselves, what is recorded and what is to be indexed."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label_lower
        if not label.startswith(NOT_OF_THE_RECORDS):
            rows: Any = model._default_manager.order_by("pk").values_list()
            found[label] = hashlib.sha256(repr(list(rows)).encode()).hexdigest()
    return found
