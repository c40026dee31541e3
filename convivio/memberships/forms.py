"""What an application asks, as forms: each step can be kept while it is incomplete, never while it is wrong."""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.clusters.models import Cluster, ValueChain
from convivio.kernel.errors import BadInput
from convivio.memberships.answers import CATEGORY, NUMBERS, ORGANISATION, SHARING, SIGNING
from convivio.memberships.models import Enclosure
from convivio.organisations.models import Kind, Size
from convivio.organisations.numbers.checks import checked_number
from convivio.vocabulary.models import Place

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

LONGEST_TEXT = 3000
PROVINCE = 3


def day_field(label: "str | _StrPromise", **more: Any) -> forms.DateField:
    """A day, chosen from the browser's calendar or written."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **more)


class BeginForm(forms.Form):
    """The address to which the link of an application is sent."""

    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        error_messages={"required": gettext_lazy("Write the address to which we send the link.")},
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class ColleagueForm(BeginForm):
    """The address of a colleague who goes on with the application."""

    email = forms.EmailField(label=gettext_lazy("Your colleague’s e-mail address"), max_length=254)


class StepForm(forms.Form):
    """One step: what is empty may be written later, what is written must be right."""

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        kwargs["use_required_attribute"] = False
        super().__init__(*args, **kwargs)
        self.cluster = cluster

    def _post_clean(self) -> None:
        """Let what is missing be missing: it is asked for when the application is sent."""
        for name, errors in list(self.errors.as_data().items()):
            if all(error.code == "required" for error in errors):
                del self.errors[name]
                self.cleaned_data[name] = ""

    @property
    def answers(self) -> dict[str, Any]:
        """Say what was written, as it is kept."""
        return {name: _plain(self.cleaned_data.get(name)) for name in self.fields if name != "seen"}


class OrganisationStep(StepForm):
    """Who the applicant is, when it is not on record yet."""

    name = forms.CharField(label=gettext_lazy("Name of the organisation"), max_length=300)
    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), choices=[("", gettext_lazy("choose")), *Kind.choices]
    )
    vat = forms.CharField(label=gettext_lazy("VAT number"), max_length=40, required=False)
    fiscal = forms.CharField(label=gettext_lazy("Italian fiscal code"), max_length=40, required=False)
    pic = forms.CharField(
        label=gettext_lazy("PIC"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("The nine digits of the European portal, if you have them."),
    )
    size = forms.ChoiceField(label=gettext_lazy("Size"), choices=Size.choices, required=False)
    staff = forms.IntegerField(
        label=gettext_lazy("People who work there"), min_value=0, max_value=1_000_000, required=False
    )
    street = forms.CharField(label=gettext_lazy("Street and number"), max_length=240, required=False)
    postcode = forms.CharField(label=gettext_lazy("Postcode"), max_length=20, required=False)
    city = forms.CharField(label=gettext_lazy("Town"), max_length=120)
    nuts = forms.ChoiceField(label=gettext_lazy("Province"), required=False)
    country = forms.RegexField(
        r"^[A-Za-z]{2}$",
        label=gettext_lazy("Country, as two letters"),
        required=False,
        initial="IT",
        error_messages={"invalid": gettext_lazy("Write the country as two letters: IT, FR, DE…")},
    )
    website = forms.URLField(
        label=gettext_lazy("Website"), max_length=300, required=False, assume_scheme="https"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provinces = Place.objects.filter(level=PROVINCE, code__startswith="IT")
        named = sorted((str(one), one.code) for one in provinces)
        elsewhere = [("", _("elsewhere"))]
        self.fields["nuts"].choices = [  # type: ignore[attr-defined]
            *elsewhere,
            *((code, name) for name, code in named),
        ]

    def clean_country(self) -> str:
        return str(self.cleaned_data["country"] or "").upper()

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        for scheme in NUMBERS:
            if said.get(scheme):
                try:
                    said[scheme] = checked_number(scheme, said[scheme], said.get("country") or "IT")
                except BadInput as refusal:
                    self.add_error(scheme, refusal.message)
        return said


class CategoryStep(StepForm):
    """As what it joins, and the resolution where that category joins by one."""

    category = forms.ChoiceField(label=gettext_lazy("Category"), widget=forms.RadioSelect)
    resolution = forms.CharField(
        label=gettext_lazy("Resolution: body and number"), max_length=160, required=False
    )
    resolved_on = day_field(gettext_lazy("Day of the resolution"), required=False)
    effective_on = day_field(gettext_lazy("It takes effect from"), required=False)
    accreditation = forms.CharField(
        label=gettext_lazy("Accreditations or recognitions"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("For a laboratory: by whom, and until when."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories = list(self.cluster.categories.filter(is_open=True))
        self.by_resolution = [str(one) for one in categories if one.joins_by_resolution]
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            (one.code, str(one)) for one in categories
        ]

    def clean_resolved_on(self) -> date | None:
        day: date | None = self.cleaned_data["resolved_on"]
        if day is not None and day > localdate():
            raise forms.ValidationError(_("A resolution cannot have been taken on a day that is to come."))
        return day


class SharingStep(StepForm):
    """What it brings to the others, and what it looks for among them."""

    brings = forms.CharField(
        label=gettext_lazy("What you bring"),
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy("What you make, measure or try, with its numbers: it becomes your page."),
        widget=forms.Textarea(attrs={"rows": 6, "class": "words"}),
    )
    looks_for = forms.CharField(
        label=gettext_lazy("What you look for"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "class": "words"}),
    )
    chains = forms.MultipleChoiceField(
        label=gettext_lazy("Value chains you want to take part in"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chains = ValueChain.objects.filter(cluster=self.cluster).order_by("slug")
        self.fields["chains"].choices = [  # type: ignore[attr-defined]
            (one.slug, str(one)) for one in chains
        ]


class SigningStep(StepForm):
    """Who writes, who signs, and what they accept."""

    contact_name = forms.CharField(label=gettext_lazy("Your name"), max_length=120)
    contact_job = forms.CharField(label=gettext_lazy("What you do there"), max_length=160, required=False)
    contact_phone = forms.CharField(label=gettext_lazy("Telephone"), max_length=40, required=False)
    signatory_name = forms.CharField(label=gettext_lazy("Who signs for the organisation"), max_length=120)
    signatory_job = forms.CharField(
        label=gettext_lazy("As what"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("Legal representative, holder of a power of attorney…"),
    )
    signatory_email = forms.EmailField(
        label=gettext_lazy("The signatory’s e-mail address"),
        max_length=254,
        help_text=gettext_lazy("Once admitted, this person gives others their mandates."),
    )
    accepts_statute = forms.BooleanField(
        label=gettext_lazy("We accept the statute of the cluster and the dues that its bodies decide.")
    )
    accepts_privacy = forms.BooleanField(
        label=gettext_lazy(
            "We have read how the cluster looks after our data: it keeps this application to decide about it."
        )
    )

    def clean_signatory_email(self) -> str:
        return str(self.cleaned_data["signatory_email"]).lower()


FORMS: dict[str, type[StepForm]] = {
    ORGANISATION: OrganisationStep,
    CATEGORY: CategoryStep,
    SHARING: SharingStep,
    SIGNING: SigningStep,
}


class WordsForm(forms.Form):
    """The words with which the office gives an application back."""

    words = forms.CharField(
        label=gettext_lazy("What you ask for"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "words"}),
        error_messages={"required": gettext_lazy("Write what is missing: the applicant reads it.")},
    )


class EnclosureForm(forms.Form):
    """One document."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=Enclosure.Kind.choices)
    file = forms.FileField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy("A PDF, or a picture as PNG or JPEG, up to 5 MB."),
        error_messages={"required": gettext_lazy("Choose a document first.")},
    )


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return "" if value is None else value
