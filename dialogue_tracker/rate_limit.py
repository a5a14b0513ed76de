"""How often one address may ask for something in a minute, counted in Redis. Imports no app."""

import logging
import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis.exceptions import RedisError

from dialogue_tracker.addresses import address_of

MINUTE = 60
logger = logging.getLogger(__name__)


def is_too_fast(request: HttpRequest, what: str) -> bool:
    """Without Redis nobody is kept out: what is counted is public."""
    key = f"rate:{what}:{address_of(request)}:{int(time.time() // MINUTE)}"
    try:
        cache.add(key, 0, timeout=2 * MINUTE)
        asked: int = cache.incr(key)
    except (RedisError, ValueError):
        logger.warning("Requests cannot be counted.", exc_info=True)
        return False
    return asked > settings.VERIFICATIONS_PER_MINUTE
