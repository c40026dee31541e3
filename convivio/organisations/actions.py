"""What people do to the register of organisations."""

import hashlib
import json
from dataclasses import dataclass

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.kernel.translated import Translated
from convivio.organisations.editing.freshness import OF_THE_PROFILE, confirm
from convivio.organisations.errors import DoubleIsSettled, ProfileChangedMeanwhile
from convivio.organisations.models import LikelyDouble, Organisation
from convivio.organisations.permissions import may_edit, may_settle_doubles
from convivio.people.acting import Acting
from convivio.search.documents import has_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What an organisation says of itself, and may change."""

    description: Translated
    looking_for: Translated
    website: str

    @property
    def digest(self) -> str:
        """Tell one version from another."""
        words = [dict(self.description), dict(self.looking_for), self.website]
        return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:32]

    def differs_in(self, other: "Profile") -> list[str]:
        """Name the parts in which two versions differ."""
        parts = ("description", "looking_for", "website")
        return [part for part in parts if getattr(self, part) != getattr(other, part)]


def profile_of(organisation: Organisation) -> Profile:
    """Read what an organisation says of itself now."""
    return Profile(
        description=_said(organisation.description),
        looking_for=_said(organisation.looking_for),
        website=organisation.website,
    )


@transaction.atomic
def change_profile(organisation: Organisation, profile: Profile, *, seen: str, by: Acting) -> None:
    """Keep what an organisation says of itself, and that it confirmed it today.

    `seen` is the digest of the version that the person changed.

    Raises: NotAllowed; ProfileChangedMeanwhile, when somebody kept another version since.
    """
    lock(organisation)
    may_edit(by, organisation).enforce()
    before = profile_of(organisation)
    if before.digest != seen:
        raise ProfileChangedMeanwhile(
            _(
                "Somebody else changed this page while you were writing. Read what is there now, then keep yours or theirs."
            )
        )
    organisation.description = profile.description
    organisation.looking_for = profile.looking_for
    organisation.website = profile.website
    organisation.save(update_fields=["description", "looking_for", "website"])
    confirm(organisation, OF_THE_PROFILE, by=by)
    record("organisation.changed", organisation, by=by, facts={"parts": before.differs_in(profile)})
    has_changed(organisation.key)


@transaction.atomic
def settle_double(double: LikelyDouble, verdict: str, *, by: Acting) -> None:
    """Say whether two records are one body. Nothing is merged yet.

    Raises: NotAllowed; DoubleIsSettled.
    """
    lock(double)
    may_settle_doubles(by).enforce()
    if double.verdict:
        raise DoubleIsSettled(_("Somebody has already decided about these two."))
    double.verdict = LikelyDouble.Verdict(verdict)
    double.settled_at, double.settled_by = now(), by.person
    double.save(update_fields=["verdict", "settled_at", "settled_by"])
    record(
        "double.settled",
        f"organisation:{double.first_id}",
        by=by,
        facts={"other": f"organisation:{double.second_id}", "verdict": double.verdict},
    )


def _said(text: Translated) -> Translated:
    return Translated({language: said for language, said in sorted(text.items()) if said})
