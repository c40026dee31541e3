from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convivio.people.models import Person
from convivio.people.privacy.consents import purposes
from convivio.people.privacy.shown import FIELDS, LEVELS, level_of

LABELS = {
    "name": _("Your name"),
    "job": _("What you do"),
    "email": _("Your e-mail"),
    "phone": _("Your telephone"),
}


class ShownForm(forms.Form):
    """To whom each thing about a person is shown."""

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data, prefix="shown")
        for field in FIELDS:
            self.fields[field] = forms.ChoiceField(
                label=LABELS[field], choices=list(LEVELS.items()), initial=level_of(person, field)
            )


class ConsentForm(forms.Form):
    """What a person agrees to."""

    chosen = forms.MultipleChoiceField(
        label=_("You agree that"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, standing: list[str], data: Any = None) -> None:
        super().__init__(data, initial={"chosen": standing})
        self.fields["chosen"].choices = [(one.key, one.words) for one in purposes()]  # type: ignore[attr-defined]


class ErasureForm(forms.Form):
    """The address, typed once more, to say that one means it."""

    typed = forms.CharField(
        label=_("Write your e-mail address to confirm"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class OfficeErasureForm(forms.Form):
    """Why an office forgets somebody; a few words to choose from, for the reason stays in the trace."""

    why = forms.ChoiceField(
        label=_("Why"),
        choices=[
            ("asked_in_writing", _("They asked us in writing")),
            ("left", _("They left, and nothing is owed")),
            ("mistake", _("The account was opened by mistake")),
            ("law", _("An authority ordered it")),
        ],
        widget=forms.RadioSelect,
    )
    typed = forms.CharField(
        label=_("Write their e-mail address to confirm"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
