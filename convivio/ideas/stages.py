"""The stages of an idea: which follows which, and who reads which part of it at each. This is the one place that says so."""

from collections.abc import Mapping
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Stage(models.TextChoices):
    """How far an idea has come."""

    DRAFT = "draft", _("draft")
    OPEN = "open", pgettext_lazy("a stage", "open")
    TEAM = "team", _("a team forms")
    CONCEPT = "concept", _("concept")
    CONSORTIUM = "consortium", _("consortium")
    ASIDE = "aside", _("set aside")


class Part(models.TextChoices):
    """The parts of an idea that are shown apart from one another."""

    SUMMARY = "summary", _("title and summary")
    PARTNER = "partner", _("the partner sought")
    BODY = "body", _("the whole text")
    DISCUSSION = "discussion", _("comments")


class Circle(StrEnum):
    """Who reads a part: the team, or everybody for whom the idea is."""

    TEAM = "team"
    AUDIENCE = "audience"


SEEN: Mapping[Stage, Mapping[Part, Circle]] = {
    Stage.DRAFT: dict.fromkeys(Part, Circle.TEAM),
    Stage.OPEN: dict.fromkeys(Part, Circle.AUDIENCE),
    Stage.TEAM: {
        Part.SUMMARY: Circle.AUDIENCE,
        Part.PARTNER: Circle.AUDIENCE,
        Part.BODY: Circle.TEAM,
        Part.DISCUSSION: Circle.TEAM,
    },
    Stage.CONCEPT: {
        Part.SUMMARY: Circle.AUDIENCE,
        Part.PARTNER: Circle.AUDIENCE,
        Part.BODY: Circle.TEAM,
        Part.DISCUSSION: Circle.TEAM,
    },
    Stage.CONSORTIUM: {
        Part.SUMMARY: Circle.AUDIENCE,
        Part.PARTNER: Circle.TEAM,
        Part.BODY: Circle.TEAM,
        Part.DISCUSSION: Circle.TEAM,
    },
    Stage.ASIDE: {
        Part.SUMMARY: Circle.AUDIENCE,
        Part.PARTNER: Circle.TEAM,
        Part.BODY: Circle.TEAM,
        Part.DISCUSSION: Circle.TEAM,
    },
}

NEXT: Mapping[Stage, tuple[Stage, ...]] = {
    Stage.DRAFT: (Stage.OPEN,),
    Stage.OPEN: (Stage.TEAM, Stage.ASIDE),
    Stage.TEAM: (Stage.CONCEPT, Stage.OPEN, Stage.ASIDE),
    Stage.CONCEPT: (Stage.CONSORTIUM, Stage.TEAM, Stage.ASIDE),
    Stage.CONSORTIUM: (Stage.CONCEPT, Stage.ASIDE),
    Stage.ASIDE: (Stage.OPEN,),
}
"""Where an idea goes from each stage; the way on comes first."""

LISTED = (Stage.OPEN, Stage.TEAM, Stage.CONCEPT, Stage.CONSORTIUM)
"""The stages in which an idea stands in the list and is found."""


def shows(stage: str, part: Part, *, to_team: bool) -> bool:
    """Say whether somebody who may read of an idea reads this part of it."""
    return to_team or SEEN[Stage(stage)][part] is Circle.AUDIENCE
