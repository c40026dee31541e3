"""Long text to be read: `{% load reading %}`, then `{{ call.text|reading }}`."""

from django import template
from django.utils.safestring import SafeString

from convivio.web.reading import as_reading

register = template.Library()


@register.filter
def reading(text: object) -> SafeString:
    """Show a text in Markdown, cleaned."""
    return as_reading("" if text is None else str(text))
