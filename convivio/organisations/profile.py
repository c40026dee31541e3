"""What the page of an organisation says, every fact with its source and its day."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.formats import number_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from convivio.organisations.accreditations.standing import with_standing
from convivio.organisations.claims.claiming import somebody_acts_for
from convivio.organisations.editing.freshness import Part, parts_said
from convivio.organisations.family import family_of
from convivio.organisations.mandates.permissions import acts_for
from convivio.organisations.models import Competence, Identifier, Organisation
from convivio.organisations.permissions import may_accredit, may_edit, may_settle_doubles
from convivio.people.acting import Acting
from convivio.sources.models import Reading
from convivio.vocabulary.facet_names import place_names

ADDRESSES = {
    "ror": "https://ror.org/{}",
    "lei": "https://search.gleif.org/#/record/{}",
}


def organisation_context(organisation: Organisation, acting: Acting) -> dict[str, Any]:
    """Gather everything the page says, in a fixed number of questions to the database."""
    today = localdate()
    accreditations = list(organisation.accreditations.select_related("reading__source").order_by("-from_on"))
    identifiers = _identifier_facts(organisation)
    family = family_of(organisation, acting.reader)
    there = {
        Part.DESCRIPTION: organisation.description,
        Part.LOOKING_FOR: organisation.looking_for,
        Part.SITES: family.sites,
        Part.IDENTIFIERS: identifiers,
    }
    places = place_names({organisation.country, organisation.nuts}, acting.reader)
    country = str(places.get(organisation.country, organisation.country))
    return {
        "organisation": organisation,
        "place": ", ".join(part for part in (organisation.city, country) if part),
        "website_host": urlsplit(organisation.website).hostname or organisation.website,
        "held": [one for one in accreditations if one.holds_on(today)],
        "accreditations": with_standing(accreditations, today),
        "known_for": [one.concept for one in _competences(organisation)],
        "family": family,
        "said": parts_said(organisation, [part for part, said in there.items() if said], today),
        "facts": [
            *identifiers,
            *_plain_facts(organisation, country, str(places.get(organisation.nuts, ""))),
        ],
        "reading": organisation.reading,
        "may_edit": bool(may_edit(acting, organisation)),
        "acts_for": acts_for(acting, organisation),
        "is_claimable": not acts_for(acting, organisation) and not somebody_acts_for(organisation),
        "may_accredit": bool(may_accredit(acting)),
        "may_merge": bool(may_settle_doubles(acting)),
    }


def _competences(organisation: Organisation) -> list[Competence]:
    """List concepts, each once: what is declared stands before what only projects show."""
    rows = organisation.competences.select_related("concept").order_by("origin", "id")
    seen: dict[int, Competence] = {}
    for row in rows:
        seen.setdefault(row.concept_id, row)
    return list(seen.values())


def _identifier_facts(organisation: Organisation) -> list[dict[str, object]]:
    rows = Identifier.objects.filter(organisation=organisation).select_related("reading__source")
    return [
        {
            "label": row.get_scheme_display(),
            "value": row.value,
            "url": ADDRESSES[row.scheme].format(row.value) if row.scheme in ADDRESSES else "",
            **_source_of(row.reading),
        }
        for row in rows.order_by("scheme", "value")
    ]


def _plain_facts(organisation: Organisation, country: str, territory: str) -> list[dict[str, object]]:
    street = ", ".join(
        part for part in (organisation.street, f"{organisation.postcode} {organisation.city}".strip()) if part
    )
    staff = organisation.staff_count
    facts: list[tuple[str, object]] = [
        (_("Short name"), organisation.short_name if organisation.short_name != organisation.name else ""),
        (_("Address"), ", ".join(part for part in (street, country) if part)),
        (_("Territory"), f"{territory} ({organisation.nuts})" if territory else organisation.nuts),
        (_("Size"), organisation.get_size_display() if organisation.size else ""),
        (_("Founded in"), str(organisation.founded or "")),
        (_("People"), number_format(staff, use_l10n=True, force_grouping=True) if staff else ""),
        (_("Write to"), organisation.email),
        (_("Telephone"), organisation.phone),
        (_("Who sees this page"), organisation.get_visibility_display()),
    ]
    told = [{"label": label, "value": value} for label, value in facts if value]
    for fact in told:
        if fact["value"] == organisation.email:
            fact["url"] = f"mailto:{organisation.email}"
    return told


def _source_of(reading: Reading | None) -> dict[str, object]:
    return {"source": reading.source.title, "day": reading.read_at.date()} if reading else {}
