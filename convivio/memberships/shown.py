"""What the pages of this room show: an application's answers in words, its trail, who it may be."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from convivio.clusters.categories import category_name, names_of_categories
from convivio.clusters.models import ValueChain
from convivio.kernel.audiences import Reader
from convivio.kernel.errors import DomainError
from convivio.kernel.keys import split_key
from convivio.memberships.answers import (
    CATEGORY,
    ORGANISATION,
    SHARING,
    SIGNING,
    STEPS,
    day_in,
    missing_from,
)
from convivio.memberships.applying import UNDECIDED, revision_of
from convivio.memberships.models import Application, Enclosure, State
from convivio.organisations.models import Identifier, Kind, Organisation, Size
from convivio.organisations.numbers.checks import checked_number
from convivio.search.errors import IndexIsNotBuilt
from convivio.search.finding import begun
from convivio.web.amounts import in_words

MOST_LIKELY = 6
SHORTEST = 3
Fact = dict[str, object]


def step_titles() -> dict[str, str]:
    return {
        ORGANISATION: _("Who you are"),
        CATEGORY: _("As what you join"),
        SHARING: _("What you share"),
        SIGNING: _("Who signs"),
    }


def step_context(application: Application, step: str) -> dict[str, Any]:
    """Say what the page of one step shows besides its form."""
    return {
        "application": application,
        "cluster": application.cluster,
        "step": step,
        "title": step_titles()[step],
        "tabs": tabs(application, step),
        "place": STEPS.index(step) + 1,
        "steps": len(STEPS),
        "revision": revision_of(application, step),
        "enclosures": application.enclosures.all() if step == SIGNING else (),
        "kinds": Enclosure.Kind.choices,
        "returned_words": words_of_return(application),
    }


def application_context(application: Application) -> dict[str, Any]:
    """Say where an application stands, for those who write it."""
    return {
        "application": application,
        "cluster": application.cluster,
        "tabs": tabs(application, "") if application.is_with_the_applicant else (),
        "missing": missing_from(application) if application.is_with_the_applicant else (),
        "can_be_withdrawn": application.state in UNDECIDED and application.state != State.DRAFT,
        "parts": parts(application),
        "trail": trail(application),
        "returned_words": words_of_return(application),
    }


def tabs(application: Application, current: str) -> list[dict[str, object]]:
    """The four steps, and the application itself, as links."""
    steps = [
        {
            "label": f"{place}. {title}",
            "url": reverse("memberships:step", args=[application.pk, name]),
            "current": name == current,
        }
        for place, (name, title) in enumerate(step_titles().items(), 1)
    ]
    last = {"label": _("Check and send"), "url": application.get_absolute_url(), "current": not current}
    return [*steps, last]


def words_of_return(application: Application) -> str:
    """Return what the office asked for, while the application is back for it."""
    if application.state != State.RETURNED:
        return ""
    last = application.passages.filter(into=State.RETURNED).last()
    return last.words if last else ""


def trail(application: Application, *, named: bool = False) -> list[dict[str, object]]:
    """Tell how an application came to where it is; who did it, for those who look after it."""
    passages = application.passages.select_related("by") if named else application.passages.all()
    return [
        {
            "text": f"{capfirst(str(State(one.into).label))}{f': {one.words}' if one.words else ''}",
            "at": one.at,
            "because": str(one.by) if named and one.by else "",
        }
        for one in passages
    ]


def parts(application: Application) -> list[dict[str, object]]:
    """Give an application's answers, step by step, as facts in the reader's language."""
    said = application.answers
    facts: Sequence[Sequence[Fact]] = (
        _who(application),
        _as_what(application),
        _shares(application),
        _signs(said),
    )
    titles = list(step_titles().items())
    return [
        {"step": name, "title": title, "facts": [one for one in found if one["value"]]}
        for (name, title), found in zip(titles, facts, strict=True)
    ]


def _who(application: Application) -> list[Fact]:
    said, organisation = application.answers, application.organisation
    if organisation is not None:
        return [_fact(_("Organisation on record"), organisation, organisation.get_absolute_url())]
    kind, size = str(said.get("kind", "")), str(said.get("size", ""))
    return [
        _fact(_("Name"), said.get("name")),
        _fact(_("Kind"), Kind(kind).label if kind in Kind.values else ""),
        _fact(_("VAT number"), said.get("vat")),
        _fact(_("Italian fiscal code"), said.get("fiscal")),
        _fact("PIC", said.get("pic")),
        _fact(_("Size"), Size(size).label if size in Size.values and size else ""),
        _fact(_("People who work there"), said.get("staff")),
        _fact(
            _("Registered seat"), ", ".join(str(said[part]) for part in ("street", "city") if said.get(part))
        ),
        _fact(_("Website"), said.get("website")),
    ]


def _as_what(application: Application) -> list[Fact]:
    said = application.answers
    names = names_of_categories(application.cluster)
    days = {name: day_in(said, name) for name in ("resolved_on", "effective_on")}
    shown = {name: in_words(day, "j F Y") if day else "" for name, day in days.items()}
    code = str(said.get("category", ""))
    return [
        _fact(_("Category"), category_name(code, names) if code else ""),
        _fact(_("Resolution"), said.get("resolution")),
        _fact(_("of"), shown["resolved_on"]),
        _fact(_("in effect from"), shown["effective_on"]),
        _fact(_("Accreditations"), said.get("accreditation")),
    ]


def _shares(application: Application) -> list[Fact]:
    said = application.answers
    chains = ValueChain.objects.filter(cluster=application.cluster_id, slug__in=said.get("chains") or [])
    return [
        _fact(_("Brings"), said.get("brings")),
        _fact(_("Looks for"), said.get("looks_for")),
        _fact(_("Value chains"), ", ".join(str(one) for one in chains)),
    ]


def _signs(said: dict[str, Any]) -> list[Fact]:
    def joined(*names: str) -> str:
        return ", ".join(str(said[name]) for name in names if said.get(name))

    return [
        _fact(_("Writes"), joined("contact_name", "contact_job", "contact_phone")),
        _fact(_("Signs"), joined("signatory_name", "signatory_job", "signatory_email")),
        _fact(_("Accepts"), _("the statute") if said.get("accepts_statute") else ""),
    ]


def _fact(label: str, value: object, url: str = "") -> Fact:
    return {"label": label, "value": value, "url": url}


def likely(typed: str, reader: Reader) -> list[Organisation]:
    """Give the organisations that a number or the first letters of a name may mean, as far as they are seen."""
    if len(typed) < SHORTEST:
        return []
    visible = Organisation.objects.visible_to(reader).filter(merged_into=None)
    by_number = list(visible.filter(pk__in=_with_number(typed))[:MOST_LIKELY])
    if by_number or any(sign.isdigit() for sign in typed[2:]):
        return by_number
    try:
        hits = begun(typed, reader, types=["organisation"], most=MOST_LIKELY)
    except IndexIsNotBuilt:
        return list(visible.filter(name__istartswith=typed).order_by("name")[:MOST_LIKELY])
    rows = visible.in_bulk([split_key(hit.key)[1] for hit in hits])
    return list(rows.values())


def _with_number(typed: str) -> list[int]:
    values: dict[str, str] = {}
    for scheme in ("vat", "fiscal", "pic"):
        try:
            values[scheme] = checked_number(scheme, typed, "IT")
        except DomainError:
            continue
    found = Identifier.objects.none()
    for scheme, value in values.items():
        found = found | Identifier.objects.filter(scheme=scheme, value=value)
    return list(found.values_list("organisation_id", flat=True)[:MOST_LIKELY])
