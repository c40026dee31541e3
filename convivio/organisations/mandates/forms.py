"""What is asked about the people of an organisation."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from convivio.kernel.spans import STILL
from convivio.organisations.models import Mandate
from convivio.people.models import Person
from convivio.web.amounts import in_words

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Right = Mandate.Right
USUAL = (Right.READ.value, Right.EDIT.value, Right.SPEAK.value)
RIGHTS = {right.value: right.label for right in Right}


def _day_field(label: Any, hint: Any = "", *, required: bool = False) -> forms.DateField:
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"})
    return forms.DateField(label=label, help_text=hint, required=required, widget=widget)


class RightsForm(forms.Form):
    """Which rights, until when: only those that the giver can pass on are there to tick.

    `names` are the rights there are, in their order; offices of a cluster are asked in the same way.
    """

    asks: ClassVar["str | _StrPromise"] = pgettext_lazy("one person", "What they may do")
    rights = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Tick at least one right.")},
    )
    until_on = _day_field(
        gettext_lazy("Until"), gettext_lazy("The last day. Without a day it holds until somebody ends it.")
    )

    def __init__(
        self,
        *args: Any,
        reach: Mapping[str, date],
        names: Mapping[str, Any] = RIGHTS,
        usual: Sequence[str] = USUAL,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.reach = reach
        rights = self.fields["rights"]
        assert isinstance(rights, forms.MultipleChoiceField)  # noqa: S101 - it stands a few lines above
        rights.label = self.asks
        rights.choices = [(code, name) for code, name in names.items() if code in reach]
        if not self.is_bound and "rights" not in self.initial:
            self.initial["rights"] = [code for code in usual if code in reach]

    def clean_until_on(self) -> date | None:
        until_on: date | None = self.cleaned_data["until_on"]
        if until_on is not None and until_on < localdate():
            raise forms.ValidationError(_("This day is past."))
        return until_on

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        chosen = [self.reach[right] for right in said.get("rights", ()) if right in self.reach]
        shortest = min(chosen, default=STILL)
        if shortest != STILL and (said.get("until_on") or STILL) > shortest and "until_on" in said:
            self.add_error(
                "until_on",
                _("You hold this yourself until %(day)s: nobody can be given more than that.")
                % {"day": in_words(shortest, "j F Y")},
            )
        return said


class InviteForm(RightsForm):
    """One address, or a pasted list of them."""

    asks = gettext_lazy("What they may do")
    addresses = forms.CharField(
        label=gettext_lazy("E-mail addresses"),
        help_text=gettext_lazy("One, or a pasted list: one a line, or between commas."),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Write the address of whom you invite.")},
    )
    field_order = ("addresses", "rights", "until_on")


class HandOverForm(forms.Form):
    """Who leaves, who takes over, from which day."""

    leaver = forms.ModelChoiceField(
        label=gettext_lazy("Who hands over"), queryset=Person.objects.none(), empty_label=None
    )
    taker = forms.ModelChoiceField(
        label=gettext_lazy("Who takes over"),
        queryset=Person.objects.none(),
        help_text=gettext_lazy("Somebody who acts for it already. Invite a newcomer first."),
    )
    on = _day_field(gettext_lazy("From"), gettext_lazy("The first day of whoever takes over."), required=True)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("leaver", "taker"):
            chosen = self.fields[name]
            assert isinstance(chosen, forms.ModelChoiceField)  # noqa: S101 - it stands a few lines above
            chosen.queryset = people

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on < localdate():
            raise forms.ValidationError(_("This day is past: hand over today, or on a day to come."))
        return on

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("leaver") and said.get("leaver") == said.get("taker"):
            self.add_error("taker", _("Choose somebody else to take over."))
        return said
