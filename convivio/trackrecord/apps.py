from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrackRecordConfig(AppConfig):
    name = "convivio.trackrecord"
    verbose_name = _("track record")
