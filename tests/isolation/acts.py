"""What a side does that is nobody else's business; each act leaves a word by which it is known again."""

import random
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate, now

from convivio.clusters.inviting import invite_to_offices
from convivio.consortia.actions import Beginning, begin_consortium
from convivio.exchanges.beginning import Shared, tell_what_took_place
from convivio.exchanges.models import Kind as Given
from convivio.exchanges.models import Side as Hand
from convivio.exchanges.models import Unit
from convivio.ideas.attaching import attach
from convivio.ideas.moving import move_to
from convivio.ideas.reviewing import Weighed, hand_in, open_round
from convivio.ideas.stages import Stage
from convivio.ideas.talking import comment_on
from convivio.ideas.writing import begin_idea, change_idea
from convivio.kernel.errors import DomainError
from convivio.kernel.translated import Translated, in_both
from convivio.matching.actions import Asking, ask_question
from convivio.memberships.actions import lift, suspend
from convivio.memberships.tests.factories import application_in
from convivio.needs.posting import post_entry, withdraw_entry
from convivio.notices.endings import tell_of_endings
from convivio.notices.handing_out import work_off
from convivio.opendata.actions import send_list
from convivio.opendata.moving_in.actions import send_workbook, take_in_workbook
from convivio.opendata.moving_in.tests.books import book
from convivio.organisations.mandates.inviting import invite_colleague
from convivio.organisations.models import Mandate, Organisation
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.pages.actions.texts import keep_draft
from convivio.pages.publishers import of_cluster
from convivio.people.models import Person
from convivio.people.tokens import make_token
from convivio.resources import booking
from convivio.resources.offering import Offer, offer_resource
from convivio.resources.opening import Span
from convivio.resources.picturing import add_document
from convivio.resources.waiting import wait_for
from convivio.search.documents import has_changed
from convivio.skills.moving import Plan, offer_course
from convivio.skills.saying import Saying, Shown, say_skill
from convivio.vocabulary.tests.factories import ConceptFactory
from tests.isolation.sides import Side

Act = Callable[[Side, random.Random], Any]


def begin_a_consortium(side: Side, _dice: random.Random) -> None:
    begin_consortium(Beginning(name=side.word(), need=side.word()), by=side.acting("signatory"))


def ask_for_partners(side: Side, _dice: random.Random) -> None:
    ask_question(Asking(text=f"filtri {side.word()}"), by=side.acting("signatory"))


def suspend_and_lift(side: Side, _dice: random.Random) -> None:
    today = localdate()
    suspend(side.membership, from_on=today + timedelta(days=90), reason=side.word(), by=side.acting("office"))
    lift(side.membership, on=today, by=side.acting("office"))


def take_an_application(side: Side, dice: random.Random) -> None:
    state = dice.choice(["draft", "sent", "returned", "board", "refused", "withdrawn"])
    name = side.word()
    application_in(state, side.cluster, email=f"{side.word()}@fuori.example", answers={"name": name})


def invite_somebody(side: Side, dice: random.Random) -> None:
    email = f"{side.word()}@fuori.example"
    if dice.random() < 0.5:
        invite_colleague(side.organisation, email, ["read"], by=side.acting("signatory"))
    else:
        invite_to_offices(side.cluster, email, ["facilitator"], by=side.acting("office"))


def draft_a_text(side: Side, _dice: random.Random) -> None:
    words = {"it": side.word(), "en": side.word()}
    keep_draft(of_cluster(side.cluster), "strengths", words, based_on=0, by=side.acting("office"))


def send_a_member_list(side: Side, _dice: random.Random) -> None:
    table = f"nome,comune\n{side.word()},Modena\n".encode()
    send_list(SimpleUploadedFile("soci.csv", table), side.cluster, acting=side.acting("office"))


def move_in_with_a_workbook(side: Side, _dice: random.Random) -> None:
    content = book(
        Persone=[(side.word(), f"{side.word()}@fuori.example")],
        Quote=[(side.organisation.name, 2025, "annuale", 500, "20/01/2025")],
        Contatti=[(side.word(), "", side.word(), side.word())],
    )
    office = side.acting("office")
    sent = send_workbook(SimpleUploadedFile(f"{side.word()}.xlsx", content), side.cluster, acting=office)
    take_in_workbook(sent, invites=True, acting=office)


def keep_an_organisation_to_the_cluster(side: Side, _dice: random.Random) -> None:
    word = side.word()
    made = Organisation.objects.create(
        slug=word, name=word, kind="sme", country="IT", visibility="cluster", audience=side.cluster.key
    )
    has_changed(made.key)


def make_a_token(side: Side, _dice: random.Random) -> None:
    make_token(side.people["office"], side.word(), by=side.acting("office"))


def write_an_idea(side: Side, dice: random.Random) -> None:
    texts = ("title", "summary", "what", "advantages", "sought")
    said = {name: Translated({"it": side.word(), "en": side.word()}) for name in texts}
    author = side.acting("signatory")
    codes = {"kind": "challenge", "side": "request", "profile": "research"}
    where = {"audience": side.cluster.key, "visibility": "cluster"}
    idea = begin_idea(side.organisation, {**said, **codes, **where}, by=author)
    change_idea(idea, {"what": Translated({"it": side.word()})}, version=1, by=author)
    if dice.random() < 0.5:
        move_to(idea, Stage.OPEN, by=author)
    comment_on(idea, side.word(), by=author)
    attach(idea, SimpleUploadedFile(f"{side.word()}.txt", b"una riga"), by=author)
    office = side.acting("office")
    into = open_round(side.cluster, in_both(side.word(), side.word()), [Weighed(side.word(), 2)], by=office)
    if idea.opened_at is not None:
        hand_in(idea, into, by=author)


def lend_and_book(side: Side, dice: random.Random) -> None:
    name = {"it": side.word(), "en": side.word()}
    columns = {
        "name": Translated(name),
        "kind": "machine",
        "audience": side.cluster.key,
        "visibility": "cluster",
        "places": 1,
    }
    owner = side.acting("signatory")
    resource = offer_resource(side.organisation, Offer(columns, [], {}, "hour"), by=owner)
    resource.slug = f"r-{resource.pk}"  # an address that is not there says its own words again
    resource.save(update_fields=["slug"])
    manual = SimpleUploadedFile(f"{side.word()}.txt", b"una riga")
    add_document(resource, manual, by=owner)
    begin = now().replace(minute=0, second=0, microsecond=0) + timedelta(days=dice.randint(1, 90))
    span = Span(begin, begin + timedelta(hours=1))
    booking.book(resource, booking.Wish(span, side.word()), by=owner)
    wait_for(resource, span, side.word(), by=owner)


def say_a_skill(side: Side, _dice: random.Random) -> None:
    kept = Saying(words=Translated({"it": side.word(), "en": side.word()}), audience=side.cluster.key)
    shown = Shown("text", side.word())
    signatory = side.acting("signatory")
    skill = say_skill(side.organisation, ConceptFactory.create(), kept, by=signatory, shown=shown)
    offer_course(skill, Plan("course", side.word(), 3), by=signatory)


def ask_on_the_board(side: Side, dice: random.Random) -> None:
    """A need for the members of the cluster alone, with an answer to it."""
    words = {name: Translated({"it": side.word(), "en": side.word()}) for name in ("title", "body")}
    kept = {"side": "need", "about": "skill", "cluster": side.cluster, "audience": side.cluster.key}
    entry = post_entry(
        side.organisation, {**kept, **words, "visibility": "cluster"}, by=side.acting("signatory")
    )
    if dice.random() < 0.5:
        withdraw_entry(entry, side.word(), by=side.acting("office"))


def share_something(side: Side, _dice: random.Random) -> None:
    other = OrganisationFactory.create()
    advice = Shared(Given.ADVICE, Unit.HOUR, Decimal(2), side.word(), localdate(), Decimal(100), side.word())
    giver, signatory = side.organisation, side.acting("signatory")
    tell_what_took_place(giver, other, advice, Hand.GIVER, by=signatory)


def let_somebody_act_for_some_days(side: Side, _dice: random.Random) -> None:
    """What ends soon is told to those who can prolong it, by letter and on their page."""
    person, today = Person.objects.create_user(f"{side.word()}@fuori.example", name=side.word()), localdate()
    Mandate.objects.create(
        person=person,
        organisation=side.organisation,
        right="read",
        from_on=today - timedelta(days=40),
        until_on=today + timedelta(days=5),
    )
    tell_of_endings()
    work_off()


ACTS: list[Act] = [
    lend_and_book,
    write_an_idea,
    share_something,
    say_a_skill,
    ask_on_the_board,
    begin_a_consortium,
    ask_for_partners,
    suspend_and_lift,
    take_an_application,
    invite_somebody,
    draft_a_text,
    send_a_member_list,
    move_in_with_a_workbook,
    keep_an_organisation_to_the_cluster,
    make_a_token,
    let_somebody_act_for_some_days,
]


def act(side: Side, dice: random.Random) -> str:
    """Do one thing at random, and name it; what the rules refuse is an act that came to nothing."""
    chosen = dice.choice(ACTS)
    try:
        chosen(side, dice)
    except DomainError as refusal:
        return f"{chosen.__name__} ({refusal.code})"
    return chosen.__name__
