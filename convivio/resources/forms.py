from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.clusters.showing_to import audiences_of, level_of
from convivio.kernel.translated import Translated, from_both
from convivio.organisations.models import Organisation, Site
from convivio.resources.errors import AgainstItsRules
from convivio.resources.hours_words import read_hours, written
from convivio.resources.models import MOST_PLACES, NOT_BOOKED, Kind, Resource, Tariff
from convivio.resources.offering import Offer
from convivio.resources.opening import Hours, Span, moment
from convivio.resources.repeating import DAILY, MOST_TIMES, WEEKLY, Repeat, refuse_left_out, spans_of
from convivio.web.euros import EurosField

LONGEST = 6000
A_MONDAY = date(2024, 1, 1)
STEPS = (15, 30, 60)


def _words(label: Any, rows: int, language: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "words", "lang": language})
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=widget)


def _count(label: Any, least: int, most: int, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=least, max_value=most, **more)


def _day(label: Any, *, required: bool = True) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, required=required, widget=widget)


def _time(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class OfferForm(forms.Form):
    """What an owner says of a resource: what it is, who may use it and how, when, for how much."""

    name_it = forms.CharField(label=gettext_lazy("Name, in Italian"), max_length=160, required=False)
    name_en = forms.CharField(label=gettext_lazy("Name, in English"), max_length=160, required=False)
    description_it = _words(gettext_lazy("What it is good for, in Italian"), 5, "it")
    description_en = _words(gettext_lazy("What it is good for, in English"), 5, "en")
    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=Kind.choices)
    manufacturer = forms.CharField(label=gettext_lazy("Manufacturer"), max_length=120, required=False)
    model = forms.CharField(label=gettext_lazy("Model"), max_length=120, required=False)
    asset_number = forms.CharField(label=gettext_lazy("Asset number"), max_length=60, required=False)
    doi = forms.CharField(label=gettext_lazy("DOI"), max_length=120, required=False)
    commissioned_on = _day(gettext_lazy("In use since"), required=False)
    site = forms.ModelChoiceField(
        label=gettext_lazy("Where it is kept"), queryset=Site.objects.none(), required=False,
        empty_label=gettext_lazy("at our seat"),
    )  # fmt: skip
    audience = forms.ChoiceField(label=gettext_lazy("Who may see and ask for it"))
    terms_it = _words(gettext_lazy("Terms, in Italian"), 3, "it")
    terms_en = _words(gettext_lazy("Terms, in English"), 3, "en")
    prerequisites_it = _words(gettext_lazy("What one needs before, in Italian"), 3, "it")
    prerequisites_en = _words(gettext_lazy("What one needs before, in English"), 3, "en")
    is_instant = forms.BooleanField(label=gettext_lazy("Booked at once, without our yes"), required=False)
    places = _count(gettext_lazy("How many can use it at once"), 1, MOST_PLACES, initial=1)
    step_minutes = forms.TypedChoiceField(
        label=gettext_lazy("Times go by"), coerce=int, initial=30,
        choices=[(step, gettext_lazy("%(step)d minutes") % {"step": step}) for step in STEPS],
    )  # fmt: skip
    longest_hours = _count(gettext_lazy("At most, in one go, in hours"), 1, 24 * 31, initial=8)
    buffer_minutes = _count(gettext_lazy("Kept free after each booking, in minutes"), 0, 24 * 60, initial=0)
    ahead_days = _count(gettext_lazy("How far ahead, in days"), 1, 730, initial=180)
    cancel_hours = _count(gettext_lazy("Cancelled freely until so many hours before"), 0, 24 * 60, initial=24)
    release_minutes = _count(
        gettext_lazy("Given back when nobody came after so many minutes"), 0, 24 * 60, initial=0,
        help_text=gettext_lazy("0: never"),
    )  # fmt: skip
    unit = forms.ChoiceField(label=gettext_lazy("Prices are for"), choices=Tariff.Unit.choices)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, owner: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["site"].queryset = Site.objects.filter(organisation=owner)  # type: ignore[attr-defined]
        self.fields["audience"].choices = audiences_of(owner)  # type: ignore[attr-defined]
        for day in range(7):
            self.fields[f"hours_{day}"] = _hours_of(day)
        for who, label in Tariff.For.choices:
            self.fields[f"tariff_{who}"] = EurosField(label=str(label).capitalize(), required=False)

    @property
    def weekdays(self) -> "list[forms.BoundField]":
        return [self[f"hours_{day}"] for day in range(7)]

    @property
    def prices(self) -> "list[forms.BoundField]":
        return [self[f"tariff_{who}"] for who in Tariff.For.values]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not (said.get("name_it") or said.get("name_en")):
            self.add_error("name_it", _("Give it a name, in one language at least."))
        for day in range(7):
            self._read_day(day, said.get(f"hours_{day}", ""))
        return said

    def _read_day(self, day: int, text: str) -> None:
        try:
            self.cleaned_data[f"hours_{day}"] = read_hours(day, text)
        except ValueError:
            self.add_error(
                f"hours_{day}", _("Write hours such as 8:30–12:30, 14–18; nothing when it is closed.")
            )

    @property
    def offer(self) -> Offer:
        """Say what was written, as the action wants it."""
        said = self.cleaned_data
        both = {name: from_both(said[f"{name}_it"], said[f"{name}_en"])
                for name in ("name", "description", "terms", "prerequisites")}  # fmt: skip
        plain = {name: said[name] for name in (*PLAIN, "is_instant", *COUNTS)}
        level = level_of(said["audience"])
        columns = {**both, **plain, "audience": said["audience"], "visibility": level}
        hours = [one for day in range(7) for one in said[f"hours_{day}"]]
        tariffs = {who: amount for who in Tariff.For.values if (amount := said[f"tariff_{who}"]) is not None}
        return Offer(columns, hours, tariffs, said["unit"])


PLAIN = ("kind", "manufacturer", "model", "asset_number", "doi", "commissioned_on", "site")
COUNTS = (
    "places", "step_minutes", "longest_hours", "buffer_minutes", "ahead_days", "cancel_hours", "release_minutes",
)  # fmt: skip


def initial_of(resource: Resource) -> dict[str, Any]:
    """Say what the form holds when it is opened to change a resource."""
    said: dict[str, Any] = {name: getattr(resource, name) for name in (*PLAIN, "is_instant", *COUNTS)}
    for name in ("name", "description", "terms", "prerequisites"):
        text = getattr(resource, name)
        said |= {f"{name}_{code}": text.get(code, "") for code in ("it", "en")}
    hours = list(resource.opening_hours.all())
    for day in range(7):
        said[f"hours_{day}"] = written(
            Hours(one.weekday, one.from_time, one.until_time) for one in hours if one.weekday == day
        )
    tariffs = list(resource.tariffs.all())
    said |= {f"tariff_{one.who}": one.amount for one in tariffs}
    return {**said, "audience": resource.audience, "version": resource.version,
            "unit": tariffs[0].unit if tariffs else Tariff.Unit.HOUR}  # fmt: skip


def _hours_of(day: int) -> forms.CharField:
    name = date_format(A_MONDAY + timedelta(days=day), "l")
    return forms.CharField(label=name.capitalize(), required=False, max_length=120)


class TimeForm(forms.Form):
    """From a time of a day to another, on the same day or a later one, in the clock time of Rome."""

    day = _day(gettext_lazy("Day"))
    from_time = _time(gettext_lazy("Begins at"))
    until_time = _time(gettext_lazy("Ends at"))
    until_day = _day(gettext_lazy("Until the day, if it is another"), required=False)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if {"day", "from_time", "until_time"} <= set(said) and self._ends <= self._begins:
            self.add_error("until_time", _("It must end after it begins."))
        elif not self.errors:
            for name, (day, at) in (("from_time", self._begins), ("until_time", self._ends)):
                self._refuse_left_out(name, day, at)
        return said

    def _refuse_left_out(self, name: str, day: date, at: time) -> None:
        """Refuse a time over which the clocks go forward on that day."""
        try:
            refuse_left_out(day, at)
        except AgainstItsRules as refusal:
            self.add_error(name, refusal.message)

    @property
    def span(self) -> Span:
        return Span(moment(*self._begins), moment(*self._ends))

    @property
    def _begins(self) -> tuple[date, time]:
        return self.cleaned_data["day"], self.cleaned_data["from_time"]

    @property
    def _ends(self) -> tuple[date, time]:
        said = self.cleaned_data
        return said.get("until_day") or said["day"], said["until_time"]


class BookingForm(TimeForm):
    """When somebody would use it, and what for."""

    purpose = forms.CharField(label=gettext_lazy("What for"), max_length=300, required=False)


class TogetherForm(BookingForm):
    """Hours first; then what is free then, narrowed by what it is and by words."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What it is"), required=False,
        choices=[("", gettext_lazy("anything")), *((one.value, one.label) for one in Kind if one not in NOT_BOOKED)],
    )  # fmt: skip
    q = forms.CharField(label=gettext_lazy("Words"), max_length=400, required=False)
    only_if_all = forms.BooleanField(
        label=gettext_lazy("Only if all of them say yes: else the others are given back"), required=False
    )


class SeriesForm(BookingForm):
    """The same hours again, each day or each week, so often or until a day."""

    every = forms.ChoiceField(
        label=gettext_lazy("Again"), initial=WEEKLY,
        choices=((WEEKLY, gettext_lazy("every week")), (DAILY, gettext_lazy("every day"))),
    )  # fmt: skip
    times = _count(gettext_lazy("How many times"), 2, MOST_TIMES, required=False)
    last_day = _day(gettext_lazy("Or until the day"), required=False)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        has = [bool(said.get("times")), bool(said.get("last_day"))]
        if not self.errors and has[0] == has[1]:
            self.add_error("times", _("Say how many times, or until which day: one of the two."))
        if not self.errors:
            try:
                self.spans = spans_of(self._repeat)
            except AgainstItsRules as refusal:
                self.add_error(None, refusal.message)
        return said

    @property
    def _repeat(self) -> Repeat:
        said, (first, from_time), (last, until_time) = self.cleaned_data, self._begins, self._ends
        return Repeat(
            first, from_time, until_time, (last - first).days, said["every"], said["times"], said["last_day"]
        )


class ClosureForm(TimeForm):
    """When it is closed, and why."""

    words = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)


class AnswerForm(forms.Form):
    """A yes or no of the owner, with words."""

    answer = forms.ChoiceField(choices=(("yes", "yes"), ("no", "no")))
    words = forms.CharField(max_length=300, required=False)


class UseForm(forms.Form):
    """How long it was really used, and what whoever comes next should know."""

    minutes = _count(gettext_lazy("Minutes of real use"), 0, 60 * 24 * 60)
    words = forms.CharField(
        label=gettext_lazy("For whoever comes next"), max_length=500, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip


class PictureForm(forms.Form):
    """A picture, and what it shows, in both languages."""

    file = forms.FileField(
        label=gettext_lazy("Picture"),
        help_text=gettext_lazy(
            "A PNG, a JPEG or a WebP of up to 10 MB. It is drawn anew: what a camera wrote into it, such as the place, is not kept."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    shows_it = forms.CharField(label=gettext_lazy("What it shows, in Italian"), max_length=300)
    shows_en = forms.CharField(label=gettext_lazy("What it shows, in English"), max_length=300)

    @property
    def shows(self) -> Translated:
        return from_both(self.cleaned_data["shows_it"], self.cleaned_data["shows_en"])


class PictureWordsForm(PictureForm):
    """What a picture that is there already shows, said anew."""

    file = None  # type: ignore[assignment]
