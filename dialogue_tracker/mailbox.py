"""Mail in development: one .eml file a message in a folder, and a page that shows them. Not there in production."""

import email
import email.policy
from collections.abc import Sequence
from email.message import EmailMessage as ParsedMessage
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

SHOWN = 200


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
def mail(request: HttpRequest, name: str) -> HttpResponse:
    path = settings.MAILBOX_DIR / name
    if path.parent != settings.MAILBOX_DIR or not path.is_file():
        raise Http404
    parsed = parse(path)
    body = parsed.get_body(preferencelist=("plain",))
    return render(
        request,
        "mailbox/detail.html",
        {"mail": parsed, "text": body.get_content() if body else ""},
    )


def parse(path: Path) -> ParsedMessage:
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)  # type: ignore[return-value]
