"""Reads settings from the environment and refuses nonsense with a sentence that says what to set."""

import os

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


def env_str(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def env_required(name: str, hint: str) -> str:
    if value := env_str(name):
        return value
    msg = f"The environment variable {name} is not set. {hint}"
    raise ImproperlyConfigured(msg)


def env_bool(name: str, default: bool) -> bool:
    value = env_str(name, str(default)).lower()
    if value in TRUE | FALSE:
        return value in TRUE
    msg = f"{name} is {value!r}; use 1 or 0."
    raise ImproperlyConfigured(msg)


def env_int(name: str, default: int) -> int:
    value = env_str(name, str(default))
    try:
        return int(value)
    except ValueError:
        msg = f"{name} is {value!r}; use a whole number."
        raise ImproperlyConfigured(msg) from None


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env_str(name, default).split(",") if part.strip()]
