from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NeedsConfig(AppConfig):
    name = "convivio.needs"
    verbose_name = _("needs and offers")
