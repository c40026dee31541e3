from functools import cache

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from convivio.activity.acts import acts
from convivio.kernel.audiences import Reader
from convivio.kernel.keys import split_key
from convivio.memberships.forms import day_field
from convivio.tracing.asking import Asked
from convivio.tracing.words import group_name
from convivio.web.selects import LongSelect

Choice = tuple[str, str]


class NarrowingForm(forms.Form):
    """What narrows the trace: a kind of act, somebody, an organisation, days, a thing."""

    kind = forms.ChoiceField(label=gettext_lazy("What was done"), required=False, widget=LongSelect)
    person = forms.CharField(label=gettext_lazy("By whom"), max_length=120, required=False)
    organisation = forms.CharField(label=gettext_lazy("Organisation"), max_length=200, required=False)
    from_on = day_field(gettext_lazy("From"), required=False)
    until_on = day_field(gettext_lazy("Until"), required=False)
    thing = forms.CharField(widget=forms.HiddenInput, max_length=60, required=False)

    def __init__(self, data: object, reader: Reader) -> None:
        super().__init__(data, auto_id="trace-%s")  # type: ignore[arg-type]  # what an address says
        self.reader = reader
        self.fields["kind"].choices = _kinds(get_language())  # type: ignore[attr-defined]  # a choice
        for name in ("person", "organisation"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_thing(self) -> str:
        key = str(self.cleaned_data["thing"])
        try:
            return key and ":".join(map(str, split_key(key)))
        except ValueError:
            return ""

    def clean(self) -> dict[str, object]:
        said: dict[str, object] = super().clean() or {}
        first, last = self.cleaned_data.get("from_on"), self.cleaned_data.get("until_on")
        if first and last and first > last:
            self.add_error("until_on", _("The last day comes before the first."))
        return said

    @property
    def asked(self) -> Asked:
        """What was asked for, where it could be understood."""
        said = {name: self.cleaned_data[name] for name in self.fields if self.cleaned_data.get(name)}
        return Asked(reader=self.reader, **said)


@cache
def _kinds(_language: str | None) -> tuple[tuple[str, str | list[Choice]], ...]:
    """Give every kind of act, under the name of its group, and each group as a whole; put into words once a language."""
    groups: dict[str, list[Choice]] = {}
    for act in acts():
        said = _(act.sentence) % {"who": "…", "what": "…"}
        groups.setdefault(act.group, []).append((act.verb, said.removeprefix("… ").removesuffix(": …")))
    named = sorted((str(group_name(group)), group, kinds) for group, kinds in groups.items())
    return (
        ("", _("everything")),
        *((name, _with_the_whole(name, group, kinds)) for name, group, kinds in named),
    )


def _with_the_whole(name: str, group: str, kinds: list[Choice]) -> list[Choice]:
    whole = [(f"{group}.", _("%(group)s: everything") % {"group": name})] if len(kinds) > 1 else []
    return [*whole, *kinds]
