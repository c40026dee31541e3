from django import forms
from django.utils.translation import gettext_lazy as _

from convivio.clusters.founding import LONGEST_NAME, ClusterWanted, NetworkWanted

MOST_CLUSTERS = 3
"""How many clusters the first page asks for; the coordinator adds others any day."""


class SecretForm(forms.Form):
    """The secret that the installation printed."""

    secret = forms.CharField(label=_("The secret that the installation printed"), max_length=80)


class OneOfSeveral(forms.CharField):
    """A field that may stay empty only where another is filled: it is not marked as one to leave out."""

    is_one_of_several = True


class ClusterForm(forms.Form):
    """A cluster: its name in both languages, and who keeps its office first."""

    italian = OneOfSeveral(
        label=_("Name in Italian"),
        help_text=_("One of the two names is needed; the other can follow."),
        max_length=LONGEST_NAME,
        required=False,
    )
    english = OneOfSeveral(label=_("Name in English"), max_length=LONGEST_NAME, required=False)
    office = forms.EmailField(
        label=_("E-mail address of whoever keeps its office"), max_length=254, required=False
    )

    def clean(self) -> None:
        said = self.cleaned_data
        if (
            not said.get("italian")
            and not said.get("english")
            and (said.get("office") or not self.empty_permitted)
        ):
            self.add_error("italian", _("Give it a name: Italian, English, or both."))

    @property
    def wanted(self) -> ClusterWanted | None:
        """Say which cluster is meant; nothing, where nothing was written."""
        said = self.cleaned_data
        if not said.get("italian") and not said.get("english"):
            return None
        return ClusterWanted(said["italian"], said["english"], said.get("office", ""))


class NetworkForm(forms.Form):
    """The network, and who coordinates it first."""

    italian = forms.CharField(label=_("Name of the network in Italian"), max_length=LONGEST_NAME)
    english = forms.CharField(
        label=_("Name of the network in English"), max_length=LONGEST_NAME, required=False
    )
    coordinator = forms.EmailField(label=_("E-mail address of the coordinator"), max_length=254)

    def wanted(self, clusters: list[ClusterWanted]) -> NetworkWanted:
        said = self.cleaned_data
        return NetworkWanted(said["italian"], said["english"], said["coordinator"], tuple(clusters))


ClusterForms = forms.formset_factory(ClusterForm, extra=MOST_CLUSTERS, max_num=MOST_CLUSTERS)
