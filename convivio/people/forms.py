from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from convivio.people.models import Person, Token


class AccountForm(forms.ModelForm[Person]):
    """What a person says of themself."""

    language = forms.ChoiceField(label=_("Language of the pages and mails"), choices=settings.LANGUAGES)

    class Meta:
        model = Person
        fields = ("name", "job", "phone", "language")


class TokenForm(forms.ModelForm[Token]):
    """What a token is for."""

    class Meta:
        model = Token
        fields = ("name",)
