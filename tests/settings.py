"""The product's settings, with what only tests need."""

from dialogue_tracker.settings import *  # noqa: F403  (that is what overriding means)

# Argon2 is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A thread that ends (live server, worker) must not leave a connection that keeps the test database from being dropped.
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
