"""The product's settings, with what only tests need."""

from dialogue_tracker.settings import *  # noqa: F403  (that is what overriding means)

# Argon2 is slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
