from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe

from convivio.organisations.models import Kind
from convivio.web.amounts import day, left, money
from convivio.web.drawings import NoSuchDrawing, drawings
from convivio.web.monograms import KINDS, initials


def rendered(source: str, **context: object) -> str:
    return Template("{% load web %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Stampa Fine", "SF"),
        ("Istituto Ortopedico Valmora", "OV"),
        ("Laboratorio Argilla", "LA"),
        ("Meccanica Tre Pievi S.p.A.", "MP"),
        ("Università degli Studi di Roncofreddo", "UR"),
        ("Biosegno", "BI"),
        ("", "?"),
        ("di", "DI"),
    ],
)
def test_a_monogram_keeps_the_words_that_tell_a_name_from_others(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_every_kind_has_a_silhouette_of_its_own() -> None:
    shapes = [drawings()[f"k-{kind}"].shapes for kind in KINDS]

    assert len(set(shapes)) == len(KINDS)


def test_an_unknown_kind_is_drawn_as_other() -> None:
    assert "k-other" in rendered('{% monogram "Chi sa" "guild" %}')


def test_a_misspelt_icon_is_an_error() -> None:
    with pytest.raises(NoSuchDrawing):
        rendered('{% icon "serach" %}')


def test_an_icon_is_silent_unless_it_has_a_label() -> None:
    assert 'aria-hidden="true"' in rendered('{% icon "call" %}')
    assert 'aria-label="A call"' in rendered('{% icon "call" label="A call" %}')


def test_a_hidden_asker_shows_no_letter() -> None:
    assert "Giulia"[0] not in rendered('{% monogram "Giulia" "veiled" %}').replace("<svg", "")


@pytest.mark.parametrize(
    ("language", "amount", "words"),
    [
        ("en", Decimal(800_000), "€\u00a0800,000"),
        ("it", Decimal(800_000), "800.000\u00a0€"),
        ("en", Decimal("12.5"), "€\u00a012.50"),
        ("it", None, ""),
    ],
)
def test_money_is_written_as_the_reader_writes_it(language: str, amount: Decimal | None, words: str) -> None:
    with translation.override(language):
        assert money(amount) == words


def test_large_sums_can_be_short() -> None:
    with translation.override("en"):
        assert money(Decimal(48_230_000), short=True) == "€\u00a048.2\u00a0m"


def test_italian_months_are_small() -> None:
    with translation.override("it"):
        assert day(date(2027, 1, 15)) == '<time datetime="2027-01-15">15 gennaio 2027</time>'


def test_what_has_passed_is_closed() -> None:
    with translation.override("en"):
        assert left(date(2020, 1, 1)) == "closed"


class QuestionForm(forms.Form):
    words = forms.CharField(help_text="In your own words.", max_length=50, widget=forms.Textarea)
    agreed = forms.BooleanField(required=False)


def test_a_refused_field_is_tied_to_its_hint_and_its_sentence() -> None:
    html = rendered("{% field form.words %}", form=QuestionForm({}))

    assert 'aria-describedby="id_words_helptext id_words_error"' in html
    assert 'id="id_words_error"' in html
    assert 'aria-invalid="true"' in html


def test_what_was_refused_is_listed_with_a_way_to_each_field() -> None:
    html = rendered("{% error_summary form %}", form=QuestionForm({}))

    assert 'href="#id_words"' in html
    assert 'role="alert"' in html


def test_a_form_without_refusals_has_no_summary() -> None:
    assert "notice" not in rendered("{% error_summary form %}", form=QuestionForm({"words": "x"}))


def test_no_decimal_comma_enters_a_drawing() -> None:
    with translation.override("it"):
        html = rendered(
            "{% spark values 'Hours' %}{% bars rows 'Years' %}",
            values=[1, 2.5, 2000],
            rows=[{"label": "a", "value": 3}],
        )

    assert 'viewBox="0 0 1000 10"' in html
    assert 'width="1000"' in html


@pytest.mark.parametrize("language", ["it", "en"])
def test_the_number_of_a_row_stays_as_it_is_and_a_count_is_grouped(language: str) -> None:
    """A form that carried “1.234” for the row 1234 would never find it again."""
    template = Template("{% load web %}{{ row }} {{ row|number }}")
    with translation.override(language):
        shown = template.render(Context({"row": 1234567}))

    assert shown == {"it": "1234567 1.234.567", "en": "1234567 1,234,567"}[language]


def test_what_was_drawn_of_safe_words_is_not_shown_for_the_same_words_unsafe() -> None:
    source = '{% icon "call" label=label %}{% kind_name "sme" label %}'
    safe = rendered(source, label=mark_safe("<i>x</i>"))

    assert safe.count("<i>x</i>") == 2
    assert "<i>x</i>" not in rendered(source, label="<i>x</i>")


def test_a_kind_is_said_in_the_language_of_each_reader() -> None:
    said = []
    for language in ("it", "en", "it"):
        with translation.override(language):
            said.append(rendered('{% kind_name "sme" label %}', label=Kind.SME.label))

    assert said[0] == said[2] != said[1]


def test_sums_counts_and_days_kept_in_words_are_said_in_each_reader_s_language() -> None:
    source = "{{ sum|money }} {{ sum|short_money }} {{ count|number }} {{ on|day }}"
    said = []
    for language in ("it", "en", "it"):
        with translation.override(language):
            said.append(rendered(source, sum=Decimal("2500000.50"), count=12345, on=date(2026, 3, 1)))

    assert said[0] == said[2] != said[1]
    assert said[1].startswith("€\xa02,500,000.50 €\xa02.5\xa0m 12,345 ")
