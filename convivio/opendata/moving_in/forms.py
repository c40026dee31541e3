from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from convivio.opendata.forms import MemberListForm


class WorkbookForm(MemberListForm):
    """A workbook to move in with, and the cluster whose it is."""

    file = forms.FileField(
        label=_("Your workbook"),
        help_text=_("An XLSX file of up to 5 MB; every sheet may be missing."),
        validators=[FileExtensionValidator(["xlsx"], _("This is not an XLSX workbook. Save it as XLSX."))],
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


class TakingInForm(forms.Form):
    """How a workbook is taken in."""

    leave_out_refused = forms.BooleanField(label=_("Leave the refused rows out"), required=False)
    invites = forms.BooleanField(
        label=_("Invite the people by letter"),
        required=False,
        help_text=_("Without it nobody is written to: they can sign in, and you tell them."),
    )

    def __init__(self, *args: Any, refused: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not refused:
            del self.fields["leave_out_refused"]
