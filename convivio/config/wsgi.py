"""The application that a WSGI server runs; it refuses to start where the database would lose writes."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convivio.config.settings")

application = get_wsgi_application()

from convivio.config.boot import refuse_an_unsafe_database  # noqa: E402 - once the settings are there

refuse_an_unsafe_database()
