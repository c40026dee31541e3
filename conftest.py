"""What every test stands on: its own home, no network, SQLite or PostgreSQL by one variable."""

import atexit
import os
import shutil
import tempfile

from hypothesis import HealthCheck, settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "convivio.config.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
os.environ["CONVIVIO_HOME"] = tempfile.mkdtemp(prefix="convivio-test-")
os.environ.pop("CONVIVIO_DEMO", None)
atexit.register(shutil.rmtree, os.environ["CONVIVIO_HOME"], ignore_errors=True)

# A busy machine is no fault of the code: how long one example takes is not what these tests are about.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

pytest_plugins = ["tests.fixtures.database", "tests.fixtures.people", "tests.fixtures.browser"]
