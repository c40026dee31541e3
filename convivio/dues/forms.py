from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.timezone import localdate
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from convivio.clusters.models import Cluster, MembershipCategory
from convivio.dues.bank_csv import COLUMNS, LARGEST_AMOUNT, LARGEST_FILE, BankSheet
from convivio.dues.models import (
    Account,
    ArrearsRule,
    Books,
    FeeLine,
    FeeSchedule,
    Reduction,
    ReminderLevel,
    What,
)
from convivio.dues.references import bare, is_bic, is_iban
from convivio.kernel.translated import in_both
from convivio.organisations.models import Organisation, Size
from convivio.web.euros import EurosField

LEFT_OUT = "-"
MOST_ROWS = 60
EARLIEST_YEAR, LATEST_YEAR = 2000, 2100


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PayeeForm(forms.ModelForm[Books]):
    """Where the members of a cluster pay."""

    class Meta:
        model = Books
        fields = ("payee", "iban", "bic", "vat", "fiscal_code", "address", "email", "days_to_pay")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["iban"].max_length = 50  # type: ignore[attr-defined]
        self.fields["iban"] = forms.CharField(label="IBAN", max_length=50)
        self.fields["payee"].required = True

    def clean_iban(self) -> str:
        number = bare(self.cleaned_data["iban"])
        if not is_iban(number):
            raise forms.ValidationError(
                _("This IBAN is not right: its check digits do not fit. Compare it sign by sign.")
            )
        return number

    def clean_bic(self) -> str:
        code = bare(self.cleaned_data["bic"])
        if code and not is_bic(code):
            raise forms.ValidationError(_("A BIC has 8 or 11 signs, such as ABCDITRRXXX."))
        return code


class YearForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=EARLIEST_YEAR, max_value=LATEST_YEAR)


class ScheduleForm(forms.ModelForm[FeeSchedule]):
    """From when new rules hold, and who decided them."""

    class Meta:
        model = FeeSchedule
        fields = ("from_on", "source", "decided_on", "part_of_year")
        labels = {"from_on": _("In force from")}
        help_texts = {"source": _("Such as: statute, article 7; resolution of the assembly.")}
        widgets = {"from_on": DayInput(), "decided_on": DayInput()}


class CaseForm(forms.Form):
    """A row of the rules: for whom it is."""

    category = forms.ChoiceField(label=_("Category"), required=False)
    size = forms.ChoiceField(label=_("Size"), required=False)

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = MembershipCategory.objects.filter(cluster=cluster)
        anyone = ("", pgettext_lazy("whatever it is", "any"))
        self._choose("category", [anyone, *((one.code, str(one.name)) for one in names)])
        self._choose("size", [anyone, *(choice for choice in Size.choices if choice[0])])

    def _choose(self, name: str, choices: list[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - it is declared above
        field.choices = choices


class LineForm(CaseForm):
    """One amount; a row without one says nothing."""

    what = forms.ChoiceField(label=_("What for"), choices=What.choices)
    amount = EurosField(label=_("Amount, €"), most=LARGEST_AMOUNT, required=False)
    field_order = ("what", "category", "size", "amount")


class ReductionForm(CaseForm):
    """One reduction; a row without its two numbers says nothing."""

    what = forms.ChoiceField(label=_("What for"), required=False)
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Only this member"), required=False
    )
    parts = forms.IntegerField(label=_("pays"), min_value=0, max_value=100, required=False)
    of = forms.IntegerField(label=_("parts of"), min_value=1, max_value=100, required=False)
    reason = forms.CharField(label=_("Why"), max_length=160, required=False)
    field_order = ("what", "category", "size", "organisation", "parts", "of", "reason")

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, cluster=cluster, **kwargs)
        self._choose("what", [("", _("both")), *What.choices])
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - it is declared above
        field.queryset = Organisation.objects.filter(memberships__cluster=cluster).distinct().order_by("name")
        field.empty_label = gettext("all")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        parts, of = cleaned.get("parts"), cleaned.get("of")
        if (parts is None) != (of is None):
            raise forms.ValidationError(
                _("Say how many parts of how many are paid: 1 of 2, or 0 of 1 for none.")
            )
        if parts is not None and of is not None and parts > of:
            raise forms.ValidationError(_("Nobody pays more than the whole."))
        return cleaned


LineForms = formset_factory(LineForm, extra=3, max_num=MOST_ROWS, absolute_max=MOST_ROWS)
ReductionForms = formset_factory(ReductionForm, extra=2, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def lines_in(forms_of: "BaseFormSet[Any]") -> list[FeeLine]:
    """Read the amounts that were written."""
    written = (one.cleaned_data for one in forms_of if one.cleaned_data.get("amount") is not None)
    return [
        FeeLine(what=row["what"], category=row["category"], size=row["size"], amount=row["amount"])
        for row in written
    ]


def reductions_in(forms_of: "BaseFormSet[Any]") -> list[Reduction]:
    """Read the reductions that were written."""
    names = ("what", "category", "size", "organisation", "parts", "of", "reason")
    written = (one.cleaned_data for one in forms_of if one.cleaned_data.get("of") is not None)
    return [Reduction(**{name: row[name] for name in names}) for row in written]


def cases_twice(lines: list[FeeLine]) -> bool:
    """Say whether one case has two amounts."""
    cases = [(line.what, line.category, line.size) for line in lines]
    return len(set(cases)) != len(cases)


class ArrearsForm(forms.ModelForm[ArrearsRule]):
    """What lateness withholds, from a day on."""

    rights = forms.MultipleChoiceField(
        label=_("Rights that rest"),
        choices=ArrearsRule.Right.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None: lateness withholds nothing."),
    )

    class Meta:
        model = ArrearsRule
        fields = ("from_on", "days", "rights", "source", "decided_on")
        labels = {"from_on": _("In force from")}
        widgets = {"from_on": DayInput(), "decided_on": DayInput()}


class ReminderForm(forms.Form):
    """The words of one reminder in both languages."""

    days = forms.IntegerField(label=_("Days after the due day"), min_value=1, max_value=365)
    subject_it = forms.CharField(label=_("Subject, in Italian"), max_length=160)
    text_it = forms.CharField(
        label=_("Text, in Italian"), max_length=4000, widget=forms.Textarea(attrs={"rows": 7})
    )
    subject_en = forms.CharField(label=_("Subject, in English"), max_length=160)
    text_en = forms.CharField(
        label=_("Text, in English"), max_length=4000, widget=forms.Textarea(attrs={"rows": 7})
    )

    @classmethod
    def of(cls, level: ReminderLevel, data: Any = None) -> "ReminderForm":
        initial = {"days": level.days}
        words: dict[str, Any] = {
            f"{name}_{code}": getattr(level, name).get(code, "")
            for name in ("subject", "text")
            for code in ("it", "en")
        }
        return cls(data, initial={**initial, **words}, prefix=f"level-{level.level}")

    def put_into(self, level: ReminderLevel) -> ReminderLevel:
        """Put the words into a level."""
        said = self.cleaned_data
        level.days = said["days"]
        level.subject = in_both(said["subject_it"], said["subject_en"])
        level.text = in_both(said["text_it"], said["text_en"])
        return level


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=400)


class AccountChoice(forms.ModelChoiceField[Account]):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.organisation)


class MatchForm(forms.Form):
    """Whose a payment is."""

    account = AccountChoice(Account.objects.none(), label=_("Member"))

    def __init__(self, *args: Any, cluster: Cluster, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - it is declared above
        rows = Account.objects.filter(cluster=cluster).select_related("organisation")
        field.queryset, field.required = rows.order_by("organisation__name"), required
        field.empty_label = gettext("not known yet")


class PaymentForm(MatchForm):
    """Money that arrived, written by hand."""

    on = forms.DateField(label=_("Day"), widget=DayInput())
    amount = EurosField(label=_("Amount, €"), most=LARGEST_AMOUNT)
    payer = forms.CharField(label=_("Who paid"), max_length=200, required=False)
    words = forms.CharField(label=_("Words of the payment"), max_length=400, required=False)
    field_order = ("on", "amount", "account", "payer", "words")

    def clean_amount(self) -> Decimal:
        amount: Decimal = self.cleaned_data["amount"]
        if amount <= 0:
            raise forms.ValidationError(_("A payment is above nought."))
        return amount

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > localdate():
            raise forms.ValidationError(_("This day is still to come."))
        return self.cleaned_data["on"]


class BankFileForm(forms.Form):
    """The bank's movements as a CSV file."""

    file = forms.FileField(
        label=_("The bank's file"),
        help_text=_("CSV with the movements, up to 1 MB. Titles above the table do no harm."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt"}),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB."), params={"most": LARGEST_FILE >> 20}
            )
        return file


class BankColumnsForm(forms.Form):
    """Which column of the bank's file is what."""

    def __init__(self, *args: Any, sheet: BankSheet, columns: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(LEFT_OUT, gettext("leave it out")), *COLUMNS.items()]
        for place, title in enumerate(sheet.header):
            examples = list(dict.fromkeys(row[place] for _line, row in sheet.rows[:20] if row[place]))[:3]
            self.fields[f"column_{place}"] = forms.ChoiceField(
                choices=choices,
                initial=columns.get(str(place), LEFT_OUT),
                label=title or gettext("Column %(number)s") % {"number": place + 1},
                help_text=" · ".join(text[:60] for text in examples),
            )

    def chosen(self) -> dict[int, str]:
        """Return which column is what, once the form is valid."""
        return {
            int(name.removeprefix("column_")): what
            for name, what in self.cleaned_data.items()
            if what != LEFT_OUT
        }


class EmailForm(forms.ModelForm[Account]):
    class Meta:
        model = Account
        fields = ("email",)
        help_texts = {"email": _("Nothing: they go to whoever pays for it, or else signs.")}


class PeriodForm(forms.Form):
    """From which day to which, for an export."""

    begins = forms.DateField(label=_("From"), required=False, widget=DayInput())
    ends = forms.DateField(label=_("To"), required=False, widget=DayInput())
