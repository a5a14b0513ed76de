"""The pages one reads: the notices, one of them, the register; and the draft's form."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import Request
from assignments.writing import Refused
from conferences.models import Conference
from conferences.workspace import workspace
from dialogue_tracker.framing import shows_frames
from dialogue_tracker.keys import key_of
from dialogue_tracker.several_hands import SomebodyWasFaster
from notices import actions
from notices.forms import NoticeForm, PrepareForm
from notices.models import Issuance, Notice, NumberSeries
from notices.notice_page import notice_page, request_first_pdf
from notices.permissions import may_prepare, refusal_of_edit
from notices.preparation import material_for
from notices.standing import PREFETCH, Stand, stand_of
from notices.workflow import OPEN
from units.permissions import access_of

PER_PAGE = 30


def notice_of(request: Request, pk: int) -> Notice:
    seen = Notice.objects.visible_to(request.user).select_related(
        "conference__host__parent", "issuance__series", "corrects__issuance", "replaces__issuance"
    )
    return get_object_or_404(seen, pk=pk)


# --- Lists --------------------------------------------------------------------------------------------------
@require_GET
def index(request: Request) -> HttpResponse:
    """Everybody with a role in a unit reads what was issued; who reads drafts sees what is on its way."""
    access = access_of(request.user)
    seen = Notice.objects.visible_to(request.user).select_related("conference", "issuance")
    issued = seen.issued().prefetch_related(*PREFETCH).order_by("-issuance__issued_on", "-issuance__pk")
    page = Paginator(issued, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page_obj": page,
        "rows": [(notice, stand_of(notice)) for notice in page],
        "on_the_way": seen.filter(state__in=OPEN),
        "reads_all": access.reads_all,
    }
    return render(request, "notices/list.html", context)


@require_GET
def register(request: Request) -> HttpResponse:
    """The book of numbers: each number of a series, the voided ones too."""
    if not access_of(request.user).reads_all:
        raise PermissionDenied
    series = NumberSeries.objects.filter(issuances__isnull=False).distinct()
    chosen = series.filter(pk=key_of(request.GET.get("series", ""))).first() or series.first()
    rows = register_rows(chosen) if chosen else []
    context = {
        "series": series,
        "chosen": chosen,
        "rows": rows,
        "voided": sum(stand.standing == "voided" for _issuance, stand, _reason in rows),
    }
    return render(request, "notices/register.html", context)


def register_rows(series: NumberSeries) -> list[tuple[Issuance, Stand, str]]:
    issued: QuerySet[Issuance] = series.issuances.select_related("notice", "issued_by").prefetch_related(
        *(f"notice__{path}" for path in PREFETCH), "notice__history"
    )
    return [
        (issuance, stand_of(issuance.notice), void_reason(issuance.notice))
        for issuance in issued.order_by("number")
    ]


def void_reason(notice: Notice) -> str:
    return next((entry.text for entry in notice.history.all() if entry.verb == "void"), "")


# --- One notice ---------------------------------------------------------------------------------------------
@require_GET
def of_conference(request: Request, conference_pk: int) -> HttpResponse:
    """The conference's current notice: what is on its way, else what was issued last."""
    seen = Notice.objects.visible_to(request.user).kept().filter(conference=conference_pk)
    on_the_way = seen.filter(state__in=OPEN).first() if access_of(request.user).reads_all else None
    if notice := on_the_way or seen.issued().order_by("-issuance__pk").first():
        return redirect(notice)
    conference = conference_of(request, conference_pk)
    blank = Notice(conference=conference)
    context = {
        **workspace(request, conference, "notice"),
        "material": material_for(blank),
        "may_prepare": may_prepare(request.user, conference),
        "prepare_form": PrepareForm(),
    }
    return render(request, "notices/none.html", context)


def conference_of(request: Request, conference_pk: int) -> Conference:
    """A unit's people see their conferences, but not what will be issued."""
    if not access_of(request.user).reads_all:
        raise Http404
    seen = Conference.objects.visible_to(request.user).select_related("host__parent")
    return get_object_or_404(seen, pk=conference_pk)


@require_GET
@shows_frames
def detail(request: Request, pk: int) -> HttpResponse:
    return notice_page(request, notice_of(request, pk))


# --- The draft ----------------------------------------------------------------------------------------------
@require_POST
def prepare(request: Request, conference_pk: int) -> HttpResponse:
    conference = conference_of(request, conference_pk)
    form = PrepareForm(request.POST)
    chosen = form.cleaned_data["form"] if form.is_valid() else Notice.Form.STATE
    notice = actions.prepare(conference, by=request.user, form=chosen)
    request_first_pdf(notice, by=request.user)
    messages.success(
        request, _("The draft is prepared from the conference. Read it and correct what you need.")
    )
    return redirect(notice)


@require_http_methods(["GET", "POST"])
def update(request: Request, pk: int) -> HttpResponse:
    notice = notice_of(request, pk)
    if sentence := refusal_of_edit(request.user, notice):
        raise Refused(sentence)
    data = request.POST.copy() if request.method == "POST" else None
    form = NoticeForm(data, instance=notice, initial={"version": notice.version})
    newer = None
    if data is not None and form.is_valid():
        try:
            edited = actions.edit(
                notice, values=form.values, version=form.cleaned_data["version"], by=request.user
            )
        except SomebodyWasFaster:
            newer = notice_of(request, pk)
            data["version"] = str(newer.version)
        else:
            request_first_pdf(edited, by=request.user)
            messages.success(request, _("The draft is saved. Its PDF is being made anew."))
            return redirect(notice)
    context: dict[str, Any] = {
        "form": form,
        "newer": newer,
        "notice": notice,
        "conference": notice.conference,
        "sections": form.sections,
    }
    return render(request, "notices/update.html", context, status=409 if newer else 200)
