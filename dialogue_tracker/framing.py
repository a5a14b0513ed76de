"""Pages that show a PDF in a frame, and the PDFs that frames of our own pages may show. Imports no app."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from csp.constants import SELF
from csp.decorators import csp_replace, csp_update
from django.http import HttpResponseBase
from django.views.decorators.clickjacking import xframe_options_sameorigin

View = TypeVar("View", bound=Callable[..., HttpResponseBase])

# The browser's own PDF viewer is a page of its own: what our policy says of scripts and styles would stop it.
NOT_SAID = (
    "default-src", "script-src", "style-src", "img-src", "font-src", "connect-src", "form-action", "base-uri",
    "object-src",
)  # fmt: skip


def shows_frames(view: View) -> View:
    """The page may show frames of our own site, besides what every page may."""
    return cast(View, cast(Any, csp_update({"frame-src": [SELF]}))(view))


def shown_in_our_frames(view: View) -> View:
    policy = {**dict.fromkeys(NOT_SAID), "frame-ancestors": [SELF]}
    return cast(View, xframe_options_sameorigin(cast(Any, csp_replace(policy))(view)))
