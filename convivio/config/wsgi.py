"""The application that a WSGI server runs; it refuses to start where the database would lose writes."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convivio.config.settings")

application = get_wsgi_application()

from convivio.config import urls as urls  # noqa: E402 - every page is read before the first is asked for
from convivio.config.boot import refuse_an_unsafe_database  # noqa: E402 - once the settings are there
from convivio.config.rubbish import look_for_rubbish_seldom  # noqa: E402

refuse_an_unsafe_database()
look_for_rubbish_seldom()
