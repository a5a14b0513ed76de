"""Everything the page of one notice shows, gathered for whoever looks at it."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render

from accounts.models import User
from accounts.requests import Request
from conferences.models import Conference
from conferences.workspace import workspace
from notices.compose import fingerprint
from notices.form_check import Finding, blocking, findings
from notices.forms import CommentForm, SignedFileForm, VerbForm
from notices.models import Notice, Rendering
from notices.permissions import (
    buttons,
    may_prepare,
    may_take_part,
    refusal_of_edit,
    refusal_of_signing,
    refusal_of_successor,
)
from notices.preparation import data_changed, document_of, material_for
from notices.rendering_jobs import request_rendering
from notices.short_code import printed
from notices.standing import stand_of
from notices.timeline import timeline
from notices.way import steps_of
from notices.workflow import Verb
from units.permissions import access_of


def notice_page(
    request: Request,
    notice: Notice,
    *,
    pressed: VerbForm | None = None,
    comment: CommentForm | None = None,
    upload: SignedFileForm | None = None,
    newer: bool = False,
    status: int = 200,
) -> HttpResponse:
    """`pressed`, `comment`, `upload`: forms that came back with errors, `newer`: somebody was faster."""
    context: dict[str, Any] = {
        **around(request, notice),
        "notice": notice,
        "comment_form": comment or CommentForm(),
        "upload_form": upload or SignedFileForm(),
        "newer": newer,
    }
    if notice.is_issued:
        context |= issued_part(request.user, notice)
        context["data_changed"] = access_of(request.user).reads_all and data_changed(notice)
    else:
        context |= draft_part(request.user, notice)
    if access_of(request.user).reads_all:
        context |= insiders_part(request.user, notice, pressed, context.get("found", []))
    return render(request, "notices/detail.html", context, status=status)


def around(request: Request, notice: Notice) -> dict[str, Any]:
    """The conference's head and tabs, for those who see the conference."""
    seen = Conference.objects.visible_to(request.user)
    if seen.filter(pk=notice.conference_id).exists():
        return workspace(request, notice.conference, "notice")
    return {"conference": notice.conference, "tabs": [], "reads_all": False}


def issued_part(user: User, notice: Notice) -> dict[str, Any]:
    originals = list(notice.originals.all())
    return {
        "issuance": notice.issuance,
        "stand": stand_of(notice),
        "originals": originals,
        "shown": originals[-1],
        "code": printed(notice.code),
        "may_sign": not refusal_of_signing(user, notice),
        "can_sign_here": bool(settings.SIGNING_CERTIFICATE),
        "why_no_successor": refusal_of_successor(user, notice),
    }


def draft_part(user: User, notice: Notice) -> dict[str, Any]:
    material = material_for(notice)
    document = document_of(notice, material)
    changed = data_changed(notice, material)
    drafts = notice.renderings.drafts().select_related("requested_by", "notice")
    latest = drafts.first()
    made = latest if latest and latest.is_done else drafts.filter(state=Rendering.State.DONE).first()
    outdated = made is not None and made.fingerprint != fingerprint(document)
    return {
        "document": document,
        "latest": latest,
        "made": made,
        "is_outdated": outdated and not (latest and latest.is_running),
        "found": findings(notice, document, None if changed else material),
        "data_changed": changed,
        "may_edit": not refusal_of_edit(user, notice),
    }


def insiders_part(
    user: User, notice: Notice, pressed: VerbForm | None, found: list[Finding]
) -> dict[str, Any]:
    """Who reads drafts sees the way, the verbs and what was said."""
    stops = blocking(found)
    jobs = notice.renderings.exclude(purpose=Rendering.Purpose.DRAFT).select_related("requested_by", "notice")
    job = jobs.first()
    return {
        "steps": steps_of(notice),
        "verbs": [
            (
                button,
                pressed if pressed and pressed.verb == button.row.verb else VerbForm(button.row.verb, notice),
            )
            for button in buttons(user, notice, blocked=stops[0].sentence if stops else "")
        ],
        "job": job if job and (not job.is_done or notice.is_open) else None,
        "may_prepare": may_prepare(user, notice.conference),
        "may_comment": may_take_part(user, notice),
        "history": timeline(notice),
        "blocking_count": len(stops),
        "siblings": notice.conference.notices.kept().exclude(pk=notice.pk).select_related("issuance"),
        "ISSUE": Verb.ISSUE,
    }


def request_first_pdf(notice: Notice, *, by: User) -> None:
    """The page shows the PDF itself, so it is made without being asked for."""
    if may_prepare(by, notice.conference) and not notice.is_issued:
        request_rendering(notice, by=by)
