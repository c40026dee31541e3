import pytest

from convivio.kernel.audiences import ANYONE
from convivio.matching.answering import Wanted, rank
from convivio.matching.narrowing import YARDSTICK, Narrowing
from convivio.matching.tests.factories import SENSORS, Region, region
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import OrganisationFactory
from convivio.search.freshness import rebuild_index
from convivio.trackrecord.tests.factories import project_of

pytestmark = pytest.mark.django_db


@pytest.fixture(name="here")
def a_region() -> Region:
    return region()


def narrowing(lead: Organisation | None = None, *, wide: bool = False, text: str = SENSORS) -> Narrowing:
    return Narrowing(rank(Wanted(text=text, lead=lead), ANYONE, 0), wide=wide)


def listed(found: Narrowing, *, known: bool, **chosen: list[str]) -> list[str]:
    suggestions, _count = found.best_of(found.mask(chosen), known=known, most=20)
    names = {row.key: row.name for row in Organisation.objects.all()}
    return [names[one.key] for one in suggestions]


def crowd(count: int) -> None:
    """Make as many that did the same work as the others."""
    members = [
        OrganisationFactory.create(name=f"Folla {n}", country="DE", description={}) for n in range(count)
    ]
    project_of(*members, objective=SENSORS, title="Sensors for rehabilitation", topic=None)
    rebuild_index()


def touching(name: str) -> Organisation:
    """Make one whose record shares a single common word with the need."""
    organisation = OrganisationFactory.create(name=name, description={})
    text = "A home for old tractors, their owners, and the fairs at which both are seen in summer."
    project_of(organisation, title="Tractors", objective=text, topic=None)
    rebuild_index()
    return organisation


def test_answers_are_parted_into_known_and_new(here: Region) -> None:
    found = narrowing(here.lead)

    assert listed(found, known=True) == [here.known.name]
    assert listed(found, known=False) == [here.new.name]


def test_without_a_lead_everybody_is_new(here: Region) -> None:
    assert listed(narrowing(), known=True) == []
    assert set(listed(narrowing(), known=False)) == {here.lead.name, here.known.name, here.new.name}


@pytest.mark.parametrize(
    ("chosen", "names"),
    [
        ({"country": ["FR"]}, {"Capteurs Nouveaux"}),
        ({"country": ["FR", "IT"]}, {"Capteurs Nouveaux", "Sensori Noti", "Ateneo Capofila"}),
        ({"kind": ["sme"], "country": ["IT"]}, {"Sensori Noti"}),
        ({"kind": ["sme"], "country": ["FR"]}, set()),
        ({"nuts": ["ITH5", "ITH54"]}, {"Sensori Noti", "Ateneo Capofila"}),
        ({"nuts": ["ITH55"]}, set()),
        ({"country": []}, {"Capteurs Nouveaux", "Sensori Noti", "Ateneo Capofila"}),
        ({"country": ["nowhere"]}, set()),
    ],
)
@pytest.mark.usefixtures("here")
def test_filters_of_one_facet_widen_and_of_two_narrow(chosen: dict[str, list[str]], names: set[str]) -> None:
    assert set(listed(narrowing(), known=False, **chosen)) == names


def test_a_facet_is_counted_as_if_it_were_not_chosen(here: Region) -> None:
    counts = narrowing(here.lead).counts({"country": ["FR"]})

    assert counts["country"] == {"FR": 1, "IT": 1}
    assert counts["kind"] == {"research_centre": 1}


@pytest.mark.usefixtures("here")
def test_counts_add_up_to_the_lists() -> None:
    found = narrowing()
    for country, count in found.counts({})["country"].items():
        assert found.best_of(found.mask({"country": [country]}), known=False, most=0) == ([], count)


def test_whoever_only_touches_the_need_is_counted_apart(here: Region) -> None:
    crowd(YARDSTICK)
    far = touching("Trattori Estivi")

    narrow, wide = narrowing(here.lead), narrowing(here.lead, wide=True)

    assert far.name not in listed(narrow, known=False)
    assert (narrow.touch_it({}), narrow.touch_it({"country": ["FR"]})) == (1, 0)
    assert listed(wide, known=False)[-1] == far.name


def test_among_few_answers_even_a_touch_is_one(here: Region) -> None:
    far = touching("Trattori Estivi")

    assert listed(narrowing(here.lead), known=False) == [here.new.name, far.name]


def test_no_more_than_asked_for_are_given_and_all_are_counted(here: Region) -> None:
    found = narrowing()
    suggestions, count = found.best_of(found.mask({}), known=False, most=1)

    assert (len(suggestions), count) == (1, 3)
    assert here.other.name not in listed(found, known=False)


@pytest.mark.usefixtures("here")
def test_words_that_nobody_ever_used_have_no_answer() -> None:
    found = narrowing(text="zymurgy")

    assert found.best_of(found.mask({}), known=False, most=10) == ([], 0)
    assert found.counts({})["country"] == {}
