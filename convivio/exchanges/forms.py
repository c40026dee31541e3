from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.exchanges.beginning import Shared
from convivio.exchanges.ledger import KIND_LABELS, UNIT_LABELS
from convivio.exchanges.models import UNITS, Kind, Unit
from convivio.exchanges.stepping import Delivered
from convivio.kernel.audiences import ANYONE, Reader
from convivio.organisations.models import Organisation
from convivio.organisations.naming import NobodyIsMeant, meant
from convivio.web.euros import EurosField

ASK, GAVE, RECEIVED = "ask", "gave", "received"
MOST = Decimal(100_000)
WORTH_MOST = Decimal(10_000_000)
EARLIEST = date(2000, 1, 1)


class AmountField(forms.DecimalField):
    """How much: a number with at most two decimals, a comma or a point before them."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "number"})
        super().__init__(
            max_digits=9, decimal_places=2, min_value=Decimal("0.01"), max_value=MOST, widget=widget, **kwargs
        )

    def to_python(self, value: Any) -> Any:
        return super().to_python(str(value).strip().replace(",", ".") if value else value)


def _whats() -> list[tuple[str, list[tuple[str, str]]]]:
    """Group the kinds with the units that each is counted in: what does not go together cannot be chosen."""
    return [
        (
            str(KIND_LABELS[kind]).capitalize(),
            [(f"{kind}:{unit}", f"{KIND_LABELS[kind]}: {UNIT_LABELS[unit]}") for unit in units],
        )
        for kind, units in UNITS.items()
    ]


def _day(*, required: bool) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=gettext_lazy("On which day"), required=required, widget=widget)


class NewForm(forms.Form):
    """Asking for something, or telling what was given or received already."""

    way = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=[
            (ASK, gettext_lazy("We ask them for something")),
            (GAVE, gettext_lazy("We gave them something")),
            (RECEIVED, gettext_lazy("We received something from them")),
        ],
        widget=forms.RadioSelect,
        initial=ASK,
    )
    other = forms.CharField(label=gettext_lazy("With which organisation"), max_length=460)
    words = forms.CharField(
        label=gettext_lazy("What, in a line"),
        max_length=300,
        help_text=gettext_lazy("Such as: advice on the biocompatibility of a silicone."),
    )
    what = forms.ChoiceField(label=gettext_lazy("Counted as"))
    amount = AmountField(label=gettext_lazy("How much"))
    on = _day(required=False)
    worth = EurosField(label=gettext_lazy("What it is worth, in euros"), required=False, most=WORTH_MOST)
    worth_basis = forms.CharField(
        label=gettext_lazy("How that is worked out"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Such as: three hours at our tariff of 2026."),
    )

    def __init__(self, *args: Any, ours: Organisation, reader: Reader = ANYONE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ours, self.reader = ours, reader
        self.fields["what"].choices = _whats()  # type: ignore[attr-defined]
        self.fields["other"].widget.attrs.update({"list": "other-offered", "autocomplete": "off"})

    def clean_other(self) -> Organisation:
        try:
            found = meant(self.cleaned_data["other"], self.reader)
        except NobodyIsMeant as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if found is None or found.pk == self.ours.pk:
            raise forms.ValidationError(_("One shares with another: choose a different organisation."))
        return found

    def clean_words(self) -> str:
        return " ".join(self.cleaned_data["words"].split())

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        on = said.get("on")
        if said.get("way") in {GAVE, RECEIVED}:
            if on is None and "on" not in self.errors:
                self.add_error("on", _("Say on which day it took place."))
            _took_place(self, on)
        if said.get("worth_basis") and said.get("worth") is None and "worth" not in self.errors:
            self.add_error("worth", _("Say how many euros, or leave out how they are worked out."))
        return said

    @property
    def shared(self) -> Shared:
        said = self.cleaned_data
        kind, _colon, unit = said["what"].partition(":")
        return Shared(
            Kind(kind),
            Unit(unit),
            said["amount"],
            said["words"],
            said["on"],
            said["worth"],
            said["worth_basis"],
        )


def _took_place(form: forms.Form, on: date | None) -> None:
    """Refuse a day to come, and one that nobody remembers."""
    if on is not None and not EARLIEST <= on <= localdate():
        form.add_error("on", _("Choose a day that is not to come."))


class DeliveredForm(forms.Form):
    """How much was really given, and when."""

    amount = AmountField(label=gettext_lazy("How much it was"))
    on = _day(required=True)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        _took_place(self, said.get("on"))
        return said

    @property
    def delivered(self) -> Delivered:
        return Delivered(self.cleaned_data["amount"], self.cleaned_data["on"])


class WordsForm(forms.Form):
    """Why, in a line; needed where the other side would not understand without."""

    words = forms.CharField(
        label=gettext_lazy("In a line, for the other side"), max_length=300, required=False
    )

    def __init__(self, *args: Any, wants_words: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = wants_words


class WorthForm(forms.Form):
    """What it is worth, and how one comes to that."""

    worth = EurosField(label=gettext_lazy("What it is worth, in euros"), most=WORTH_MOST)
    worth_basis = forms.CharField(
        label=gettext_lazy("How that is worked out"), required=False, max_length=200
    )
