"""The words that a page says, in the reader's language, taken from the catalogues of the rooms."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext, override


@dataclass(frozen=True, slots=True)
class Words:
    """What the pages say in one language."""

    language: str

    def say(self, sentence: str, **named: object) -> str:
        """Return a sentence as the page shows it.

        Errors: LookupError, when it has no Italian: a journey must not follow words that nobody says.
        """
        with override("it"):
            if gettext(sentence) == sentence and sentence not in SAME_IN_BOTH:
                raise LookupError(f"“{sentence}” is in no catalogue")
        with override(self.language):
            return gettext(sentence) % named if named else gettext(sentence)

    def count(self, one: str, many: str, number: int, **named: object) -> str:
        with override(self.language):
            return ngettext(one, many, number) % named


SAME_IN_BOTH = frozenset({"Home", "Cluster"})
"""What both languages call alike."""
