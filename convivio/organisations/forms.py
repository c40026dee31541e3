from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from convivio.kernel.translated import Translated
from convivio.organisations.actions import Profile

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST = 4000


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
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    @property
    def profile(self) -> Profile:
        """Say what was written, as the action wants it."""
        said = self.cleaned_data
        return Profile(
            description=_both(said["description_it"], said["description_en"]),
            looking_for=_both(said["looking_for_it"], said["looking_for_en"]),
            website=said["website"],
        )


def initial_of(profile: Profile) -> dict[str, object]:
    """Say what the form holds when it is opened."""
    return {
        "description_it": profile.description.get("it", ""),
        "description_en": profile.description.get("en", ""),
        "looking_for_it": profile.looking_for.get("it", ""),
        "looking_for_en": profile.looking_for.get("en", ""),
        "website": profile.website,
        "seen": profile.digest,
    }


def _both(italian: str, english: str) -> Translated:
    return Translated({code: text for code, text in (("en", english), ("it", italian)) if text})
