"""Which texts a public page is made of, and what each is for."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convivio.clusters.models import ValueChain
from convivio.kernel.translated import Translated
from convivio.pages.publishers import Publisher

FIRST_TEXTS = Path(__file__).parent / "data" / "first_texts.toml"
OF_A_CHAIN = "chain-"
MISSION = "mission"


@dataclass(frozen=True, slots=True)
class Part:
    """One text of a page: its name in addresses, its title, what to write there.

    With `is_page` it has a page of its own; the others stand on the publisher's.
    """

    slug: str
    title: str | Promise
    hint: str | Promise
    rows: int = 10
    is_page: bool = False


MISSION_PART = Part(
    MISSION,
    _("Mission"),
    _("For whom you are here and what changes because of you, in two or three sentences."),
    4,
)
STRENGTHS = Part(
    "strengths",
    _("Sector and strengths"),
    _("What this territory is good at, with its numbers and places; what is tried here before elsewhere."),
)
JOINING = Part(
    "joining",
    _("How to join"),
    _("Who can become a member, what it takes, what it costs and what one gets."),
)
OF_CLUSTERS = (MISSION_PART, STRENGTHS, JOINING)
OF_THE_NETWORK = (
    MISSION_PART,
    STRENGTHS,
    JOINING,
    Part("contact", _("Contact"), _("Where you are, who answers, by when."), 12, is_page=True),
    Part(
        "transparency",
        _("Transparency"),
        _("Statute, accounts, grants received, who decides and what they are paid."),
        16,
        is_page=True,
    ),
    Part(
        "privacy",
        _("Privacy notice"),
        _("Which personal data you keep, why, for how long, and whom to ask."),
        20,
        is_page=True,
    ),
    Part(
        "accessibility",
        _("Accessibility statement"),
        _("What can be used by whom, what cannot yet, and whom to tell."),
        20,
        is_page=True,
    ),
)


def chain_part(chain: ValueChain) -> Part:
    return Part(
        f"{OF_A_CHAIN}{chain.slug}",
        str(chain.name),
        _("What this value chain works on, with whom, and what it is looking for now."),
    )


def parts_of(publisher: Publisher) -> list[Part]:
    """List the texts of a publisher, its value chains last."""
    if publisher.cluster is None:
        return list(OF_THE_NETWORK)
    chains = ValueChain.objects.filter(cluster=publisher.cluster).order_by("slug")
    return [*OF_CLUSTERS, *(chain_part(chain) for chain in chains)]


def part_of(publisher: Publisher, slug: str) -> Part | None:
    return next((part for part in parts_of(publisher) if part.slug == slug), None)


def first_words(publisher: Publisher, part: str) -> Translated:
    """Give what is shown before anything was published: the mission on record, or a first text of ours."""
    if part == MISSION:
        return publisher.mission
    return Translated() if publisher.cluster else Translated(_first_texts().get(part, {}))


@cache
def _first_texts() -> dict[str, dict[str, str]]:
    texts: dict[str, dict[str, str]] = tomllib.loads(FIRST_TEXTS.read_text(encoding="utf-8"))["texts"]
    return texts
