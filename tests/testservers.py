"""Throw-away PostgreSQL and Redis for a test run; loaded with `-p tests.testservers`, see pyproject.toml.

The servers start when this module is imported, because pytest-django reads the settings right after that.
Whatever DATABASE_URL says, tests never touch it. With `-n 2` each of the processes imports this module and so has servers
and folders of its own: nothing that happens in one can be seen by another.
"""

import atexit
import os
import signal
from contextlib import ExitStack

from dev.throwaway import throwaway_environment

# Settings a person may have exported for `make run` must not change what the tests see.
FORGOTTEN = (
    "ALLOWED_HOSTS",
    "ANSWER_DAYS",
    "CSRF_TRUSTED_ORIGINS",
    "DEBUG",
    "DEFAULT_FROM_EMAIL",
    "EMAIL_BACKEND",
    "HTTPS",
    "PROXY_COUNT",
    "SITE_URL",
)

# DEVELOPMENT is on for the settings: no HTTPS, plain static files.
stack = ExitStack()
environment = stack.enter_context(throwaway_environment())
# Not pytest_unconfigure: it is not called when settings or a conftest cannot be loaded.
atexit.register(stack.close)
# A plain `kill` ends a test run like Ctrl-C does: with its servers stopped.
signal.signal(signal.SIGTERM, signal.default_int_handler)

for name in FORGOTTEN:
    os.environ.pop(name, None)
os.environ |= environment
