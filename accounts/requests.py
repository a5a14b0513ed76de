from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from accounts.models import User


class Request(HttpRequest):
    """As the middleware hands it to a page behind the sign-in; for annotations only."""

    user: User
    htmx: HtmxDetails
