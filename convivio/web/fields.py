"""What a page says about one field of a form."""

from dataclasses import dataclass
from typing import Any

from django.forms import BoundField, CheckboxInput, Form
from django.utils.safestring import SafeString

TEXT_WIDGETS = {"textarea"}


@dataclass(frozen=True, slots=True)
class Refusal:
    """One answer that needs another look, and where its field is."""

    anchor: str
    sentence: str


def parts_of(bound: BoundField, css: str = "", label: str = "") -> dict[str, Any]:
    """Take a field apart for its template: a lone tick stands before its words, all else below them."""
    return {
        "field": bound,
        "control": _control(bound),
        "label": label or bound.label,
        "css": css,
        "is_tick": isinstance(bound.field.widget, CheckboxInput),
        "is_group": bound.use_fieldset,
        "is_optional": not bound.field.required and not getattr(bound.field, "is_one_of_several", False),
        "limit": getattr(bound.field, "max_length", None) if bound.widget_type in TEXT_WIDGETS else None,
    }


def _control(bound: BoundField) -> SafeString:
    """Draw the control, tied to its hint and its refusal."""
    return bound.as_widget()


def refusals_of(form: Form) -> list[Refusal]:
    """List what was refused, whole-form sentences first."""
    whole = [Refusal("", str(sentence)) for sentence in form.non_field_errors()]
    return whole + [
        Refusal(bound.id_for_label or bound.auto_id, str(sentence))
        for bound in form
        for sentence in bound.errors
    ]
