"""What the office and the board write, as forms."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from convivio.clusters.models import Cluster, Membership, MembershipCategory, ValueChain
from convivio.kernel.translated import Translated
from convivio.memberships.deciding import Decided
from convivio.memberships.forms import day_field
from convivio.memberships.models import BoardDecision

MOST_VOTES = 500


def _votes(label: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=MOST_VOTES, required=False)


class DecisionForm(forms.Form):
    """What the board decided."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("The board decided to"),
        choices=BoardDecision.Outcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Say whether the board admits it.")},
    )
    decided_on = day_field(gettext_lazy("Decided on"), initial=localdate)
    votes_for = _votes(gettext_lazy("Votes in favour"))
    votes_against = _votes(gettext_lazy("Votes against"))
    abstained = _votes(gettext_lazy("Abstentions"))
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=400,
        required=False,
        help_text=gettext_lazy("Instead of the votes, or beside them: minutes no. 12, unanimous."),
    )
    member_from = day_field(gettext_lazy("Member from"), required=False)
    sentence = forms.CharField(
        label=gettext_lazy("If not: why"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("The applicant reads this sentence."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "words"}),
    )

    @property
    def decided(self) -> Decided:
        return Decided(**self.cleaned_data)


class SuspensionForm(forms.Form):
    """From when to when a membership stands still, and why."""

    from_on = day_field(gettext_lazy("Suspended from"), initial=localdate)
    until_on = day_field(gettext_lazy("Until"), required=False)
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=400)


class LeavingForm(forms.Form):
    """The last day of a membership, and how it ends."""

    on = day_field(gettext_lazy("Last day as a member"), initial=localdate)
    ending = forms.ChoiceField(
        label=gettext_lazy("How it ends"), choices=Membership.Ending.choices, initial=Membership.Ending.LEFT
    )
    words = forms.CharField(label=gettext_lazy("Words"), max_length=400, required=False)


class OwnLeavingForm(forms.Form):
    """The last day, as the member's signatory says it."""

    on = day_field(gettext_lazy("Last day as a member"), initial=localdate)
    words = forms.CharField(label=gettext_lazy("Words"), max_length=400, required=False)
    sure = forms.BooleanField(label=gettext_lazy("We leave the cluster after that day."))


class _OfCategories(forms.Form):
    """A form in which one category of a cluster is chosen."""

    category = forms.ChoiceField(label=gettext_lazy("Category"))

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        categories = MembershipCategory.objects.filter(cluster=cluster, is_open=True)
        self.fields["category"].choices = [  # type: ignore[attr-defined]
            (one.code, str(one)) for one in categories
        ]


class CategoryChangeForm(_OfCategories):
    """Another category, from a day."""

    from_on = day_field(gettext_lazy("From"), initial=localdate)


class ReadmissionForm(_OfCategories):
    """A membership that begins anew."""

    from_on = day_field(gettext_lazy("Member again from"), initial=localdate)
    words = forms.CharField(
        label=gettext_lazy("Decision"),
        max_length=200,
        help_text=gettext_lazy("Who decided, on which day: board of 3 March, unanimous."),
    )


class ChainsForm(forms.Form):
    """The value chains in which a member takes part."""

    chains = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Value chains"),
        queryset=ValueChain.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = ValueChain.objects.filter(cluster=cluster).order_by("slug")
        self.fields["chains"].queryset = own  # type: ignore[attr-defined]


class CategoryForm(forms.Form):
    """A category of members, as the founding document names it."""

    name_it = forms.CharField(label=gettext_lazy("Name in Italian"), max_length=120)
    name_en = forms.CharField(label=gettext_lazy("Name in English"), max_length=120, required=False)
    joins_by_resolution = forms.BooleanField(
        label=gettext_lazy("It joins by a dated resolution of its own"), required=False
    )
    is_open = forms.BooleanField(label=gettext_lazy("It takes new members"), required=False, initial=True)

    @property
    def name(self) -> Translated:
        said = self.cleaned_data
        given = (("it", said["name_it"]), ("en", said["name_en"]))
        return Translated({language: text for language, text in given if text})


class DayForm(forms.Form):
    """A day to look at."""

    day = day_field(gettext_lazy("Day"), error_messages={"invalid": gettext_lazy("Write a day.")})


def initial_of(category: MembershipCategory) -> dict[str, object]:
    """Say what the form of a category holds when it is opened."""
    return {
        "name_it": category.name.get("it", ""),
        "name_en": category.name.get("en", ""),
        "joins_by_resolution": category.joins_by_resolution,
        "is_open": category.is_open,
    }
