"""The emblem of the European Union, to its official geometry; the statement; the foot of letters."""

import math
import re

import pytest
from django.db import transaction

from convivio.activity.letters import post
from convivio.clusters.tests.factories import ClusterFactory
from convivio.pages.funding import HIGH, WIDE, emblem_svg, footer, statement
from convivio.pages.models import Programme
from convivio.pages.programmes import load_programmes
from convivio.pages.tests.factories import FundingFactory, ProgrammeFactory


def stars() -> list[list[tuple[float, float]]]:
    path = re.search(r' d="([^"]+)"', emblem_svg("it"))
    assert path
    return [
        [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)", star)]
        for star in path[1].strip("Z").split("Z")
    ]


def test_it_is_two_by_three_in_the_two_official_colours() -> None:
    assert pytest.approx(1.5) == WIDE / HIGH
    assert set(re.findall(r'fill="(#\w+)"', emblem_svg())) == {"#fff", "#003399", "#FFCC00"}


def test_twelve_stars_of_five_points_stand_on_a_circle_of_a_third_of_the_height() -> None:
    assert [len(star) for star in stars()] == [10] * 12
    for star in stars():
        x, y = (sum(axis) / 10 for axis in zip(*star, strict=True))
        assert math.hypot(x - WIDE / 2, y - HIGH / 2) == pytest.approx(HIGH / 3, abs=0.05)
        assert max(math.hypot(a - x, b - y) for a, b in star) == pytest.approx(HIGH / 18, abs=0.05)


def test_each_star_has_one_point_upwards() -> None:
    for star in stars():
        top = min(star, key=lambda corner: corner[1])
        x = sum(corner[0] for corner in star) / 10

        assert top[0] == pytest.approx(x, abs=0.05)


def test_a_white_border_keeps_it_apart_from_a_dark_ground() -> None:
    assert '<rect x="-30" y="-30" width="870" height="600" fill="#fff"/>' in emblem_svg()


def test_it_says_its_name_unless_words_stand_beside_it() -> None:
    assert 'aria-label="Emblema dell’Unione europea"' in emblem_svg("it")
    assert 'aria-hidden="true"' in emblem_svg("it", silent=True)


def test_the_statement_is_said_in_both_languages() -> None:
    assert statement("it") == "Cofinanziato dall’Unione europea"
    assert statement("en-gb") == "Co-funded by the European Union"


@pytest.mark.django_db
def test_the_foot_of_letters_names_what_finances_today_once_and_nothing_else() -> None:
    programme = ProgrammeFactory.create(name={"it": "PR FESR", "en": "ERDF RP"})
    FundingFactory.create_batch(2, programme=programme)
    FundingFactory.create(ended=True, programme__name={"it": "POR", "en": "ROP"})

    assert footer("en") == "Co-funded by the European Union · ERDF RP"


@pytest.mark.django_db
def test_a_letter_carries_the_statement_at_its_foot() -> None:
    FundingFactory.create(programme__name={"it": "PR <FESR>", "en": "ERDF"})

    with transaction.atomic():
        letter = post("a@convivio.example", "Ciao", "Testo", html="<p>Testo</p>")

    assert letter.payload["text"].endswith("-- \nCofinanziato dall’Unione europea · PR <FESR>\n")
    assert "PR &lt;FESR&gt;</small>" in letter.payload["html"]


@pytest.mark.django_db
def test_where_nobody_finances_letters_stay_as_they_are() -> None:
    ClusterFactory.create()

    with transaction.atomic():
        letter = post("a@convivio.example", "Ciao", "Testo")

    assert letter.payload["text"] == "Testo"


@pytest.mark.django_db
def test_the_programmes_that_ship_are_facts_with_a_source_and_load_again() -> None:
    assert load_programmes() == load_programmes() == Programme.objects.count()

    running = Programme.objects.get(code="er-erdf-2021-2027")
    assert (running.cci, str(running.until_on)) == ("2021IT16RFPR006", "2027-12-31")
    assert all(one.source_url and one.read_on for one in Programme.objects.all())
