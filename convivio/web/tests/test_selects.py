"""A choice among many is what Django draws, whatever stands in it."""

import pytest
from django import forms
from django.test.html import parse_html
from django.utils.safestring import mark_safe

from convivio.web.selects import LongSelect

CHOICES = (
    ("", "everything"),
    ("Dues", [("dues.", "Dues: everything"), ("dues.asked", 'asked for <b>"dues"</b> & more')]),
    ("<Letters>", [("letter.sent", mark_safe("sent &amp; read")), (7, "seven")]),
)


@pytest.mark.parametrize("value", ["", None, "dues.asked", "7", "nobody"])
@pytest.mark.parametrize("attrs", [{}, {"id": "kind", "disabled": True, "required": False, "class": 'a"b'}])
def test_it_is_drawn_as_django_draws_it(value: object, attrs: dict[str, object]) -> None:
    drawn = []
    for select in (LongSelect, forms.Select):
        field = forms.ChoiceField(choices=CHOICES, widget=select(attrs))
        form = type("Form", (forms.Form,), {"kind": field})(initial={"kind": value})
        drawn.append(form["kind"].as_widget())

    assert parse_html(drawn[0]) == parse_html(drawn[1])
    assert "<b>" not in drawn[0]
