"""Mail in development: a .eml file for each message, and pages that show them. Not there in production."""

import email
import email.policy
from collections.abc import Sequence
from email.message import EmailMessage as ParsedMessage
from pathlib import Path
from uuid import uuid4

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

SHOWN = 200
# Links lead out of the frame when a person clicks them; scripts and forms of a mail never run.
MAIL_PROGRAM = ["allow-popups", "allow-top-navigation-by-user-activation"]
IN_A_FRAME = {"style-src": [UNSAFE_INLINE], "frame-ancestors": [SELF], "sandbox": MAIL_PROGRAM}


class EmailBackend(BaseEmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.MAILBOX_DIR.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.localtime():%Y%m%d-%H%M%S-%f}-{uuid4().hex[:6]}.eml"
            (settings.MAILBOX_DIR / name).write_bytes(message.message().as_bytes())
        return len(email_messages)


@require_GET
def mailbox(request: HttpRequest) -> HttpResponse:
    paths = sorted(settings.MAILBOX_DIR.glob("*.eml"), reverse=True)[:SHOWN]
    return render(
        request,
        "mailbox/list.html",
        {"mails": [(path.name, parse(path)) for path in paths]},
    )


@require_GET
@csp_update({"frame-src": [SELF]})  # type: ignore[arg-type]
def mail(request: HttpRequest, name: str) -> HttpResponse:
    parsed = load(name)
    values = {
        "name": name,
        "mail": parsed,
        "message_id": parsed["Message-ID"],
        "text": part(parsed, "plain"),
        "has_html": bool(part(parsed, "html")),
    }
    return render(request, "mailbox/detail.html", values)


@require_GET
@xframe_options_sameorigin
@csp_replace(IN_A_FRAME)  # type: ignore[arg-type]
def mail_html(request: HttpRequest, name: str) -> HttpResponse:
    """What mail programs show; its styles stand in the mail itself, so the strict rules cannot hold here."""
    return HttpResponse(part(load(name), "html"))


def load(name: str) -> ParsedMessage:
    path = settings.MAILBOX_DIR / name
    if path.parent != settings.MAILBOX_DIR or not path.is_file():
        raise Http404
    return parse(path)


def part(mail: ParsedMessage, kind: str) -> str:
    body = mail.get_body(preferencelist=(kind,))
    return body.get_content() if body else ""


def parse(path: Path) -> ParsedMessage:
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
