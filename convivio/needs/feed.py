"""The board as an Atom feed: titles and days of what anyone may see; never who asks."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from convivio.needs.models import Entry

ATOM = "http://www.w3.org/2005/Atom"


def as_atom(entries: Iterable[Entry], language: str) -> bytes:
    """Write a feed; a day is its midnight, for the hour could tell who wrote."""
    ET.register_namespace("", ATOM)
    rows = list(entries)
    home = settings.ADDRESS + reverse("needs:board")
    feed = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": language})
    _says(feed, "title", _("Needs and offers"))
    _says(feed, "id", home)
    ET.SubElement(feed, f"{{{ATOM}}}link", {"href": settings.ADDRESS + reverse("needs:feed"), "rel": "self"})
    _says(feed, "updated", f"{max((one.posted_on for one in rows), default='1970-01-01')}T00:00:00Z")
    _says(ET.SubElement(feed, f"{{{ATOM}}}author"), "name", _("Needs and offers"))
    for one in rows:
        _add(feed, one)
    written: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _add(feed: ET.Element, one: Entry) -> None:
    entry = ET.SubElement(feed, f"{{{ATOM}}}entry")
    address = settings.ADDRESS + one.get_absolute_url()
    _says(entry, "title", str(one.title))
    _says(entry, "id", address)
    ET.SubElement(entry, f"{{{ATOM}}}link", {"href": address})
    _says(entry, "updated", f"{one.posted_on}T00:00:00Z")
    words = "" if one.is_blinded else str(one.body)
    _says(entry, "summary", words or f"{one.get_side_display()} · {one.get_about_display()}")


def _says(parent: ET.Element, name: str, words: str) -> None:
    ET.SubElement(parent, f"{{{ATOM}}}{name}").text = words
