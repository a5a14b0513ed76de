"""The rules of reminders: the administrator changes them and sees first who would get what on which day."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from itertools import groupby
from operator import attrgetter

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.requests import Request
from accounts.roles import Permission
from assignments.forms_rules import RuleForm
from assignments.models import Assignment, Reminder, ReminderRule
from assignments.reminder_planning import PREVIEW_ROWS, change_rule, preview, remove_rule
from assignments.reminders import step_in_words
from assignments.views_calendar import for_the_administrator, may_change
from units.permissions import access_of
from workdays.calendars import calendar, gap

# A preview is for seeing whether the rules are right, not for reading every line of a large ministry.
PEOPLE_A_DAY = 50

View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class Share:
    """What one person would get on one day."""

    person: User
    reminders: list[Reminder]  # one for each work: a digest names it once, however many steps are due


@dataclass
class Day:
    day: date
    shares: list[Share] = field(default_factory=list)
    people: int = 0
    total: int = 0

    @property
    def left_out(self) -> int:
        return self.people - len(self.shares)


@dataclass(frozen=True)
class Outlook:
    days: list[Day]
    total: int
    is_cut: bool


def outlook_of(reminders: list[Reminder]) -> Outlook:
    """What is late goes out on the first working day that comes."""
    first = calendar().on_or_after(timezone.localdate())

    def day_of(row: Reminder) -> date:
        return max(row.planned_for, first)

    days = []
    rows = sorted(reminders, key=lambda row: (day_of(row), row.recipient.sort_key, row.recipient_id))
    for day, of_day in groupby(rows, key=day_of):
        shown_day = Day(day)
        for person, of_person in groupby(of_day, key=attrgetter("recipient")):
            share = Share(person, list({row.assignment_id: row for row in of_person}.values()))
            shown_day.people += 1
            shown_day.total += len(share.reminders)
            if len(shown_day.shares) < PEOPLE_A_DAY:
                shown_day.shares.append(share)
        days.append(shown_day)
    return Outlook(days, sum(day.total for day in days), is_cut=len(reminders) == PREVIEW_ROWS)


def shown(request: Request, rule: ReminderRule | None = None) -> dict[str, object]:
    """The preview; the wording of work only for who may read that work."""
    rows = preview(timezone.localdate(), rule=rule)
    ids = {row.assignment_id for row in rows}
    readable = Assignment.objects.visible_to(request.user).filter(pk__in=ids)
    return {"outlook": outlook_of(rows), "readable": set(readable.values_list("pk", flat=True))}


def for_office_and_administrator(view: View) -> View:
    @wraps(view)
    def checked(request: Request, **kwargs: int) -> HttpResponse:
        if not {Permission.MANAGE_REGISTER, Permission.READ_REMINDERS} & access_of(request.user).everywhere:
            raise PermissionDenied
        return view(request, **kwargs)

    return checked


@require_GET
@for_office_and_administrator
def rules(request: Request) -> HttpResponse:
    rows = [
        (rule, step_in_words(rule.offset, rule.counts))
        for rule in ReminderRule.objects.order_by("offset", "pk")
    ]
    context = {
        "rules": rows,
        "may_change": may_change(request),
        "gap": gap(timezone.localdate()),
        **shown(request),
    }
    return render(request, "assignments/rules.html", context)


@require_http_methods(["GET", "POST"])
@for_the_administrator
def create(request: Request) -> HttpResponse:
    return edit(request, ReminderRule(offset=-1))


@require_http_methods(["GET", "POST"])
@for_the_administrator
def update(request: Request, pk: int) -> HttpResponse:
    return edit(request, get_object_or_404(ReminderRule, pk=pk))


def edit(request: Request, rule: ReminderRule) -> HttpResponse:
    form = RuleForm(request.POST or None, instance=rule)
    context: dict[str, object] = {"form": form, "rule": rule if rule.pk else None}
    if request.method == "POST" and form.is_valid():
        if "save" in request.POST:
            change_rule(form.instance, today=timezone.localdate())
            messages.success(request, _("The rule is saved, and what was planned follows it."))
            return redirect("assignments:rules")
        context |= shown(request, form.instance)
    return render(request, "assignments/rule.html", context)


@require_POST
@for_the_administrator
def remove(request: Request, pk: int) -> HttpResponse:
    remove_rule(get_object_or_404(ReminderRule, pk=pk), today=timezone.localdate())
    messages.success(request, _("The rule is removed. What it had planned is cancelled."))
    return redirect("assignments:rules")
