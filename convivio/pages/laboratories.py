"""Technopoles, and the laboratories that they host, among the members of a cluster or of the network."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from convivio.kernel.addresses import address_of
from convivio.kernel.audiences import Reader
from convivio.organisations.models import Kind
from convivio.pages.members import Held, Members
from convivio.web.templatetags.web import monogram, silhouette

TECHNOPOLE = (
    '<li class="flow tight"><div class="row still">{}<div><h3 class="name"><a href="{}">{}</a></h3>'
    '<p class="meta">{}</p></div></div>{}</li>'
)
HOSTED = '<li><span class="kind-name k-{}">{}<a class="quiet-link" href="{}">{}</a></span></li>'


@dataclass(slots=True)
class Technopole:
    """A technopole, and what it hosts of this network or cluster."""

    name: str
    slug: str
    city: str
    hosted: list[Held] = field(default_factory=list)
    kind = Kind.TECHNOPOLE.value

    @property
    def url(self) -> str:
        return address_of("organisations:page", self.slug)

    @property
    def laboratory_count(self) -> int:
        return sum(one.kind == Kind.LABORATORY for one in self.hosted)


def drawn(found: Iterable[Technopole]) -> SafeString:
    """Draw each technopole with what it hosts, in one go: a network has scores, and each waits for a template."""
    nothing = format_html('<p class="small-text faint">{}</p>', _("It hosts none of our laboratories today."))
    return format_html_join("\n", TECHNOPOLE, (_parts(one, nothing) for one in found))


def _parts(one: Technopole, nothing: SafeString) -> tuple[object, ...]:
    hosted = format_html_join(
        "", HOSTED, ((each.kind, silhouette(each.kind), each.url, each.name) for each in one.hosted)
    )
    inside = format_html('<ul class="seats-held">{}</ul>', hosted) if one.hosted else nothing
    return monogram(one.name, one.kind, "small"), one.url, one.name, one.city, inside


def technopoles(members: Members, reader: Reader) -> list[Technopole]:
    """Give the technopoles that are members today or host one, where this reader may see them."""
    found: dict[int, Technopole] = {}
    for one in sorted(members.today, key=lambda one: one.name):
        if one.kind == Kind.TECHNOPOLE:
            found.setdefault(one.organisation, Technopole(one.name, one.slug, one.city))
        elif (
            one.host is not None and one.host_kind == Kind.TECHNOPOLE and reader.sees(one.host_audience or "")
        ):
            host = Technopole(one.host_name or "", one.host_slug or "", one.host_city or "")
            found.setdefault(one.host, host).hosted.append(one)
    return sorted(found.values(), key=lambda one: (-len(one.hosted), one.name))
