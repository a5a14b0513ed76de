"""Giving a notice its number and date, and freezing what is issued. A worker does it, in one transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from assignments.writing import Refused
from notices import messages as tell
from notices.actions import lock, record
from notices.archiving import archive
from notices.document import NoticeDocument
from notices.formats import format_named
from notices.models import Issuance, Notice, Original, Rendering
from notices.numbering import locked_series, next_number
from notices.numerals import number_text
from notices.permissions import refusal_of_person, refusal_of_state
from notices.short_code import printed
from notices.snapshot import document_from, to_data
from notices.workflow import TRANSITIONS, State, Verb
from units.permissions import name_with_title

Make = Callable[[NoticeDocument], bytes]


def issue(rendering: Rendering, *, make: Make) -> Issuance:
    """Inside the caller's transaction.

    The series is held while the PDF is made, so that the number in it is the one that is given; when
    anything fails, the number was never given.
    """
    notice, by = lock(rendering.notice), rendering.requested_by
    row = TRANSITIONS[Verb.ISSUE]
    if sentence := refusal_of_person(by, notice, row) or refusal_of_state(notice, row, job=rendering):
        raise Refused(sentence)
    day = timezone.localdate()
    series = locked_series(notice, day)
    number = next_number(series)
    document = numbered(notice, number, day)
    pdf = make(document)
    issuance = Issuance.objects.create(
        notice=notice,
        series=series,
        number=number,
        number_text=printed_number(document),
        issued_on=day,
        document=to_data(document),
        issued_by=by,
        issued_by_name=name_with_title(by),
    )
    freeze(notice, issuance, pdf, by=by)
    return issuance


def numbered(notice: Notice, number: int, day: date) -> NoticeDocument:
    """What was submitted and approved, with number, date and the code for verifying; nothing else changes."""
    return replace(
        document_from(notice.content or {}),
        number=number,
        issued_on=day,
        draft=False,
        verification_code=printed(notice.code),
        verification_url=verification_url(notice),
    )


def verification_url(notice: Notice) -> str:
    return f"{settings.SITE_URL}{reverse('notices:verify', args=[notice.code])}"


def freeze(notice: Notice, issuance: Issuance, pdf: bytes, *, by: User) -> None:
    archive(notice, pdf, kind=Original.Kind.UNSIGNED, signatures=[], by=by)
    from_state, notice.state = notice.state, State.ISSUED
    notice.version += 1
    notice.save()
    record(
        notice, verb=Verb.ISSUE, by=by, from_state=from_state, changes={"number": ["", issuance.number_text]}
    )
    tell.about_issued(notice, by=by)


def printed_number(document: NoticeDocument) -> str:
    form = format_named(document.form)
    return form.number_pattern.format(number=number_text(document.number), symbol=document.symbol)
