from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.clusters.models import Cluster
from convivio.clusters.showing_to import audiences_among, level_of
from convivio.kernel.translated import from_both
from convivio.needs.facilitators import clusters_to_choose
from convivio.needs.models import Entry
from convivio.organisations.models import Organisation

LONGEST = 6000
WORDS = 400
TEXTS = ("title", "body", "terms")


def _text(label: Any, rows: int, language: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "words", "lang": language})
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=widget)


class EntryForm(forms.Form):
    """What somebody needs or offers, who may see it, and whether they are hidden."""

    side = forms.ChoiceField(label=gettext_lazy("Need or offer"), choices=Entry.Side.choices)
    about = forms.ChoiceField(label=gettext_lazy("About"), choices=Entry.About.choices)
    title_it = forms.CharField(label=gettext_lazy("Title, in Italian"), max_length=160, required=False)
    title_en = forms.CharField(label=gettext_lazy("Title, in English"), max_length=160, required=False)
    body_it = _text(gettext_lazy("What you need or offer, in Italian"), 7, "it")
    body_en = _text(gettext_lazy("What you need or offer, in English"), 7, "en")
    is_blinded = forms.BooleanField(
        label=gettext_lazy("Hide who we are until both sides agree"), required=False,
        help_text=gettext_lazy(
            "Only the title is public, so do not write in it what tells who you are. The rest is read after accepting your terms, and you see who read it."
        ),
    )  # fmt: skip
    terms_it = _text(gettext_lazy("Terms for reading it, in Italian"), 3, "it")
    terms_en = _text(gettext_lazy("Terms for reading it, in English"), 3, "en")
    audience = forms.ChoiceField(label=gettext_lazy("Who may see it"))
    cluster = forms.ModelChoiceField(
        label=gettext_lazy("Whose office accompanies you"), queryset=Cluster.objects.none()
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clusters = clusters_to_choose(organisation)
        numbers = [one.pk for one in clusters]
        field = self.fields["cluster"]
        field.queryset = Cluster.objects.filter(pk__in=numbers)  # type: ignore[attr-defined]
        field.empty_label = None  # type: ignore[attr-defined]
        self.fields["audience"].choices = audiences_among(clusters)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for name in ("title", "body"):
            if not (said.get(f"{name}_it") or said.get(f"{name}_en")):
                self.add_error(f"{name}_it", _("Write it in one language at least."))
        if said.get("is_blinded") and said.get("side") == Entry.Side.OFFER:
            self.add_error("is_blinded", _("Only a need can hide who asks: an offer is answered by name."))
        if said.get("is_blinded") and str(said.get("audience", "")).startswith("cluster:"):
            self.add_error(
                "audience", _("A need that hides who asks is for the whole network, or for anyone.")
            )
        return said

    @property
    def columns(self) -> dict[str, Any]:
        """Say what was written, as the action wants it."""
        said = self.cleaned_data
        texts = {name: from_both(said[f"{name}_it"], said[f"{name}_en"]) for name in TEXTS}
        plain = {name: said[name] for name in ("side", "about", "is_blinded", "audience", "cluster")}
        return {**texts, **plain, "visibility": level_of(said["audience"])}


def initial_of(entry: Entry) -> dict[str, Any]:
    """Say what the form holds when it is opened to change an entry."""
    plain = ("side", "about", "is_blinded", "audience", "cluster", "version")
    said: dict[str, Any] = {name: getattr(entry, name) for name in plain}
    for name in TEXTS:
        said |= {f"{name}_{code}": getattr(entry, name).get(code, "") for code in ("it", "en")}
    return said


def _area(label: Any, most: int, rows: int, hint: Any = "", *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "words"})
    return forms.CharField(label=label, max_length=most, widget=widget, help_text=hint, required=required)


class AnswerForm(forms.Form):
    """An answer in three questions."""

    proposes = _area(gettext_lazy("What do you propose?"), 4000, 5)
    asks = _area(gettext_lazy("What do you still need to know?"), 2000, 3, required=False)
    who = _area(
        gettext_lazy("Who are you?"), 2000, 3,
        gettext_lazy("What you have done of this kind, and who would do it."),
    )  # fmt: skip


class WordsForm(forms.Form):
    """A step, with words."""

    words = forms.CharField(max_length=WORDS, required=False)


class MeetingForm(forms.Form):
    """When they meet, and what was said."""

    day = forms.DateField(
        label=gettext_lazy("The day you meet"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    words = forms.CharField(label=gettext_lazy("Where, or what was said"), max_length=WORDS, required=False)
