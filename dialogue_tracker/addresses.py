"""Where a request came from, for counting wrong passwords. Imports no app."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str | None:
    """Each proxy adds whom it heard at the end of X-Forwarded-For; what stands before our own is hearsay."""
    told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
    direct: str | None = request.META.get("REMOTE_ADDR") or None  # none behind a socket file
    if not 0 < settings.PROXY_COUNT <= len(told):
        return direct
    return told[-settings.PROXY_COUNT] or direct
