"""The forms with which an organisation says what it is, where it is, and what it is part of."""

import re
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from convivio.kernel.audiences import ANYONE, Reader
from convivio.organisations.editing.logos import LARGEST
from convivio.organisations.editing.particulars import NAMES, Particulars
from convivio.organisations.errors import NumberDoesNotHold
from convivio.organisations.models import Accreditation, Identifier, Kind, Organisation, Size
from convivio.organisations.naming import NobodyIsMeant, meant
from convivio.organisations.numbers.checks import checked_number
from convivio.vocabulary.models import Place

PREFIXES = {"GR": "EL", "GB": "UK"}
NUTS = re.compile(r"[A-Z]{2}[A-Z0-9]{0,3}")
POINT = re.compile(r"(-?\d{1,2}(?:\.\d+)?)\s*[,;]\s*(-?\d{1,3}(?:\.\d+)?)")
EARLIEST = 1000


def point_in_words(latitude: float | None, longitude: float | None) -> str:
    return f"{latitude}, {longitude}" if latitude is not None and longitude is not None else ""


class PlaceForm(forms.Form):
    """A place: an address, a territory, and perhaps a point on the map."""

    street = forms.CharField(label=_("Street and number"), required=False, max_length=240)
    postcode = forms.CharField(label=_("Postcode"), required=False, max_length=20)
    city = forms.CharField(label=_("Town"), required=False, max_length=120)
    country = forms.ChoiceField(label=_("Country"), required=False)
    nuts = forms.CharField(
        label=_("Territory (NUTS)"),
        help_text=_("The code of the province, like ITH54 for Modena: calls of the Region ask for it."),
        required=False,
        max_length=5,
        widget=forms.TextInput(attrs={"list": "territories", "autocomplete": "off"}),
    )
    point = forms.CharField(
        label=_("Point on the map"),
        help_text=_("Latitude and longitude, as maps show them: 44.647, 10.925."),
        required=False,
        max_length=60,
    )

    def __init__(self, *args: Any, countries: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.territories = list(
            Place.objects.filter(level=3, code__startswith=(countries or ("IT",))[0] or "IT").order_by("code")
        )
        known = {place.code: str(place) for place in Place.objects.filter(level=0)}
        offered = {**{code: code for code in countries if code}, **known}
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - it is declared above
        field.choices = [("", "–"), *sorted(offered.items(), key=lambda pair: pair[1])]

    def clean_nuts(self) -> str:
        code: str = self.cleaned_data["nuts"].strip().upper()
        country = self.cleaned_data.get("country", "")
        if not code:
            return ""
        if not NUTS.fullmatch(code):
            raise forms.ValidationError(
                _("Write a NUTS code: two letters of the country, then up to three signs.")
            )
        if country and not code.startswith(PREFIXES.get(country, country)):
            raise forms.ValidationError(_("This territory is in another country than the one above."))
        in_its_country = Place.objects.filter(code__startswith=code[:2])
        if in_its_country.exists() and not in_its_country.filter(code=code).exists():
            raise forms.ValidationError(_("There is no territory with this code."))
        return code

    def clean_point(self) -> tuple[float | None, float | None]:
        text: str = self.cleaned_data["point"].strip()
        if not text:
            return None, None
        found = POINT.fullmatch(text)
        place = (float(found[1]), float(found[2])) if found else (999.0, 999.0)
        if abs(place[0]) > 90 or abs(place[1]) > 180:  # noqa: PLR2004 - degrees of the globe
            raise forms.ValidationError(
                _("Write latitude, a comma, longitude, with points for decimals: 44.647, 10.925.")
            )
        return place

    @property
    def place(self) -> dict[str, Any]:
        """Say the place in the columns of a row."""
        said = {name: self.cleaned_data[name] for name in ("street", "postcode", "city", "country", "nuts")}
        latitude, longitude = self.cleaned_data["point"]
        return {**said, "latitude": latitude, "longitude": longitude}


class ParticularsForm(PlaceForm):
    """The plain facts of an organisation."""

    name = forms.CharField(label=_("Name"), max_length=300)
    short_name = forms.CharField(label=_("Short name"), required=False, max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    size = forms.ChoiceField(label=_("Size"), required=False, choices=Size.choices)
    founded = forms.IntegerField(label=_("Founded in"), required=False, min_value=EARLIEST)
    staff_count = forms.IntegerField(
        label=_("People who work here"), required=False, min_value=0, max_value=9_999_999
    )
    email = forms.EmailField(
        label=_("Address for anyone who writes"),
        help_text=_("Of the house, not of a person: everybody who sees the page sees it."),
        required=False,
        max_length=254,
    )
    phone = forms.CharField(label=_("Telephone"), required=False, max_length=40)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def clean_founded(self) -> int | None:
        year: int | None = self.cleaned_data["founded"]
        if year is not None and year > localdate().year:
            raise forms.ValidationError(_("This year has not come yet."))
        return year

    @property
    def particulars(self) -> Particulars:
        said = {**self.cleaned_data, **self.place}
        return Particulars(**{name: said[name] for name in NAMES})


def initial_of_particulars(now: Particulars) -> dict[str, object]:
    """Say what the form of the plain facts holds when it is opened."""
    said: dict[str, object] = {name: getattr(now, name) for name in NAMES}
    return {**said, "point": point_in_words(now.latitude, now.longitude), "seen": now.digest}


class SiteForm(PlaceForm):
    """A place where the organisation works, beside its seat."""

    name = forms.CharField(
        label=_("What is there"), help_text=_("A plant, a laboratory, an office."), max_length=160
    )

    field_order = ("name", "street", "postcode", "city", "country", "nuts", "point")

    @property
    def place(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"], **super().place}


class NumberForm(forms.Form):
    """A number by which others know the organisation."""

    scheme = forms.ChoiceField(label=_("Which number"), choices=Identifier.Scheme.choices)
    value = forms.CharField(label=_("The number"), max_length=80)

    def __init__(self, *args: Any, country: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.country = country

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("value") and said.get("scheme"):
            try:
                said["value"] = checked_number(said["scheme"], said["value"], self.country)
            except NumberDoesNotHold as refusal:
                self.add_error("value", refusal.message)
        return said


class BelongingForm(forms.Form):
    """What the organisation is part of, who hosts it, and its group of companies."""

    part_of = forms.CharField(
        label=_("It is a unit of"),
        help_text=_("A department or a laboratory of a university, a branch of a company."),
        required=False,
        max_length=460,
    )
    hosted_by = forms.CharField(
        label=_("It is hosted by"),
        help_text=_("The Technopole, or another body, where it works."),
        required=False,
        max_length=460,
    )
    group = forms.CharField(
        label=_("Group of companies"),
        help_text=_(
            "Companies under one control. Where a call asks for independent partners, two of one group count as one."
        ),
        required=False,
        max_length=200,
    )

    def __init__(self, *args: Any, reader: Reader = ANYONE, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reader = reader
        for name in ("part_of", "hosted_by"):
            self.fields[name].widget.attrs.update({"list": f"{name}-offered", "autocomplete": "off"})

    def clean_part_of(self) -> Organisation | None:
        return self._meant("part_of")

    def clean_hosted_by(self) -> Organisation | None:
        return self._meant("hosted_by")

    def clean_group(self) -> str:
        return " ".join(self.cleaned_data["group"].split())

    def _meant(self, name: str) -> Organisation | None:
        try:
            return meant(self.cleaned_data[name], self.reader)
        except NobodyIsMeant as refusal:
            raise forms.ValidationError(str(refusal)) from refusal


class LogoForm(forms.Form):
    """A picture."""

    logo = forms.FileField(
        label=_("Your logo"),
        help_text=_("A PNG, JPEG or WebP, up to 2 MB and 4,000 pixels. It is kept small: 256 pixels."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )

    def clean_logo(self) -> Any:
        file = self.cleaned_data["logo"]
        if (file.size or 0) > LARGEST:
            raise forms.ValidationError(_("The file is larger than 2 MB: send a smaller picture."))
        return file


class DayInput(forms.DateInput):
    """A day, as browsers let one choose it."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AccreditationForm(forms.Form):
    """A status that a body granted."""

    kind = forms.ChoiceField(label=_("Accreditation"), choices=Accreditation.Kind.choices)
    granted_by = forms.CharField(label=_("Granted by"), help_text=_("The body and its act."), max_length=160)
    from_on = forms.DateField(label=_("From"), widget=DayInput())
    until_on = forms.DateField(label=_("Last day"), required=False, widget=DayInput())

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        begins, ends = said.get("from_on"), said.get("until_on")
        if begins and ends and ends < begins:
            self.add_error("until_on", _now("The last day comes before the first."))
        return said


class EndForm(forms.Form):
    """The last day of something, and the one that the person saw."""

    on = forms.DateField(label=_("Last day"), widget=DayInput())
    seen = forms.DateField(required=False, widget=forms.HiddenInput)
