"""What a letter says, asked when it leaves: of each delivery whether it still concerns and may still be seen."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import ngettext, override

from convivio.activity.letters import footer_in
from convivio.notices.choosing import choices_of
from convivio.notices.kinds import Answer, Kind, Line, kind_of
from convivio.notices.mail_acts import acting_by_letter, mail_act_of, mail_link
from convivio.notices.models import Channel, Delivery
from convivio.notices.stop_links import headers, stop_address
from convivio.people.models import Person

MOST_LINES = 60
"""More stand on the page only."""


@dataclass(frozen=True, slots=True)
class Told:
    """One delivery in words."""

    delivery: Delivery
    kind: Kind
    line: Line

    @property
    def address(self) -> str:
        return settings.ADDRESS + self.line.url if self.line.url else ""


@dataclass(slots=True)
class Thing:
    """What is told of one thing, under the newest of its subjects."""

    told: list[Told] = field(default_factory=list)

    @property
    def subject(self) -> str:
        return self.told[-1].line.subject

    @property
    def address(self) -> str:
        return self.told[-1].address

    @property
    def sentences(self) -> list[str]:
        return list(dict.fromkeys(one.line.sentence for one in self.told))

    @property
    def context(self) -> tuple[str, ...]:
        return self.told[-1].line.context

    @property
    def answers(self) -> tuple[Answer, ...]:
        return self.told[-1].line.answers


@dataclass(slots=True)
class Group:
    """Everything of one kind, thing by thing."""

    kind: Kind
    things: dict[str, Thing] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Letter:
    """What leaves."""

    to: str
    subject: str
    text: str
    html: str
    headers: dict[str, str]

    @property
    def payload(self) -> dict[str, Any]:
        return {
            "to": self.to,
            "subject": " ".join(self.subject.split()),
            "text": self.text,
            "html": self.html,
            "headers": self.headers,
        }


def still_told(person: Person, deliveries: Iterable[Delivery]) -> list[Told]:
    """Keep what concerns this person at this moment, what they may see, and want as a letter."""
    if not person.is_active:
        return []
    chosen = choices_of(person)
    found = []
    for delivery in deliveries:
        notice = delivery.notice
        kind = kind_of(notice.kind)
        if kind is None or chosen[kind.name] == Channel.NEVER:
            continue
        if not kind.concerns(person.pk, notice.about, notice.facts):
            continue
        line = kind.line(notice.about, notice.facts, person, person.language)
        if line is not None:
            found.append(Told(delivery, kind, line))
    return found


def letter_of(person: Person, deliveries: Sequence[Delivery], *, is_digest: bool) -> Letter | None:
    """Write the letter that brings these deliveries; None when nothing of them is left to say."""
    told = still_told(person, deliveries)
    if not told:
        return None
    with override(person.language):
        stop = stop_address(person, {one.kind.name for one in told})
        shown = told[-MOST_LINES:]
        said = {
            "groups": [_written(group, person) for group in grouped(shown)],
            "is_digest": is_digest,
            "more": len(told) - len(shown),
            "stop": stop,
            "notices": settings.ADDRESS,
            "footer": footer_in(person.language),
        }
        text = render_to_string("notices/letter.txt", said)
        html = render_to_string("notices/letter.html", said)
        subject = told[-1].line.subject if len(told) == 1 else _count(told)
    return Letter(person.email, subject, text.strip() + "\n", html, headers(stop))


def grouped(told: Iterable[Told]) -> list[Group]:
    """Put together what is of one kind, and in it what is about one thing, each in the order it was told."""
    groups: dict[str, Group] = {}
    for one in told:
        group = groups.setdefault(one.kind.name, Group(one.kind))
        group.things.setdefault(one.delivery.notice.about, Thing()).told.append(one)
    return list(groups.values())


def _written(group: Group, person: Person) -> dict[str, object]:
    """Give a group as the letter shows it, with links made for this person."""
    return {
        "label": str(group.kind.label),
        "things": [
            {"thing": thing, "answers": list(_links(thing.answers, person))}
            for thing in group.things.values()
        ],
    }


def _links(answers: Iterable[Answer], person: Person) -> Iterator[dict[str, str]]:
    """Make a link for each answer that this person may give at this moment."""
    for answer in answers:
        act = mail_act_of(answer.act)
        by = acting_by_letter(person, answer.acting_for)
        if act is not None and act.said(answer.key, by) is not None:
            address = mail_link(person, answer.act, answer.key, acting_for=answer.acting_for)
            yield {"label": str(act.label), "address": address}


def _count(told: Sequence[Told]) -> str:
    """Say how many things a digest tells of, and the newest."""
    number = len({(one.kind.name, one.delivery.notice.about) for one in told})
    return ngettext("%(count)s thing for you: %(newest)s", "%(count)s things for you: %(newest)s", number) % {
        "count": number,
        "newest": told[-1].line.subject,
    }
