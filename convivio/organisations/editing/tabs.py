"""The pages with which an organisation keeps its profile, one beside the other."""

from django.urls import reverse
from django.utils.translation import gettext as _

from convivio.organisations.models import Organisation


def tabs(organisation: Organisation, current: str) -> list[dict[str, object]]:
    """Give the pages as tabs."""
    named = {
        "edit": _("In your words"),
        "particulars": _("Plain facts"),
        "numbers": _("Numbers"),
        "sites": _("Places"),
        "belonging": _("Units and group"),
        "logo": _("Logo"),
    }
    return [
        {
            "label": label,
            "url": reverse(f"organisations:{name}", args=[organisation.slug]),
            "current": name == current,
        }
        for name, label in named.items()
    ]
