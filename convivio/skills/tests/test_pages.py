"""The pages: search in the other language, one click for each suggestion, and that nothing hidden is told."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from convivio.clusters.tests.factories import OfficeFactory
from convivio.files.models import File
from convivio.files.tests.documents import docx, locked_pdf, pdf
from convivio.files.tests.made import picture, sent
from convivio.organisations.models import Organisation
from convivio.organisations.tests.factories import OrganisationFactory, editor_of
from convivio.people.tests.factories import PersonFactory
from convivio.search.freshness import rebuild_index
from convivio.skills.models import Skill, Word
from convivio.skills.tests.factories import EvidenceFactory, SkillFactory, WordFactory
from convivio.vocabulary.models import Concept
from convivio.vocabulary.tests.factories import ConceptFactory

pytestmark = pytest.mark.django_db


def editing(organisation: Organisation) -> Client:
    client = Client()
    client.force_login(editor_of(organisation))
    return client


def test_words_of_the_other_language_find_it(client: Client) -> None:
    concept = ConceptFactory.create(label={"en": "Regenerative medicine", "it": "Medicina rigenerativa"})
    skill = SkillFactory.create(concept=concept)
    rebuild_index()

    for words in ("medicina rigenerativa", "regenerative medicine"):
        assert skill.get_absolute_url() in client.get(reverse("skills:list"), {"q": words}).content.decode()


def test_what_one_may_not_see_is_in_no_list_count_or_table(client: Client) -> None:
    kept = SkillFactory.create(
        audience="cluster:9", visibility="cluster", concept__label={"it": "Segretezza"}
    )
    rebuild_index()

    pages = [client.get(reverse("skills:list"), {"format": ending}).content for ending in ("", "csv")]

    assert not any(b"Segretezza" in page for page in pages)
    assert client.get(kept.get_absolute_url()).status_code == 404
    assert (
        b"Segretezza"
        not in client.get(reverse("skills:of_organisation", args=[kept.organisation.slug])).content
    )


def test_an_abstract_becomes_skills_with_one_click_each() -> None:
    organisation = OrganisationFactory.create()
    concept = ConceptFactory.create(label={"en": "Bioceramics", "it": "Bioceramiche"})
    client = editing(organisation)

    page = client.post(
        reverse("skills:from_text"), {"text": "Porous bioceramics for bone.", "title": "", "url": ""}
    )
    assert (page.status_code, Skill.objects.count()) == (200, 0)
    client.post(reverse("skills:accept"), {"concept": concept.pk, "words": "Porous bioceramics"})

    assert Skill.objects.get().evidence.get().words == "Porous bioceramics"


@pytest.fixture
def bioceramics(monkeypatch: pytest.MonkeyPatch) -> Concept:
    """Have a concept that is recognised, whatever another test left in this process."""
    monkeypatch.setattr("convivio.vocabulary.words._kept", None)
    concept: Concept = ConceptFactory.create(label={"en": "Bioceramics", "it": "Bioceramica"})
    return concept


def from_document(client: Client, content: bytes, **said: str) -> tuple[int, str]:
    """Send a document to be read; give the status and the page."""
    sent_with = {"text": "", "title": "", "url": "", **said, "document": sent("lavoro.pdf", content)}
    answer = client.post(reverse("skills:from_text"), sent_with)
    return answer.status_code, answer.content.decode()


@pytest.mark.parametrize("made", [pdf, lambda text: docx(f"<w:p><w:t>{text}</w:t></w:p>"), str.encode])
@pytest.mark.usefixtures("bioceramics")
def test_a_document_is_read_suggests_and_leaves_nothing(made: Callable[[str], bytes]) -> None:
    client = editing(OrganisationFactory.create())

    status, page = from_document(client, made("Porous bioceramics for bone."))

    assert (status, Skill.objects.count(), File.objects.count()) == (200, 0, 0)
    assert "<mark>bioceramics</mark>" in page
    assert "non viene conservato" in page


@pytest.mark.usefixtures("bioceramics")
def test_a_document_and_a_pasted_text_are_read_together() -> None:
    ConceptFactory.create(label={"en": "Hydrogels", "it": "Idrogel"})

    _status, page = from_document(
        editing(OrganisationFactory.create()), pdf("Porous bioceramics."), text="Idrogel"
    )

    assert ("<mark>bioceramics</mark>" in page, "<mark>Idrogel</mark>" in page) == (True, True)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (pdf(""), "Non contiene testo"),
        (locked_pdf("uno", reading="segreto"), "chiede una password"),
        (pdf("uno")[:80], "è danneggiato"),
        (picture(), "qui non si legge"),
    ],
)
def test_a_document_that_gives_no_text_is_refused_and_what_was_typed_is_kept(
    content: bytes, words: str
) -> None:
    status, page = from_document(editing(OrganisationFactory.create()), content, title="Un lavoro del 2025")

    assert status == 422
    assert words in page
    assert 'value="Un lavoro del 2025"' in page


def test_nothing_sent_is_asked_for() -> None:
    answer = editing(OrganisationFactory.create()).post(reverse("skills:from_text"), {"text": " "})

    assert answer.status_code == 422
    assert "scegli un documento" in answer.content.decode()


def test_who_says_nothing_for_an_organisation_sends_no_document() -> None:
    client = Client()
    client.force_login(PersonFactory.create())

    assert from_document(client, pdf("uno"))[0] == 403


def test_a_second_click_says_so_and_adds_nothing() -> None:
    skill = SkillFactory.create()

    answer = editing(skill.organisation).post(
        reverse("skills:accept"), {"concept": skill.concept.pk}, headers={"hx-request": "true"}
    )

    assert (answer.status_code, Skill.objects.count()) == (200, 1)


@pytest.mark.parametrize("number", ["", "9" * 30, "-1", "²", "abc"])
def test_a_concept_that_cannot_be_is_not_there(number: str) -> None:
    answer = editing(OrganisationFactory.create()).post(reverse("skills:accept"), {"concept": number})

    assert answer.status_code == 404


def test_an_address_that_is_none_is_not_kept_as_a_link() -> None:
    concept = ConceptFactory.create()
    said = {"concept": concept.pk, "words": "Un testo", "title": "yes", "url": "javascript:alert(1)"}

    editing(OrganisationFactory.create()).post(reverse("skills:accept"), said)

    assert not Skill.objects.get().evidence.get().url


def test_a_name_that_the_vocabulary_has_not_is_refused_and_can_be_proposed() -> None:
    said = {
        "name": "Xyzzy",
        "side": "offered",
        "level": "2",
        "words_it": "Resta qui.",
        "words_en": "",
        "audience": "public",
    }

    answer = editing(OrganisationFactory.create()).post(reverse("skills:new"), said)

    assert answer.status_code == 422
    assert "Resta qui." in answer.content.decode()
    assert reverse("skills:propose") in answer.content.decode()


def test_others_do_not_change_a_skill() -> None:
    skill, client = SkillFactory.create(), editing(OrganisationFactory.create())

    for name in ("edit", "standing", "evidence", "courses"):
        assert client.post(reverse(f"skills:{name}", args=[skill.pk]), {"answer": "away"}).status_code == 404


def test_what_is_taken_away_is_there_for_its_own_alone(client: Client) -> None:
    skill = SkillFactory.create()
    own = editing(skill.organisation)

    own.post(reverse("skills:standing", args=[skill.pk]), {"answer": "away"})

    assert client.get(skill.get_absolute_url()).status_code == 404
    assert own.get(skill.get_absolute_url()).status_code == 200


def test_an_office_decides_about_a_word_on_its_page() -> None:
    word, concept = WordFactory.create(), ConceptFactory.create(label={"it": "Termoformatura"})
    client, person = Client(), PersonFactory.create()
    OfficeFactory.create(person=person, kind="cluster_office")
    client.force_login(person)

    assert word.text in client.get(reverse("skills:words")).content.decode()
    client.post(reverse("skills:settle", args=[word.pk]), {"merge": "yes", "concept": "Termoformatura"})

    word.refresh_from_db()
    assert (word.state, word.concept) == (Word.State.MERGED, concept)
    assert editing(word.organisation).get(reverse("skills:words")).status_code in {403, 404}


@pytest.mark.parametrize(
    "query", ["level=abc", "concept=" + "9" * 30, "cluster=none", "side=x", "page=-1", "kind=x"]
)
def test_an_address_that_means_nothing_breaks_nothing(client: Client, query: str) -> None:
    SkillFactory.create()

    assert client.get(f"{reverse('skills:list')}?{query}").status_code == 200


@pytest.mark.parametrize("count", [3, 60])
def test_pages_ask_the_same_for_few_and_many(
    client: Client, count: int, django_assert_max_num_queries: object
) -> None:
    organisation = OrganisationFactory.create()
    skills = SkillFactory.create_batch(count, organisation=organisation)
    EvidenceFactory.create_batch(count, skill=skills[0])
    own = editing(organisation)
    addresses = [reverse("skills:list"), reverse("skills:gaps"), skills[0].get_absolute_url(),
                 reverse("skills:of_organisation", args=[organisation.slug]), reverse("skills:ours")]  # fmt: skip
    for address in addresses:
        own.get(address)
        with django_assert_max_num_queries(12):  # type: ignore[operator]
            own.get(address)


def test_who_hides_its_page_says_nothing_to_anyone_with_one_click(client: Client) -> None:
    organisation = OrganisationFactory.create(visibility="cluster", audience="cluster:9")
    concept = ConceptFactory.create(label={"it": "Segretezza"})
    person = editor_of(organisation)
    editor = Client()
    editor.force_login(person)

    editor.post(reverse("skills:accept"), {"concept": concept.pk})

    assert Skill.objects.get().audience == "cluster:9"
    assert b"Segretezza" not in client.get(reverse("skills:list")).content
