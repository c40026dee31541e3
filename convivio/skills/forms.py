from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.clusters.showing_to import audiences_of
from convivio.files.reading import ReadText, text_of
from convivio.kernel.errors import BadInput
from convivio.kernel.translated import from_both
from convivio.organisations.models import Organisation
from convivio.skills.models import Course, Evidence, Level, Side, Skill, Word
from convivio.skills.proving import Named
from convivio.skills.saying import Saying
from convivio.vocabulary.models import Concept
from convivio.vocabulary.words import RECOGNISED, concepts_in, suggest

LONGEST = 1000
LONGEST_PASTED = 60_000
NAMED_BY_OWNERS = [
    (value, label) for value, label in Evidence.Kind.choices if value not in {"colleague", "project"}
]


def _words(label: Any, language: str) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3, "class": "words", "lang": language})
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=widget)


class SkillForm(forms.Form):
    """How well, what exactly, who may see it."""

    side = forms.ChoiceField(
        label=gettext_lazy("What about it?"),
        choices=Side.choices,
        widget=forms.RadioSelect,
        initial=Side.OFFERED,
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("How well"), choices=Level.choices, coerce=int, initial=Level.DOING
    )
    words_it = _words(gettext_lazy("What exactly, in Italian"), "it")
    words_en = _words(gettext_lazy("What exactly, in English"), "en")
    audience = forms.ChoiceField(label=gettext_lazy("Who may see it"))
    asks_me = forms.BooleanField(label=gettext_lazy("I am the one to ask: show my name"), required=False)

    def __init__(self, *args: Any, owner: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = audiences_of(owner)  # type: ignore[attr-defined]

    @property
    def saying(self) -> Saying:
        said = self.cleaned_data
        words = from_both(said["words_it"], said["words_en"])
        return Saying(Side(said["side"]), Level(said["level"]), words, said["audience"], said["asks_me"])


class NewSkillForm(SkillForm):
    """The same, with the concept as one writes it: any of its names, in either language."""

    name = forms.CharField(label=gettext_lazy("Which skill"), max_length=160)
    field_order = ("name",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs.update({"list": "name-offered", "autocomplete": "off"})

    def clean_name(self) -> Concept:
        found = concept_named(self.cleaned_data["name"])
        if found is None:
            raise forms.ValidationError(
                _(
                    "The vocabulary does not know this. Choose one that is offered as you type, or propose the word below."
                )
            )
        return found


def concept_named(text: str) -> Concept | None:
    """Find the concept that a text names, whole or as the best that begins like it."""
    named = [one.concept for one in concepts_in(text)]
    numbers = [one.number for one in (*named, *suggest(text, "it", most=1), *suggest(text, "en", most=1))]
    found = Concept.objects.filter(scheme__in=RECOGNISED).in_bulk(numbers[:3])
    return next((found[number] for number in numbers if number in found), None)


def initial_of(skill: Skill) -> dict[str, object]:
    """Say what the form holds when a skill is opened."""
    return {
        "side": skill.side,
        "level": skill.level,
        "words_it": skill.words.get("it", ""),
        "words_en": skill.words.get("en", ""),
        "audience": skill.audience,
        "asks_me": skill.person_id is not None,
    }


class PastedForm(forms.Form):
    """A text that shows what one can do: an abstract, a page of one's own, a report."""

    text = forms.CharField(
        label=gettext_lazy("The text, in Italian or in English"),
        required=False,
        max_length=LONGEST_PASTED,
        widget=forms.Textarea(attrs={"rows": 12, "class": "words"}),
    )
    document = forms.FileField(
        label=gettext_lazy("Or a document"),
        required=False,
        help_text=gettext_lazy(
            "A PDF, a DOCX, an ODT or a plain text, of up to 10 MB. It is read once, and not kept."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.odt,.txt"}),
    )
    title = forms.CharField(
        label=gettext_lazy("What it is, as evidence"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Such as: a paper of 2025 on porous ceramics."),
    )
    url = forms.URLField(
        label=gettext_lazy("Where it can be read"), required=False, max_length=300, assume_scheme="https"
    )

    def clean_document(self) -> ReadText | None:
        """Read the document, and let go of it."""
        upload = self.cleaned_data["document"]
        if not upload:
            return None
        try:
            return text_of(upload, letters=LONGEST_PASTED)
        except BadInput as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not said["text"] and said["document"] is None:
            self.add_error("text", _("Paste a text, or choose a document."))
        return said

    @property
    def texts(self) -> list[str]:
        """What was pasted, and what was read."""
        read: ReadText | None = self.cleaned_data["document"]
        return [one for one in (self.cleaned_data["text"], read.text if read else "") if one]


class EvidenceForm(forms.Form):
    """One thing that shows a skill."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"), choices=NAMED_BY_OWNERS)
    words = forms.CharField(label=gettext_lazy("In a line"), max_length=300)
    url = forms.URLField(
        label=gettext_lazy("Where it can be read"), required=False, max_length=300, assume_scheme="https"
    )
    on = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    @property
    def named(self) -> Named:
        said = self.cleaned_data
        return Named(said["kind"], said["words"], said["url"], said["on"])


class WordForm(forms.Form):
    """A word that the vocabulary does not know."""

    text = forms.CharField(label=gettext_lazy("The word that is missing"), max_length=80)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=Word.Language.choices)
    why = forms.CharField(label=gettext_lazy("What it means, in a line"), max_length=300, required=False)

    def clean_text(self) -> str:
        return " ".join(self.cleaned_data["text"].split())


class SettlingForm(forms.Form):
    """What becomes of a word: a name of a concept, or one of its own."""

    concept = forms.CharField(label=gettext_lazy("It is another name of"), required=False, max_length=160)
    label_it = forms.CharField(label=gettext_lazy("Its name in Italian"), required=False, max_length=80)
    label_en = forms.CharField(label=gettext_lazy("Its name in English"), required=False, max_length=80)

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if "merge" in self.data:
            said["found"] = concept_named(said.get("concept", "")) if said.get("concept") else None
            if said["found"] is None:
                self.add_error("concept", _("Name a concept that the vocabulary has."))
        elif "new" in self.data and not (said.get("label_it") and said.get("label_en")):
            self.add_error("label_it", _("Give it a name in both languages."))
        return said


class CourseForm(forms.Form):
    """A course, mentoring, a visit or a placement."""

    kind = forms.ChoiceField(label=gettext_lazy("How"), choices=Course.Kind.choices)
    words = forms.CharField(label=gettext_lazy("In a line"), max_length=200)
    seats = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=1000, initial=1)
    on = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
