from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convivio.clusters.models import Cluster
from convivio.clusters.showing_to import audiences_of, level_of
from convivio.ideas.models import (
    CODES,
    TEXTS,
    Idea,
    Kind,
    Profile,
    Protection,
    Readiness,
    Reviewer,
    Role,
    Side,
)
from convivio.ideas.reviewing import MOST_POINTS, Weighed
from convivio.ideas.writing import Said
from convivio.kernel.keys import number_in
from convivio.kernel.translated import Translated, from_both
from convivio.organisations.models import Organisation

LONGEST = 6000
MOST_CRITERIA, LONGEST_NAME, MOST_WEIGHT = 12, 120, 10
NOT_SAID = ("", gettext_lazy("not said"))


def _words(label: Any, rows: int, language: str, longest: int = LONGEST) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "class": "words", "lang": language})
    return forms.CharField(label=label, required=False, max_length=longest, widget=widget)


def _choice(label: Any, choices: Any, *, required: bool = True) -> forms.ChoiceField:
    shown = choices if required else [NOT_SAID, *choices]
    return forms.ChoiceField(label=label, choices=shown, required=required)


class IdeaForm(forms.Form):
    """What an author says of an idea, in one language or in both, and for whom it is."""

    title_it = forms.CharField(label=gettext_lazy("Title, in Italian"), max_length=160, required=False)
    title_en = forms.CharField(label=gettext_lazy("Title, in English"), max_length=160, required=False)
    summary_it = _words(gettext_lazy("Summary, in Italian"), 3, "it", 600)
    summary_en = _words(gettext_lazy("Summary, in English"), 3, "en", 600)
    what_it = _words(gettext_lazy("What it is about, in Italian"), 8, "it")
    what_en = _words(gettext_lazy("What it is about, in English"), 8, "en")
    advantages_it = _words(gettext_lazy("What is new and better, in Italian"), 4, "it")
    advantages_en = _words(gettext_lazy("What is new and better, in English"), 4, "en")
    sought_it = _words(gettext_lazy("The partner sought, in Italian"), 4, "it")
    sought_en = _words(gettext_lazy("The partner sought, in English"), 4, "en")
    kind = _choice(gettext_lazy("Challenge or proposal"), Kind.choices)
    side = _choice(gettext_lazy("Offer or request"), Side.choices)
    profile = _choice(gettext_lazy("Kind of cooperation"), Profile.choices)
    readiness = _choice(gettext_lazy("How far it is developed"), Readiness.choices, required=False)
    protection = _choice(gettext_lazy("How it is protected"), Protection.choices, required=False)
    role = _choice(gettext_lazy("What the partner would be"), Role.choices, required=False)
    audience = forms.ChoiceField(label=gettext_lazy("Who may read it once it is open"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, owner: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["audience"].choices = audiences_of(owner)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not (said.get("title_it") or said.get("title_en")):
            self.add_error("title_it", _("Give it a title, in one language at least."))
        return said

    @property
    def said(self) -> Said:
        """Say what was written, as the action wants it."""
        said = self.cleaned_data
        texts = {name: from_both(said[f"{name}_it"], said[f"{name}_en"]) for name in TEXTS}
        codes = {name: said[name] for name in CODES}
        level = level_of(said["audience"])
        return {**texts, **codes, "audience": said["audience"], "visibility": level}


def initial_of(idea: Idea) -> dict[str, Any]:
    """Say what the form holds when it is opened to change an idea."""
    said: dict[str, Any] = {name: getattr(idea, name) for name in (*CODES, "audience", "version")}
    for name in TEXTS:
        text = getattr(idea, name)
        said |= {f"{name}_{code}": text.get(code, "") for code in ("it", "en")}
    return said


class AskForm(forms.Form):
    """Whom to ask to write with us."""

    email = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)


class CommentForm(forms.Form):
    """What somebody says of an idea."""

    words = forms.CharField(
        label=gettext_lazy("Your comment"), max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "words"}),
    )  # fmt: skip


class StageForm(forms.Form):
    """Where an idea goes, and why it is set aside."""

    stage = forms.CharField(max_length=10)
    seen = forms.CharField(max_length=10, required=False)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300, required=False)


class RoundForm(forms.Form):
    """A round of evaluation: whose, its name, its criteria."""

    cluster = forms.ModelChoiceField(
        label=gettext_lazy("Cluster"), queryset=Cluster.objects.none(), empty_label=None
    )
    name_it = forms.CharField(label=gettext_lazy("Name, in Italian"), max_length=160)
    name_en = forms.CharField(label=gettext_lazy("Name, in English"), max_length=160, required=False)
    criteria_words = forms.CharField(
        label=gettext_lazy("Criteria, one a line, each with its weight from 1 to 10"), max_length=2000,
        help_text=gettext_lazy("Such as: Novelty, 3"), widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip

    def __init__(self, *args: Any, clusters: QuerySet[Cluster], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = clusters  # type: ignore[attr-defined]
        self.criteria: list[Weighed] = []

    @property
    def name(self) -> Translated:
        return from_both(self.cleaned_data["name_it"], self.cleaned_data["name_en"])

    def clean_criteria_words(self) -> str:
        said: str = self.cleaned_data["criteria_words"]
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        self.criteria = [_weighed(line) for line in lines]
        if len(lines) > MOST_CRITERIA or any(
            not (one.name and len(one.name) <= LONGEST_NAME and 1 <= one.weight <= MOST_WEIGHT)
            for one in self.criteria
        ):
            raise forms.ValidationError(
                _(
                    "Write up to twelve criteria, each with a comma and a weight from 1 to 10, such as “Novelty, 3”."
                )
            )
        return said


def _weighed(line: str) -> Weighed:
    """Read a criterion; a weight that is none is nought, and refused."""
    name, comma, weight = line.rpartition(",")
    if not comma:
        return Weighed(line, 1)
    return Weighed(name.strip(), number_in(weight.strip()) or 0)


class ScoreForm(forms.Form):
    """A score from nought to five on each criterion of a round."""

    def __init__(self, *args: Any, reviewer: Reviewer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = dict(reviewer.scores.values_list("criterion", "points"))
        for one in reviewer.entry.round.criteria.all():
            self.fields[f"points_{one.pk}"] = forms.TypedChoiceField(
                label=f"{one.name} (×{one.weight})", coerce=int, initial=given.get(one.pk),
                choices=[(number, str(number)) for number in range(MOST_POINTS + 1)], widget=forms.RadioSelect,
            )  # fmt: skip

    @property
    def points(self) -> dict[int, int]:
        return {int(name.rpartition("_")[2]): value for name, value in self.cleaned_data.items()}
