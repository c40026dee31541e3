"""How applications follow when two records become one organisation."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from convivio.memberships.models import UNDER_WAY, Application
from convivio.organisations.merging.steps import Moves, declare_merging

declare_merging(
    "memberships",
    Moves(
        model=Application,
        alike=("cluster_id",),
        only=Q(state__in=UNDER_WAY),
        refusal=_(
            "Both have an application under way in one cluster: once one is decided or withdrawn, they can be merged."
        ),
    ),
)
