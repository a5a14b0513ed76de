"""Many assignments at once: chosen in a list, looked at before anything is written, told row by row after."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import Request
from accounts.roles import Permission
from assignments import exports
from assignments.bulk import MOST_ROWS, Line, preview, run
from assignments.filters import AssignmentFilter, listed
from assignments.forms_bulk import FORMS, BulkForm
from assignments.models import Assignment, BulkRun
from assignments.querysets import AssignmentQuerySet
from dialogue_tracker.keys import key_of
from dialogue_tracker.spreadsheets import downloads
from units.permissions import access_of

# So many rows a page shows; all of them are done.
MOST_SHOWN = 200
ICONS = {
    BulkRun.Act.ASSIGN: "clipboard-list",
    BulkRun.Act.DEADLINE: "calendar-due",
    BulkRun.Act.REMIND: "bell",
    BulkRun.Act.CARRY_OVER: "repeat",
}


@dataclass(frozen=True)
class Doing:
    """`rows` is the list chosen from, `back` its address, `context` what else its pages show."""

    act: BulkRun.Act
    form: Callable[..., BulkForm]
    rows: AssignmentQuerySet
    back: str
    context: dict[str, Any] = field(default_factory=dict)

    def page(self, request: Request, template: str, number: int, values: dict[str, Any]) -> HttpResponse:
        look = {"act": self.act, "icon": ICONS[self.act], "back": self.back, "number": number}
        words = {"heading": heading(self.act, number)}
        return render(request, f"assignments/{template}.html", {**self.context, **look, **words, **values})


def heading(act: BulkRun.Act, number: int) -> str:
    words = {
        BulkRun.Act.ASSIGN: ngettext(
            "Assign %(number)d piece of work", "Assign %(number)d pieces of work", number
        ),
        BulkRun.Act.DEADLINE: ngettext(
            "Set the deadline of %(number)d piece of work",
            "Set the deadline of %(number)d pieces of work",
            number,
        ),
        BulkRun.Act.REMIND: ngettext(
            "Remind of %(number)d piece of work", "Remind of %(number)d pieces of work", number
        ),
        BulkRun.Act.CARRY_OVER: ngettext(
            "Carry %(number)d piece of work over", "Carry %(number)d pieces of work over", number
        ),
    }
    return words[act] % {"number": number}


@require_http_methods(["GET", "POST"])
def bulk(request: Request, act: str) -> HttpResponse:
    if act not in FORMS:
        raise Http404
    if not access_of(request.user).at_all(Permission.ASSIGN):
        raise PermissionDenied(_("Only the office does this with many assignments at once."))
    back = back_to(reverse("assignments:list"), request.GET)
    return steps(request, Doing(BulkRun.Act(act), FORMS[act], listed(request), back))


def back_to(path: str, sent: QueryDict) -> str:
    """The list with its filters, without the choice made in it."""
    kept = sent.copy()
    for name in ("pick", "all"):
        kept.pop(name, None)
    return f"{path}?{kept.urlencode()}" if kept else path


# --- Choose, look, do ---------------------------------------------------------------------------------------
def steps(request: Request, doing: Doing) -> HttpResponse:
    if request.method == "GET":
        return begin(request, doing)
    form = doing.form(request.POST)
    if not form.is_valid():
        return values_page(request, doing, form, picked(doing, rows_of(form)))
    if "confirm" in request.POST:
        return redirect("assignments:bulk_result", run(form.act(), rows_of(form), by=request.user).pk)
    lines = preview(form.act(), picked(doing, rows_of(form)), by=request.user)
    return confirmation(request, doing, form, lines)


def begin(request: Request, doing: Doing) -> HttpResponse:
    found = chosen(request, request.GET, doing.rows)
    number = found.count()
    if not 0 < number <= MOST_ROWS:
        return doing.page(request, "bulk_cannot", number, {"most": MOST_ROWS})
    rows = list(found)
    return values_page(request, doing, doing.form(initial={"rows": seen_of(rows)}), rows)


def chosen(request: Request, sent: QueryDict, rows: AssignmentQuerySet) -> AssignmentQuerySet:
    """The rows that were picked, or with `all` every row the filters find."""
    if "all" in sent:
        found: AssignmentQuerySet = AssignmentFilter(sent, queryset=rows, request=request).qs
        return found
    return rows.filter(pk__in=[key_of(text) for text in sent.getlist("pick")])


def seen_of(rows: Sequence[Assignment]) -> str:
    return ",".join(f"{row.pk}:{row.version}" for row in rows)


def rows_of(form: BulkForm) -> dict[int, int]:
    rows: dict[int, int] = form.cleaned_data.get("rows") or {}
    return dict(list(rows.items())[:MOST_ROWS])


def picked(doing: Doing, rows: dict[int, int]) -> list[Assignment]:
    return list(doing.rows.filter(pk__in=rows))


def values_page(request: Request, doing: Doing, form: BulkForm, rows: Sequence[Assignment]) -> HttpResponse:
    return doing.page(request, "bulk", len(rows), {"form": form, "rows": rows[:MOST_SHOWN]})


def confirmation(request: Request, doing: Doing, form: BulkForm, lines: Sequence[Line]) -> HttpResponse:
    will = [line.assignment for line in lines if not line.why_not]
    wont = [line for line in lines if line.why_not]
    values = {
        "form": form,
        "will": will[:MOST_SHOWN],
        "wont": wont[:MOST_SHOWN],
        "wont_number": len(wont),
        "seen": seen_of(will),
    }
    return doing.page(request, "bulk_confirm", len(will), values)


@require_GET
def result(request: Request, pk: int) -> HttpResponse:
    """What became of each row; for the person who did it."""
    done = get_object_or_404(BulkRun.objects.filter(by=request.user), pk=pk)
    rows = listed(request).in_bulk([line["assignment"] for line in done.lines])
    lines = [(rows[line["assignment"]], line) for line in done.lines if line["assignment"] in rows]
    context = {
        "run": done,
        "icon": ICONS[BulkRun.Act(done.act)],
        "done": [row for row, line in lines if line["done"]],
        "refused": [(row, line["sentence"]) for row, line in lines if not line["done"]],
    }
    return render(request, "assignments/bulk_result.html", context)


# --- Take away ----------------------------------------------------------------------------------------------
@require_GET
def export(request: Request) -> StreamingHttpResponse | FileResponse:
    """Whoever sees the list may take it away: what was picked, else all that the filters find."""
    sent = request.GET.copy()
    if "pick" not in sent:
        sent["all"] = "1"
    rows = chosen(request, sent, listed(request))
    name = "-".join((_("assignments"), f"{timezone.localdate():%Y-%m-%d}"))
    if sent.get("as") != "csv":
        return downloads.written(lambda file: exports.write(file, rows), f"{name}.xlsx")
    disposition = content_disposition_header(as_attachment=True, filename=f"{name}.csv")
    return StreamingHttpResponse(
        exports.lines(rows),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": disposition or "",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "private, no-store",
        },
    )
