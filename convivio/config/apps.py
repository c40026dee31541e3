from django.apps import AppConfig

from convivio.config import boot  # noqa: F401 - its checks register themselves
from convivio.config import url_policies  # noqa: F401 - so do these


class ConfigConfig(AppConfig):
    name = "convivio.config"
