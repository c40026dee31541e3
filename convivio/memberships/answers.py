"""What an application asks, step by step, and what is still missing from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from convivio.clusters.models import MembershipCategory
from convivio.memberships.models import Application

ORGANISATION, CATEGORY, SHARING, SIGNING = "organisation", "category", "sharing", "signing"
STEPS = (ORGANISATION, CATEGORY, SHARING, SIGNING)
NUMBERS = ("vat", "fiscal", "pic")
"""The numbers by which a body is known again: the schemes of its identifiers."""


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that an application still lacks, and the step in which it is asked."""

    step: str
    field: str
    sentence: str


def missing_from(application: Application) -> list[Missing]:
    """Name what is missing, in the order of the steps; nothing when it can be sent."""
    category = chosen_category(application)
    said = application.answers
    return [
        *([] if application.organisation_id else _of_organisation(said)),
        *_of_category(said, category),
        *_of_sharing(said),
        *_of_signing(said),
    ]


def chosen_category(application: Application) -> MembershipCategory | None:
    """Return the category that was chosen, while the cluster takes new members in it."""
    code = str(application.answers.get("category", ""))
    return MembershipCategory.objects.filter(cluster=application.cluster_id, code=code, is_open=True).first()


def day_in(answers: Mapping[str, Any], name: str) -> date | None:
    """Read a day that was kept."""
    text = answers.get(name)
    return date.fromisoformat(text) if isinstance(text, str) and text else None


def _of_organisation(said: Mapping[str, Any]) -> Iterator[Missing]:
    if not said.get("name"):
        yield Missing(ORGANISATION, "name", _("The name of the organisation."))
    if not said.get("kind"):
        yield Missing(ORGANISATION, "kind", _("What kind of body it is."))
    if not any(said.get(scheme) for scheme in NUMBERS):
        yield Missing(
            ORGANISATION, "vat", _("A VAT number, a fiscal code or a PIC, so that it is known again.")
        )
    if not said.get("city"):
        yield Missing(ORGANISATION, "city", _("The town of its seat."))


def _of_category(said: Mapping[str, Any], category: MembershipCategory | None) -> Iterator[Missing]:
    if category is None:
        yield Missing(CATEGORY, "category", _("The category in which it joins."))
        return
    if not category.joins_by_resolution:
        return
    name = {"category": category.name}
    if not said.get("resolution"):
        yield Missing(
            CATEGORY, "resolution", _("The number of the resolution: “%(category)s” joins by one.") % name
        )
    if not said.get("resolved_on"):
        yield Missing(
            CATEGORY, "resolved_on", _("The day of the resolution: “%(category)s” joins by one.") % name
        )
    if not said.get("effective_on"):
        yield Missing(CATEGORY, "effective_on", _("The day from which the resolution takes effect."))


def _of_sharing(said: Mapping[str, Any]) -> Iterator[Missing]:
    if not said.get("brings"):
        yield Missing(SHARING, "brings", _("What it brings to the others."))
    if not said.get("looks_for"):
        yield Missing(SHARING, "looks_for", _("What it looks for."))


def _of_signing(said: Mapping[str, Any]) -> Iterator[Missing]:
    if not said.get("contact_name"):
        yield Missing(SIGNING, "contact_name", _("The name of who writes for it."))
    if not said.get("signatory_name") or not said.get("signatory_email"):
        yield Missing(SIGNING, "signatory_name", _("The name and address of who signs for it."))
    if not said.get("accepts_statute"):
        yield Missing(SIGNING, "accepts_statute", _("That it accepts the statute of the cluster."))
    if not said.get("accepts_privacy"):
        yield Missing(SIGNING, "accepts_privacy", _("That the privacy notice was read."))
