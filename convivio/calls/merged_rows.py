"""How calls that an organisation keeps to itself follow when two records become one."""

from convivio.calls.models import Call
from convivio.organisations.merging.steps import Keyed, declare_merging

declare_merging("calls", Keyed(Call, "audience"))
