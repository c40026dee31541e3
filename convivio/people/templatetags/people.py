from django import template

from convivio.people.signing_in.providers import Provider, providers

register = template.Library()


@register.simple_tag
def sign_in_providers() -> list[Provider]:
    """List where else one can sign in, each with its name and address."""
    return providers()
