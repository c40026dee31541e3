"""Who finances the network and its clusters, as European law asks to say it: the emblem and the statement.

The emblem is drawn to the geometry of the official guide: a rectangle of two by three, twelve stars of
five points on an invisible circle, one point of each upwards.
"""

import math
from collections.abc import Iterable
from datetime import date
from functools import cache

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localdate

from convivio.clusters.models import Cluster
from convivio.pages.models import Funding

BLUE, YELLOW = "#003399", "#FFCC00"
HIGH, WIDE = 540, 810
RING = HIGH / 3
STAR = HIGH / 18
INNER = STAR * math.sin(math.radians(18)) / math.sin(math.radians(54))
STARS, POINTS = 12, 5
BORDER = 30
STATEMENTS = {"it": "Cofinanziato dall’Unione europea", "en": "Co-funded by the European Union"}
FLAGS = {"it": "Emblema dell’Unione europea", "en": "Emblem of the European Union"}


def statement(language: str) -> str:
    """Return the funding statement that stands beside the emblem."""
    return STATEMENTS.get(language[:2], STATEMENTS["en"])


def emblem_svg(language: str = "", *, silent: bool = False) -> SafeString:
    """Draw the emblem, with a white border that keeps it apart from a dark ground.

    With the statement beside it, it may be `silent` to a screen reader.
    """
    label = FLAGS.get(language[:2], FLAGS["en"])
    voice = mark_safe('aria-hidden="true" focusable="false"')
    if not silent:
        voice = format_html('role="img" aria-label="{}"', label)
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" class="emblem" viewBox="{} {} {} {}" {}>'
        '<rect x="{}" y="{}" width="{}" height="{}" fill="#fff"/>'
        '<rect width="{}" height="{}" fill="{}"/><path fill="{}" d="{}"/></svg>',
        *(-BORDER, -BORDER, WIDE + 2 * BORDER, HIGH + 2 * BORDER, voice),
        *(-BORDER, -BORDER, WIDE + 2 * BORDER, HIGH + 2 * BORDER),
        *(WIDE, HIGH, BLUE, YELLOW, _stars()),
    )


@cache
def _stars() -> str:
    """Draw the twelve stars, like the hours on the face of a clock.

    Shape: one path of twelve closed stars, ten corners each.
    Units: a flag 540 high; the ring is a third of that, each star's circle an eighteenth.
    Errors: none.
    Source: Interinstitutional style guide of the European Union, annex A1, geometrical description.
    """
    centres = (
        (WIDE / 2 + RING * math.sin(hour), HIGH / 2 - RING * math.cos(hour))
        for hour in (math.tau * order / STARS for order in range(STARS))
    )
    return "".join(_star(x, y) for x, y in centres)


def _star(x: float, y: float) -> str:
    corners = ((STAR if order % 2 == 0 else INNER, math.pi * order / POINTS) for order in range(2 * POINTS))
    drawn = (f"{x + reach * math.sin(turn):.2f} {y - reach * math.cos(turn):.2f}" for reach, turn in corners)
    return f"M{'L'.join(drawn)}Z"


def funding_of(publisher: Cluster | str, day: date | None = None) -> QuerySet[Funding]:
    """Give what finances a cluster, or whoever has this key, on a day, or ever; the latest first."""
    key = publisher if isinstance(publisher, str) else publisher.key
    rows = Funding.objects.filter(publisher=key).select_related("programme").order_by("-from_on", "pk")
    return rows if day is None else rows.holding_on(day)


def names_of(fundings: Iterable[Funding], language: str) -> list[str]:
    """Name the programmes of some fundings, each once."""
    return list(dict.fromkeys(one.programme.name.in_language(language) for one in fundings))


def footer(language: str) -> str:
    """Say who finances the network and its clusters today, for the foot of a letter; nothing, if nobody does."""
    running = Funding.objects.holding_on(localdate()).select_related("programme").order_by("-from_on", "pk")
    names = names_of(running, language)
    return f"{statement(language)} · {' · '.join(names)}" if names else ""
