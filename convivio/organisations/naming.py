"""Naming an organisation in a form: by what a list offers, by its name, its page or one of its numbers."""

import re
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from convivio.kernel.audiences import Reader
from convivio.organisations.models import Identifier, Organisation
from convivio.organisations.numbers.writing import normalised_vat
from convivio.search.errors import IndexIsNotBuilt
from convivio.search.finding import begun

OFFERED = re.compile(r"\(([-\w]+)\)\s*$")
PAGE = re.compile(r"/organisations/([-\w]+)/?")
MOST = 8


class NobodyIsMeant(ValueError):
    """What was written names no organisation, or several; its words say which."""


def written(organisation: Organisation | None) -> str:
    """Write an organisation as a list offers it."""
    return f"{organisation.name} ({organisation.slug})" if organisation else ""


def meant(text: str, reader: Reader, *, besides: Organisation | None = None) -> Organisation | None:
    """Return the organisation that somebody means, as far as they may see it; None for nothing written.

    Of two with one name, somebody who looks at the first means the one besides it.

    Errors: NobodyIsMeant, with a sentence for the form.
    """
    text = text.strip()
    if not text:
        return None
    rows = Organisation.objects.visible_to(reader)
    found = OFFERED.search(text) or PAGE.search(urlsplit(text).path)
    if found and (one := rows.filter(slug=found[1]).first()):
        return one
    numbers = Identifier.objects.filter(value__in={text, text.lower(), normalised_vat(text, "IT")})
    named = list(rows.filter(name__iexact=text)[:3]) or list(
        rows.filter(identifiers__in=numbers).distinct()[:3]
    )
    if len(named) > 1:
        named = [one for one in named if one != besides]
    if len(named) == 1:
        return named[0]
    if named:
        raise NobodyIsMeant(
            _("Several have this name or number: choose one from the list, or paste the address of its page.")
        )
    raise NobodyIsMeant(
        _("Nobody here has this name: choose one from the list, or paste the address of its page.")
    )


def offered(typed: str, reader: Reader) -> list[str]:
    """Offer organisations whose name begins like this."""
    if not typed.strip():
        return []
    try:
        hits = begun(typed, reader, types=("organisation",), most=MOST)
    except IndexIsNotBuilt:
        return []
    return [f"{hit.title} ({hit.data['slug']})" for hit in hits]
