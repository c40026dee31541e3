"""What somebody sends to be kept."""

from django import forms
from django.utils.translation import gettext_lazy


class DocumentForm(forms.Form):
    """A manual, terms, a table: something to take away."""

    document = forms.FileField(
        label=gettext_lazy("Document"),
        help_text=gettext_lazy(
            "A PDF, a document or table of an office program without macros, a CSV or a text, of up to 20 MB."
        ),
    )
