"""The calendar of working days: all read it, the administrator changes it and sees first what follows."""

from collections.abc import Callable
from datetime import date
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.requests import Request
from accounts.roles import Permission
from assignments.actions_calendar import Edit, Followed, change_days, preview_of
from assignments.forms_calendar import CountForm, DayForm, ImportForm
from dialogue_tracker.keys import key_of
from dialogue_tracker.spreadsheets import downloads
from units.permissions import access_of
from workdays import exports
from workdays.arithmetic import EARLIEST, LATEST
from workdays.calendars import calendar, gap
from workdays.imports import EXAMPLE
from workdays.models import CalendarChange, SpecialDay
from workdays.months import months_of

NEWEST_CHANGES = 20

View = Callable[..., HttpResponse]


def may_change(request: Request) -> bool:
    return Permission.MANAGE_REGISTER in access_of(request.user).everywhere


def for_the_administrator(view: View) -> View:
    @wraps(view)
    def checked(request: Request, **kwargs: object) -> HttpResponse:
        if not may_change(request):
            raise PermissionDenied
        return view(request, **kwargs)

    return checked


@require_GET
def export(request: Request) -> FileResponse:
    """Of one year, or of all that are known."""
    asked = key_of(request.GET.get("year", ""))
    days = SpecialDay.objects.filter(day__year=asked) if asked else SpecialDay.objects.order_by("day")
    name = "-".join(filter(None, (_("calendar"), str(asked or ""))))
    return downloads.written(lambda file: exports.write(file, days), f"{name}.xlsx")


@require_GET
def year(request: Request) -> HttpResponse:
    today, days = timezone.localdate(), calendar()
    asked = key_of(request.GET.get("year", ""))
    shown = asked if EARLIEST.year < asked < LATEST.year else today.year
    months = list(months_of(shown, days, today))
    context = {
        "year": shown,
        "years": sorted({*days.known_years, shown, today.year, today.year + 1}),
        "months": months,
        "total": sum(month.working_days for month in months),
        "is_known": shown in days.known_years,
        "is_provisional": any(row.is_provisional and row.day.year == shown for row in days.special),
        "gap": gap(today),
        "may_change": may_change(request),
        "changes": CalendarChange.objects.filter(day__year=shown)[:NEWEST_CHANGES],
        "form": CountForm(),
    }
    return render(request, "workdays/year.html", context)


@require_GET
def count(request: Request) -> HttpResponse:
    """The result of counting and the way to it; beside a form the fragment, by itself a page."""
    form = CountForm(request.GET or None)
    asked = "term_number" in request.GET and form.is_valid() and form.term
    context = {"form": form, "worked_out": form.term if asked else None}
    return render(request, "workdays/_term.html" if request.htmx else "workdays/count.html", context)


# --- Changing ---------------------------------------------------------------------------------------------
@require_http_methods(["GET", "POST"])
@for_the_administrator
def day(request: Request, day: str) -> HttpResponse:
    which = _day_of(day)
    row = SpecialDay.objects.filter(day=which).first()
    form = DayForm(request.POST or None, instance=row, day=which)
    followed = None
    if request.method == "POST" and form.is_valid():
        edits = [Edit(which, form.wanted())]
        if "save" in request.POST:
            return saved(request, edits, form.cleaned_data["reason"], which.year)
        followed = preview_of(edits, by=request.user)
    context = {"form": form, "day": which, "followed": followed, "back": page_of(which.year)}
    return render(request, "workdays/day.html", context)


def _day_of(text: str) -> date:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise Http404 from None
    if not EARLIEST <= found <= LATEST:
        raise Http404
    return found


@require_http_methods(["GET", "POST"])
@for_the_administrator
def import_days(request: Request) -> HttpResponse:
    """A dry run first: what each line does, or why it cannot be read. While one is wrong nothing is saved."""
    form = ImportForm(request.POST or None, request.FILES or None)
    lines, followed = [], None
    if request.method == "POST" and form.is_valid():
        lines = form.lines()
        edits = [Edit(line.day, line.wanted) for line in lines if line.day]
        if not any(line.error for line in lines):
            if "save" in request.POST:
                return saved(request, edits, form.cleaned_data["reason"], edits[0].day.year)
            followed = preview_of(edits, by=request.user)
        form = ImportForm(initial=form.cleaned_data)  # a file's text is kept in the field
    wrong = sum(bool(line.error) for line in lines)
    context = {"form": form, "lines": lines, "wrong": wrong, "followed": followed, "example": EXAMPLE}
    return render(request, "workdays/import.html", context)


def saved(request: Request, edits: list[Edit], reason: str, year: int) -> HttpResponse:
    followed = change_days(edits, reason=reason, by=request.user)
    if followed.days:
        messages.success(request, sentence_of(followed))
    else:
        messages.info(request, _("Nothing is changed: the calendar says this already."))
    return redirect(page_of(year))


def page_of(year: int) -> str:
    return f"{reverse('assignments:calendar')}?year={year}"


def sentence_of(followed: Followed) -> str:
    parts = {
        "deadlines": ngettext("%(count)d deadline", "%(count)d deadlines", followed.deadlines)
        % {"count": followed.deadlines},
        "reminders": ngettext("%(count)d planned reminder", "%(count)d planned reminders", followed.reminders)
        % {"count": followed.reminders},
    }
    return _("The calendar is changed. With it moved: %(deadlines)s and %(reminders)s.") % parts
