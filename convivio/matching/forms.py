from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from convivio.engine.rules import load_rule_set, rule_set_names
from convivio.matching.answering import LONGEST_NEED
from convivio.matching.composing import LEAST_SEATS, MOST_SEATS


def rule_set_choices() -> list[tuple[str, str]]:
    language = get_language() or "it"
    named = [(name, load_rule_set(name).title.say(language)) for name in rule_set_names()]
    return [("", str(_("no rules yet"))), *named]


class QuestionForm(forms.Form):
    """A need, and who leads."""

    words = forms.CharField(label=_("What do you need?"), required=False, max_length=LONGEST_NEED, strip=True)
    call = forms.SlugField(required=False, max_length=140)
    lead = forms.CharField(required=False, max_length=140)
    after = forms.CharField(required=False, max_length=24)
    idea = forms.CharField(required=False, max_length=18)


class TableForm(forms.Form):
    """What a table begins with."""

    name = forms.CharField(label=_("Name of the consortium"), max_length=160)
    rule_set = forms.ChoiceField(label=_("Rules to satisfy"), required=False)
    seats = forms.IntegerField(
        label=_("Seats, the lead included"), min_value=LEAST_SEATS, max_value=MOST_SEATS, initial=6
    )
    budget = forms.DecimalField(
        label=_("Whole cost of the project, in euros"),
        required=False,
        min_value=Decimal(0),
        max_digits=15,
        decimal_places=2,
        localize=True,
    )
    fill = forms.BooleanField(
        label=_("Fill the other seats with those who complete the table best"), required=False, initial=True
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["rule_set"].choices = rule_set_choices()  # type: ignore[attr-defined]
