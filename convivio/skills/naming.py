"""Words that the vocabulary does not know: proposed by members, made names of a concept or concepts by an office."""

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.timezone import now

from convivio.activity.trace import record
from convivio.kernel.rows import lock
from convivio.kernel.translated import Translated
from convivio.organisations.models import Organisation
from convivio.people.acting import Acting
from convivio.search.documents import has_changed
from convivio.search.stems import fold
from convivio.skills.errors import WordIsKnown, WordIsSettled
from convivio.skills.models import Skill, Word
from convivio.skills.permissions import may_say, may_settle_words
from convivio.vocabulary.models import Concept, Naming, Scheme
from convivio.vocabulary.words import suggest

State = Word.State


@transaction.atomic
def propose_word(organisation: Organisation, text: str, language: str, why: str, *, by: Acting) -> Word:
    """Say which word is missing, and what it means.

    Raises: NotAllowed; WordIsKnown.
    """
    lock(organisation)
    may_say(by, organisation).enforce()
    if _named(text, language):
        raise WordIsKnown
    try:
        with transaction.atomic():
            word = Word.objects.create(
                text=text, language=language, why=why, organisation=organisation, person=by.person
            )
    except IntegrityError as error:
        raise WordIsKnown from error
    record("word.proposed", word, by=by, because=organisation)
    return word


@transaction.atomic
def merge_word(word: Word, concept: Concept, *, by: Acting) -> None:
    """Make the word one more name of a concept, which is found by it from then on.

    Raises: NotAllowed; WordIsSettled.
    """
    _open(word, by)
    Naming.objects.create(concept=concept, language=word.language, text=word.text)
    _settle(word, State.MERGED, concept)
    record("word.merged", word, by=by, because=word.organisation, facts={"into": str(concept)})


@transaction.atomic
def make_concept(word: Word, label_it: str, label_en: str, *, by: Acting) -> Concept:
    """Make the word a concept of its own, with its names in both languages.

    Raises: NotAllowed; WordIsSettled.
    """
    _open(word, by)
    concept = Concept.objects.create(
        scheme=Scheme.TAG,
        code=_free_code(label_en or label_it),
        label=Translated({"it": label_it, "en": label_en}),
    )
    _settle(word, State.NEW, concept)
    record("word.taken_in", word, by=by, because=word.organisation)
    return concept


@transaction.atomic
def refuse_word(word: Word, *, by: Acting) -> None:
    """Leave it out.

    Raises: NotAllowed; WordIsSettled.
    """
    _open(word, by)
    _settle(word, State.REFUSED, None)
    record("word.refused", word, by=by, because=word.organisation)


@transaction.atomic
def open_again(word: Word, *, by: Acting) -> None:
    """Undo what was decided: the name is taken off again, a concept that nobody uses goes.

    Raises: NotAllowed; WordIsSettled, when somebody uses the new concept by now.
    """
    lock(word)
    may_settle_words(by).enforce()
    concept = word.concept
    if word.state == State.MERGED and concept is not None:
        Naming.objects.create(concept=concept, language=word.language, text=word.text, holds=False)
    if word.state == State.NEW and concept is not None:
        if Skill.objects.filter(concept=concept).exists():
            raise WordIsSettled
        concept.delete()
    _settle(word, State.OPEN, None)
    record("word.opened_again", word, by=by, because=word.organisation)


def _open(word: Word, by: Acting) -> None:
    lock(word)
    may_settle_words(by).enforce()
    if word.state != State.OPEN:
        raise WordIsSettled


def _settle(word: Word, state: str, concept: Concept | None) -> None:
    word.state, word.concept = State(state), concept
    word.decided_at = None if state == State.OPEN else now()
    word.save(update_fields=["state", "concept", "decided_at"])
    if concept is not None:
        has_changed(
            *(
                f"skill:{number}"
                for number in Skill.objects.filter(concept=concept).values_list("pk", flat=True)
            )
        )


def _named(text: str, language: str) -> bool:
    """Say whether a concept has this very name."""
    said = fold(" ".join(text.split()))
    return any(
        fold(str(one.label.get(language, ""))) == said
        for one in suggest(text, "it" if language == "it" else "en")
    )


def _free_code(label: str) -> str:
    stem = slugify(label)[:70] or "tag"
    taken = set(
        Concept.objects.of_scheme(Scheme.TAG).filter(code__startswith=stem).values_list("code", flat=True)
    )
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code
