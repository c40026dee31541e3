"""Text in several languages, kept in one column, shown in the reader's."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language


class Translated(dict[str, str]):
    """One text by language code; as a string, it is the reader's language or the nearest there is."""

    def __str__(self) -> str:
        return self.in_language(get_language() or settings.LANGUAGE_CODE)

    def __bool__(self) -> bool:
        return any(self.values())

    def in_language(self, language: str) -> str:
        """Return the text in this language, or else in the first language that has it."""
        return self.get(language[:2]) or next((text for text in self.values() if text), "")

    @property
    def language(self) -> str:
        """The language of what `str()` gives, to mark foreign words on a page."""
        wanted = (get_language() or settings.LANGUAGE_CODE)[:2]
        if self.get(wanted):
            return wanted
        return next((code for code, text in self.items() if text), wanted)


def in_both(italian: str, english: str) -> Translated:
    """Make a text in the two languages of the house."""
    return Translated(it=italian, en=english)


def from_both(italian: str, english: str) -> Translated:
    """Take a text as somebody typed it in two fields, one of which may be empty."""
    pairs = (("it", italian), ("en", english))
    return Translated({code: text.replace("\r\n", "\n").strip() for code, text in pairs if text.strip()})


class TranslatedField(models.JSONField):
    """A column of Translated text: `{"it": "…", "en": "…"}`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Translated)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Translated:
        return self.to_python(super().from_db_value(value, expression, connection))

    def to_python(self, value: Any) -> Translated:
        if isinstance(value, Translated):
            return value
        if isinstance(value, Mapping):
            return Translated({str(code): str(text) for code, text in value.items()})
        if isinstance(value, str) and value:
            return Translated({settings.LANGUAGE_CODE[:2]: value})
        return Translated()

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return dict(self.to_python(value))
        return super().get_prep_value(value)
