"""What an organisation is: its name, kind, size, seat, and how anyone reaches it."""

import hashlib
import json
from dataclasses import asdict, dataclass, fields

from django.db import transaction
from django.utils.translation import gettext as _

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.organisations.errors import ProfileChangedMeanwhile
from convivio.organisations.models import Organisation
from convivio.organisations.permissions import may_edit
from convivio.people.acting import Acting
from convivio.search.documents import has_changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """The plain facts of an organisation, as its own people state them."""

    name: str
    short_name: str
    kind: str
    size: str
    founded: int | None
    staff_count: int | None
    street: str
    postcode: str
    city: str
    country: str
    nuts: str
    latitude: float | None
    longitude: float | None
    email: str
    phone: str

    @property
    def digest(self) -> str:
        """Tell one version from another."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:32]

    def differs_in(self, other: "Particulars") -> list[str]:
        return [name for name in NAMES if getattr(self, name) != getattr(other, name)]


NAMES = [field.name for field in fields(Particulars)]


def particulars_of(organisation: Organisation) -> Particulars:
    """Read the plain facts as they are now."""
    return Particulars(**{name: getattr(organisation, name) for name in NAMES})


@transaction.atomic
def change_particulars(
    organisation: Organisation, particulars: Particulars, *, seen: str, by: Acting
) -> list[str]:
    """Keep the plain facts, and say which of them changed.

    `seen` is the digest of the version that the person changed.

    Raises: NotAllowed; ProfileChangedMeanwhile, when somebody kept another version since.
    """
    lock(organisation)
    may_edit(by, organisation).enforce()
    before = particulars_of(organisation)
    if before.digest != seen:
        raise ProfileChangedMeanwhile(
            _(
                "Somebody else changed these facts while you were writing. Yours are below: compare, then keep them again."
            )
        )
    changed = before.differs_in(particulars)
    if changed:
        for name in changed:
            setattr(organisation, name, getattr(particulars, name))
        organisation.save(update_fields=changed)
        record("organisation.changed", organisation, by=by, facts={"parts": changed})
        has_changed(organisation.key)
    return changed
