"""The settings of the tests: those of the server, on a database and in a folder made for them."""

import os
import tempfile

KEY = "a key for tests only, long enough to be taken"
os.environ.setdefault("PISTOR_DATA", tempfile.mkdtemp(prefix="pistor-tests-"))
os.environ.setdefault("PISTOR_SECRET_KEY", KEY)
os.environ.setdefault("PISTOR_AUDIT_KEY", KEY)
_ON_POSTGRESQL = os.environ.get("PISTOR_TEST_POSTGRESQL", "")
if _ON_POSTGRESQL:
    os.environ["PISTOR_DATABASE"] = _ON_POSTGRESQL

from pistor.config.settings import *  # noqa: E402, F403
from pistor.config.settings import DATA, DATABASES, STORAGES  # noqa: E402

# A file, not memory: pages are served by other threads, and the triggers are those of a real file.
# A name of its own: two runs at once on one server leave each other alone.
DATABASES["default"]["TEST"] = {
    "NAME": f"pistor_test_{os.getpid()}" if _ON_POSTGRESQL else DATA / "test.sqlite3"
}
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
# Real hashes cost a quarter of a second each; what they are is a matter of the real settings.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
ACCESS_LOG_IN_BACKGROUND = False
