"""The workbook to start from: our titles in the reader's language, a row of an invented body, a sheet that explains."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from convivio.opendata.members import sample
from convivio.opendata.moving_in.columns import (
    CONTACTS,
    DUES,
    EXPLANATION,
    MANDATES,
    ORGANISATIONS,
    PEOPLE,
    SHEETS,
)
from convivio.opendata.moving_in.explaining import EXPLAINED
from convivio.web.tables import Sheet

INVENTED = str(sample.ROWS[0]["name"])
EXAMPLES: dict[str, dict[str, Any]] = {
    ORGANISATIONS: {**sample.ROWS[0], "member_since": date(2019, 3, 12)},
    PEOPLE: {
        "email": "irene.sassi@lungopanaro.example",
        "name": "Irene Sassi",
        "organisation": INVENTED,
        "language": "it",
    },
    MANDATES: {"email": "irene.sassi@lungopanaro.example", "organisation": INVENTED},
    DUES: {
        "organisation": INVENTED,
        "year": 2025,
        "amount": 500,
        "issued_on": date(2025, 1, 20),
        "due_on": date(2025, 2, 19),
        "paid_on": date(2025, 2, 10),
        "paid_amount": 500,
    },
    CONTACTS: {
        "name": "Dario Nenni",
        "email": "dario.nenni@valdora.example",
        "organisation_name": "Fondazione Valdora",
    },
}


def sheets_of_the_empty_workbook() -> Iterator[Sheet]:
    """Give each sheet with its titles and its example, and at the end the one that explains them."""
    for code, kind in SHEETS.items():
        titles = [_(title) for title in kind.fields.values()]
        yield Sheet(_(kind.title), titles, [[_example(code, name) for name in kind.fields]])
    yield Sheet(
        _(EXPLANATION),
        [_("Sheet"), _("Column"), _("What to write"), _("Needed")],
        [row for code in SHEETS for row in _explained(code)],
    )


def _explained(code: str) -> Iterator[tuple[object, ...]]:
    kind = SHEETS[code]
    for name, title in kind.fields.items():
        yield _(kind.title), _(title), _(EXPLAINED[code][name]), _("yes") if name in kind.needed else ""


def _example(code: str, name: str) -> object:
    """Give what stands in the example; words are in the reader's language."""
    words = {
        (PEOPLE, "job"): _("head of research"),
        (MANDATES, "rights"): pgettext("rights", "all"),
        (DUES, "what"): _("yearly fee"),
        (CONTACTS, "role"): _("director"),
        (CONTACTS, "source"): _("met at the spring fair"),
    }
    return words.get((code, name), EXAMPLES[code].get(name, ""))
