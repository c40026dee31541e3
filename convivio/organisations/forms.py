from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from convivio.kernel.translated import Translated
from convivio.organisations.actions import Profile
from convivio.vocabulary.models import Concept
from convivio.vocabulary.words import RECOGNISED

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST = 4000
MOST_CONCEPTS = 40


def _text(label: "str | _StrPromise", rows: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": rows, "class": "words"}),
    )


class ProfileForm(forms.Form):
    """What an organisation says of itself, in both languages."""

    description_it = _text(_("What you do, in Italian"), 6)
    description_en = _text(_("What you do, in English"), 6)
    looking_for_it = _text(_("What you look for, in Italian"), 3)
    looking_for_en = _text(_("What you look for, in English"), 3)
    website = forms.URLField(label=_("Website"), required=False, max_length=300, assume_scheme="https")
    concepts = forms.ModelMultipleChoiceField(
        label=_("What you are known for"),
        queryset=Concept.objects.filter(scheme__in=RECOGNISED),
        required=False,
        error_messages={
            "invalid_choice": _("One of these concepts is not in the list any more: tick others.")
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean_concepts(self) -> Any:
        chosen = self.cleaned_data["concepts"]
        if len(chosen) > MOST_CONCEPTS:
            raise forms.ValidationError(
                _("Choose at most %(most)d concepts: those for which people should find you."),
                params={"most": MOST_CONCEPTS},
            )
        return chosen

    @property
    def profile(self) -> Profile:
        """Say what was written, as the action wants it."""
        said = self.cleaned_data
        return Profile(
            description=_both(said["description_it"], said["description_en"]),
            looking_for=_both(said["looking_for_it"], said["looking_for_en"]),
            website=said["website"],
            concepts=frozenset(concept.pk for concept in said["concepts"]),
        )


def initial_of(profile: Profile) -> dict[str, object]:
    """Say what the form holds when it is opened."""
    return {
        "description_it": profile.description.get("it", ""),
        "description_en": profile.description.get("en", ""),
        "looking_for_it": profile.looking_for.get("it", ""),
        "looking_for_en": profile.looking_for.get("en", ""),
        "website": profile.website,
        "concepts": sorted(profile.concepts),
        "seen": profile.digest,
    }


def _both(italian: str, english: str) -> Translated:
    return Translated({code: text for code, text in (("en", english), ("it", italian)) if text})
