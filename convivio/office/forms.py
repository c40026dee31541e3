"""What the office writes in its places, as forms."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.clusters.models import Cluster, MembershipCategory, ValueChain
from convivio.kernel.translated import in_both
from convivio.memberships.forms import day_field
from convivio.office.deeds import Wanted
from convivio.office.encountering import Said
from convivio.office.models import Circular, Contact, Deed, Encounter, SavedView
from convivio.organisations.models import Mandate, Organisation

DAY_MINUTES = 1440
LONGEST_TEXT = 20_000
Kind = Deed.Kind


class ViewForm(forms.Form):
    """The name of a way to look at the members, and for whom it is."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=80)
    is_shared = forms.BooleanField(label=gettext_lazy("For the whole office"), required=False)
    is_default = forms.BooleanField(label=gettext_lazy("Open the list with it"), required=False)
    query = forms.CharField(widget=forms.HiddenInput, max_length=2000, required=False)

    def clean_query(self) -> str:
        query = str(self.cleaned_data["query"])
        return query[: SavedView._meta.get_field("query").max_length]


class CategoryForm(forms.Form):
    """Another category, from a day."""

    category = forms.ChoiceField(label=gettext_lazy("New category"))
    from_on = day_field(gettext_lazy("From"), initial=localdate)

    def __init__(self, data: Any, cluster: Cluster) -> None:
        super().__init__(data)
        field = self.fields["category"]
        rows = MembershipCategory.objects.filter(cluster=cluster, is_open=True)
        field.choices = [(one.code, str(one.name)) for one in rows]  # type: ignore[attr-defined]  # a choice

    @property
    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(Kind.CATEGORY, category=said["category"], from_on=said["from_on"])


class ChainsForm(forms.Form):
    """The value chains in which they take part; those that they have now are replaced."""

    chains = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Value chains"),
        queryset=ValueChain.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=gettext_lazy("These take the place of those that each member has now."),
    )

    def __init__(self, data: Any, cluster: Cluster) -> None:
        super().__init__(data)
        field = self.fields["chains"]
        field.queryset = cluster.value_chains.order_by("slug")  # type: ignore[attr-defined]  # of rows

    @property
    def wanted(self) -> Wanted:
        return Wanted(Kind.CHAINS, chains=tuple(self.cleaned_data["chains"]))


class SuspendForm(forms.Form):
    """From when to when they stand still, and why."""

    from_on = day_field(gettext_lazy("Suspended from"), initial=localdate)
    until_on = day_field(gettext_lazy("Until"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400)

    @property
    def wanted(self) -> Wanted:
        said = self.cleaned_data
        return Wanted(
            Kind.SUSPENSION, from_on=said["from_on"], until_on=said["until_on"], text=said["reason"]
        )


class NoteForm(forms.Form):
    """What the office wants to remember."""

    text = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "words"}),
        help_text=gettext_lazy("Only the office and the board of this cluster read it."),
    )

    @property
    def wanted(self) -> Wanted:
        return Wanted(Kind.NOTE, text=self.cleaned_data["text"])


DeedForm = CategoryForm | ChainsForm | SuspendForm | NoteForm


def deed_form(act: str, data: Any, cluster: Cluster) -> DeedForm | None:
    """Give the form of what is to be done to many members; nothing for an act that there is not."""
    if act == Kind.CATEGORY:
        return CategoryForm(data, cluster)
    if act == Kind.CHAINS:
        return ChainsForm(data, cluster)
    if act == Kind.SUSPENSION:
        return SuspendForm(data)
    return NoteForm(data) if act == Kind.NOTE else None


class EncounterForm(forms.Form):
    """One line: what, when, with whom, about what, how long."""

    on = day_field(gettext_lazy("Day"), initial=localdate)
    kind = forms.ChoiceField(label=gettext_lazy("What"), choices=Encounter.Kind.choices)
    whom = forms.CharField(
        label=gettext_lazy("With whom"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "members-known", "autocomplete": "off"}),
    )
    line = forms.CharField(label=gettext_lazy("In one line"), max_length=240)
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes"), min_value=0, max_value=DAY_MINUTES, required=False
    )

    def clean_on(self) -> Any:
        if self.cleaned_data["on"] > localdate():
            raise forms.ValidationError(_("Write it down once it has been: that day is still to come."))
        return self.cleaned_data["on"]

    @property
    def said(self) -> Said:
        return Said(**self.cleaned_data)


class ContactForm(forms.ModelForm[Contact]):
    """Somebody who is not of a member."""

    class Meta:
        model = Contact
        fields = (
            "name", "organisation_name", "role", "email", "phone", "source", "consent", "keep_until",
        )  # fmt: skip
        widgets = {"keep_until": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}

    def clean(self) -> dict[str, Any]:
        """Link the organisation when one on record has that name."""
        said = super().clean() or self.cleaned_data
        name = said.get("organisation_name", "")
        rows = Organisation.objects.filter(audience="public", name__iexact=name)
        self.instance.organisation = rows.first() if name else None
        return said


MARKDOWN = gettext_lazy("Markdown: **bold**, a line with - for a list, an address becomes a link.")


class CircularForm(forms.Form):
    """A circular in both languages, and to whom."""

    subject_it = forms.CharField(label=gettext_lazy("Subject, in Italian"), max_length=160)
    text_it = forms.CharField(
        label=gettext_lazy("Text, in Italian"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8, "class": "words", "lang": "it"}),
        help_text=MARKDOWN,
    )
    subject_en = forms.CharField(label=gettext_lazy("Subject, in English"), max_length=160)
    text_en = forms.CharField(
        label=gettext_lazy("Text, in English"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8, "class": "words", "lang": "en"}),
        help_text=MARKDOWN,
    )
    segment = forms.ChoiceField(label=gettext_lazy("To whom"))
    right = forms.ChoiceField(
        label=gettext_lazy("Their people with the right to"),
        required=False,
        choices=[("", gettext_lazy("anything: everybody who acts for them")), *Mandate.Right.choices],
    )
    is_duty = forms.BooleanField(
        label=gettext_lazy("It is a duty: nobody can do without it"),
        required=False,
        help_text=gettext_lazy(
            "A convocation or another letter that the founding document asks for: it also reaches those who want no circulars."
        ),
    )

    def __init__(
        self, data: Any, segments: list[tuple[str, str]], initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        field = self.fields["segment"]
        field.choices = segments  # type: ignore[attr-defined]  # a choice

    def fill(self, circular: Circular, views: dict[int, SavedView]) -> Circular:
        """Write what was typed into a circular that is not kept yet."""
        said = self.cleaned_data
        circular.subject = in_both(said["subject_it"], said["subject_en"])
        circular.text = in_both(said["text_it"], said["text_en"])
        circular.right, circular.is_duty = said["right"], said["is_duty"]
        kind, _colon, number = said["segment"].partition(":")
        if kind == Circular.Segment.VIEW and number:
            circular.query = views[int(number)].query
        circular.segment = kind
        return circular


def initial_of(circular: Circular) -> dict[str, Any]:
    """Give what a circular says, as its form holds it."""
    return {
        "subject_it": circular.subject.get("it", ""),
        "subject_en": circular.subject.get("en", ""),
        "text_it": circular.text.get("it", ""),
        "text_en": circular.text.get("en", ""),
        "right": circular.right,
        "is_duty": circular.is_duty,
        "segment": circular.segment,
    }
