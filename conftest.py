"""What every test stands on: its own home, no network, SQLite or PostgreSQL by one variable."""

import os
import tempfile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convivio.config.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
os.environ["CONVIVIO_HOME"] = tempfile.mkdtemp(prefix="convivio-test-")
os.environ.pop("CONVIVIO_DEMO", None)

pytest_plugins = ["tests.fixtures.database", "tests.fixtures.people", "tests.fixtures.browser"]
