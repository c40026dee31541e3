from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from convivio.clusters.models import Cluster
from convivio.opendata.members.columns import FIELDS
from convivio.opendata.members.reader import LARGEST_FILE
from convivio.opendata.members.reading import Sheet
from convivio.opendata.permissions import clusters_kept_by
from convivio.people.acting import Acting

LEFT_OUT = "-"


class MemberListForm(forms.Form):
    """A member list and the cluster whose it is."""

    cluster = forms.ModelChoiceField(Cluster.objects.none(), label=_("Cluster"), empty_label=None)
    file = forms.FileField(
        label=_("Your member list"),
        help_text=_("A CSV or XLSX file, one row for each member, up to 5 MB and 20,000 rows."),
        validators=[
            FileExtensionValidator(
                ["csv", "txt", "tsv", "xlsx"], _("This is neither a CSV nor an XLSX file.")
            )
        ],
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,.tsv,.xlsx"}),
    )

    def __init__(self, *args: Any, acting: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = clusters_kept_by(acting)
        field = self.fields["cluster"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - it is declared above
        field.queryset = kept
        field.initial = (
            acting.key.removeprefix("cluster:") if acting.key.startswith("cluster:") else kept.first()
        )

    def clean_file(self) -> "UploadedFile[Any]":
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB."), params={"most": LARGEST_FILE >> 20}
            )
        return file


class ColumnsForm(forms.Form):
    """Which column of a list is which field: one choice for each column."""

    def __init__(self, *args: Any, sheet: Sheet, columns: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (LEFT_OUT, gettext("leave it out")),
            *((name, gettext(label)) for name, label in FIELDS.items()),
        ]
        for place, title in enumerate(sheet.header):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                choices=choices,
                initial=columns.get(place, LEFT_OUT),
                label=title or gettext("Column %(number)s") % {"number": place + 1},
                help_text=" · ".join(sheet.examples(place)),
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen = [name for name in cleaned.values() if name != LEFT_OUT]
        if "name" not in chosen:
            raise forms.ValidationError(_("No column is the name. Say which one it is."))
        for name in dict.fromkeys(chosen):
            if chosen.count(name) > 1:
                raise forms.ValidationError(
                    _("Two columns are “%(field)s”. Choose one."), params={"field": gettext(FIELDS[name])}
                )
        return cleaned

    def chosen(self) -> dict[int, str]:
        """Return which column is which field, once the form is valid."""
        return {
            int(name.removeprefix("column_")): field
            for name, field in self.cleaned_data.items()
            if field != LEFT_OUT
        }
