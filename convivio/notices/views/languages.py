from django.conf import settings
from django.utils import translation

from convivio.people.acting import ActingRequest
from convivio.people.models import Person


def in_the_language_of(request: ActingRequest, person: Person) -> None:
    """Answer whoever comes from a letter in the language of the letter, unless they chose one here."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(person.language)
