"""The places of one office, as tabs, and the tables that each can be taken away as."""

from collections.abc import Iterable, Sequence

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from convivio.clusters.models import Cluster
from convivio.kernel.addresses import address_of
from convivio.web.tables import Cell, csv_response, xlsx_response

REFUSED = 422
PAGE = 50
ANSWERS = {"csv": csv_response, "xlsx": xlsx_response}


def office_tabs(cluster: Cluster, current: str) -> list[dict[str, object]]:
    """Give the places of an office, the one that is open marked."""
    named = {
        "members": _("Members"),
        "quiet": _("Who has gone quiet"),
        "expiring": _("What expires"),
        "encounters": _("Calls and visits"),
        "contacts": _("Contacts"),
        "circulars": _("Circulars"),
    }
    elsewhere = {"needs:office": _("On the board"), "exchanges:of_cluster": _("Who shares")}
    places = {**{f"office:{name}": label for name, label in named.items()}, **elsewhere}
    return [
        {"label": label, "url": address_of(name, cluster.slug), "current": name == f"office:{current}"}
        for name, label in places.items()
    ]


def taken_away(
    ending: str, name: str, columns: Sequence[object], rows: Iterable[Sequence[Cell]]
) -> HttpResponse:
    """Answer with a table, in the form that the address names.

    Errors: Http404.
    """
    if ending not in ANSWERS:
        raise Http404
    return ANSWERS[ending](name, columns, rows)


def exports(address: str, cluster: Cluster, query: str = "") -> list[dict[str, object]]:
    """Give the ways to take a list away, exactly as it is shown."""
    labels = {"xlsx": _("XLSX, for a spreadsheet"), "csv": _("CSV, for any program")}
    after = f"?{query}" if query else ""
    return [
        {
            "label": label,
            "url": f"{reverse(address, args=[cluster.slug, ending])}{after}",
            "download": True,
        }
        for ending, label in labels.items()
    ]
