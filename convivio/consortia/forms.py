from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.calls.rule_sets import all_rule_sets
from convivio.consortia.budgets import difference
from convivio.consortia.models import Consortium, Seat
from convivio.web.euros import EurosField, written

MOST_WEIGHT = 1000
MOST_DIGITS = 13


class DescriptionForm(forms.Form):
    """The name of a table, and the rules to judge it by."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=160,
        error_messages={"required": gettext_lazy("Write a name by which you will know it again.")},
    )
    rule_set = forms.ChoiceField(label=gettext_lazy("Rules"), required=False)

    def __init__(self, *args: Any, current: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = rule_set_choices()
        if current and current not in dict(choices):
            choices.append((current, current))
        self.fields["rule_set"].choices = choices  # type: ignore[attr-defined]


class BeginForm(forms.Form):
    """A table that begins with a name."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=160,
        help_text=gettext_lazy("What it is about, in a few words: “Bone that dissolves”."),
        error_messages={"required": gettext_lazy("Write a name by which you will know it again.")},
    )
    rule_set = forms.ChoiceField(label=gettext_lazy("Rules"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule_set"].choices = rule_set_choices()  # type: ignore[attr-defined]


def rule_set_choices() -> list[tuple[str, str]]:
    """List the rule sets to judge a table by, and none."""
    known = [(one.name, one.title) for one in all_rule_sets() if not one.about_clusters]
    return [("", _("no rules yet")), *known]


class BudgetForm(forms.Form):
    """The whole cost, and each paid seat's share and weight."""

    revision = forms.IntegerField(widget=forms.HiddenInput)
    budget = EurosField(label=gettext_lazy("Whole cost"), required=False)

    def __init__(self, *args: Any, consortium: Consortium, seats: Sequence[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seats = list(seats)
        self.initial.setdefault("revision", consortium.revision)
        self.initial.setdefault("budget", written(consortium.budget))
        for seat in self.seats:
            name = str(seat.organisation)
            self.fields[f"share_{seat.pk}"] = EurosField(
                label=_("Share of %(name)s") % {"name": name}, required=False
            )
            self.fields[f"weight_{seat.pk}"] = forms.DecimalField(
                label=_("Weight of %(name)s") % {"name": name},
                required=False,
                localize=True,
                min_value=0,
                max_value=MOST_WEIGHT,
                decimal_places=2,
                widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "number"}),
            )
            self.initial.setdefault(f"share_{seat.pk}", written(seat.share))
            self.initial.setdefault(f"weight_{seat.pk}", "1")

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each seat with its two fields, for the page."""
        return [
            {"seat": seat, "share": self[f"share_{seat.pk}"], "weight": self[f"weight_{seat.pk}"]}
            for seat in self.seats
        ]

    @property
    def shares(self) -> dict[int, Decimal | None]:
        return {seat.pk: self.cleaned_data.get(f"share_{seat.pk}") for seat in self.seats}

    @property
    def weights(self) -> dict[int, Decimal]:
        told = {seat.pk: self.cleaned_data.get(f"weight_{seat.pk}") for seat in self.seats}
        return {number: weight for number, weight in told.items() if weight is not None}

    def check_sum(self) -> None:
        """Refuse shares that cannot be the parts of the whole; some may still be open."""
        whole, shares = self.cleaned_data.get("budget"), self.shares
        told = [share for share in shares.values() if share is not None]
        given = sum(told, Decimal(0))
        if self.errors or not told:
            return
        if whole is None:
            self.add_error("budget", _("Write the whole cost too: the shares are parts of it."))
            return
        is_complete = len(told) == len(shares)
        if given > whole or (is_complete and given < whole):
            self.add_error(None, difference(whole, given))


def with_shares(data: dict[str, Any], shares: dict[int, Decimal]) -> dict[str, Any]:
    """Put suggested shares in the place of those that were typed."""
    suggested = {f"share_{number}": written(share) for number, share in shares.items()}
    return {**data, **suggested}


def number_or_none(text: str) -> int | None:
    """Read a whole number that a form carries; anything else is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS else None
