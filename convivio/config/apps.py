from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from convivio.config import (
    boot,  # noqa: F401 - its checks register themselves
    url_policies,  # noqa: F401 - so do these
)


class ConfigConfig(AppConfig):
    name = "convivio.config"

    def ready(self) -> None:
        """Let every room declare itself to the rooms below: what it holds of people, how its rows are merged."""
        autodiscover_modules("declarations", "acts", "personal", "merged_rows")
