"""How notices come: one choice for each kind, in the groups of their rooms."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from convivio.notices.kinds import Kind
from convivio.notices.models import Channel

OTHERS = _("Other things")


class ChoosingForm(forms.Form):
    """One field for each kind; a kind that was not sent stays as it is."""

    def __init__(self, kinds: Iterable[Kind], held: Mapping[str, str], data: Any = None) -> None:
        super().__init__(data)
        self.kinds = tuple(kinds)
        for kind in self.kinds:
            self.fields[kind.name] = forms.ChoiceField(
                label=str(kind.label),
                choices=Channel.choices,
                widget=forms.RadioSelect,
                required=False,
                initial=held.get(kind.name, kind.default),
            )

    @property
    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Give the fields under the headings of their rooms; what has none comes last."""
        found: dict[str, list[forms.BoundField]] = {}
        for heading, kind in self._headed():
            found.setdefault(str(heading), []).append(self[kind.name])
        return sorted(found.items(), key=lambda one: (one[0] == str(OTHERS), one[0].casefold()))

    def _headed(self) -> Iterator[tuple[str | Promise, Kind]]:
        for kind in self.kinds:
            yield kind.group or OTHERS, kind

    @property
    def wanted(self) -> dict[str, str]:
        """Give what was chosen."""
        return {name: channel for name, channel in self.cleaned_data.items() if channel}
