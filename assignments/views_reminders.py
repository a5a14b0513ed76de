"""The office's page of reminders: what was sent to whom, what failed, what was cancelled and why."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from accounts.requests import Request
from accounts.roles import Permission
from assignments.filters_reminders import ReminderFilter
from assignments.forms_reminders import StopForm
from assignments.models import Assignment, Reminder, ReminderStop
from assignments.reminder_overview import GROUPS, grouped, overview
from assignments.reminder_sending import Run, sweep
from assignments.reminder_stops import Target, lift, stop
from assignments.reminders import Outcome, lines, waiting, with_outcome
from assignments.tasks import deliver_mails
from dialogue_tracker.keys import key_of
from notifications.actions import retry
from notifications.models import OutgoingMail
from units.permissions import ANYWHERE, access_of

PAGE_SIZE = 25
SHOWN = ("assignment__unit", "assignment__conference", "recipient", "mail", "stop")

View = Callable[..., HttpResponse]


def for_the_office(view: View) -> View:
    @wraps(view)
    def checked(request: Request, **kwargs: int) -> HttpResponse:
        if access_of(request.user).units(Permission.READ_REMINDERS) is not ANYWHERE:
            raise PermissionDenied
        return view(request, **kwargs)

    return checked


@require_GET
@for_the_office
def reminder_list(request: Request) -> HttpResponse:
    reminders = with_outcome(Reminder.objects.select_related(*SHOWN))
    found = ReminderFilter(request.GET, queryset=reminders)
    group = request.GET.get("group", "")
    rows = grouped(found.qs, group) if group in GROUPS else found.qs
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    for row in page if group in GROUPS else ():
        row["numbers"] = [(outcome, row[outcome.value]) for outcome in Outcome]
    values = {
        "filter": found,
        "page": page,
        "group": group if group in GROUPS else "",
        "group_tabs": group_tabs(request),
        "lines": lines(page) if group not in GROUPS else [],
        "outcomes": Outcome,
    }
    if request.htmx:
        return render(request, "assignments/_reminder_results.html", values)
    return render(request, "assignments/reminders.html", values | overview(timezone.localdate()))


def group_tabs(request: Request) -> list[dict[str, object]]:
    """The same reminders one by one, by person, by work; the filters stay."""
    query = request.GET.copy()
    chosen = query.pop("group", [""])[-1]
    query.pop("page", None)
    tabs = []
    for group, label in (("", _("One by one")), ("person", _("By person")), ("work", _("By work"))):
        if group:
            query["group"] = group
        tabs.append({"label": label, "url": f"?{query.urlencode()}", "active": chosen == group})
    return tabs


@require_POST
@for_the_office
def run_now(request: Request) -> HttpResponse:
    """The same sweep as the scheduled one; what is sent already is not sent again."""
    done = sweep(timezone.localdate(), by_hand=True)
    _deliver_soon()
    level = messages.warning if done.stuck else messages.success
    level(request, _sentence_of(done))
    return redirect("assignments:reminders")


def _sentence_of(done: Run) -> str:
    if not (done.sent or done.cancelled or done.stuck):
        return _("Nothing new is due: everybody has been reminded already.")
    reminders = ngettext("%(count)d reminder", "%(count)d reminders", done.sent) % {"count": done.sent}
    people = ngettext("%(count)d person", "%(count)d people", done.people) % {"count": done.people}
    sentences = [_("Sent: %(reminders)s to %(people)s.") % {"reminders": reminders, "people": people}]
    if done.cancelled:
        sentences.append(
            ngettext("%(count)d was cancelled.", "%(count)d were cancelled.", done.cancelled)
            % {"count": done.cancelled}
        )
    if done.stuck:
        sentences.append(
            ngettext(
                "The digest of %(count)d person could not be made; tell the administrator.",
                "The digests of %(count)d people could not be made; tell the administrator.",
                done.stuck,
            )
            % {"count": done.stuck}
        )
    return " ".join(sentences)


@require_POST
@for_the_office
def retry_mail(request: Request, pk: int) -> HttpResponse:
    mail = get_object_or_404(OutgoingMail, pk=pk)
    if retry(OutgoingMail.objects.filter(pk=mail.pk)):
        mail.refresh_from_db()
        _deliver_soon()
        messages.success(
            request, _("The mail to %(address)s is tried again within a minute.") % {"address": mail.address}
        )
    return redirect("assignments:reminders")


@require_POST
@for_the_office
def retry_all_mails(request: Request) -> HttpResponse:
    count = retry(OutgoingMail.objects.filter(state=OutgoingMail.State.FAILED))
    _deliver_soon()
    messages.success(
        request,
        ngettext(
            "%(count)d mail is tried again within a minute.",
            "%(count)d mails are tried again within a minute.",
            count,
        )
        % {"count": count},
    )
    return redirect("assignments:reminders")


@require_http_methods(["GET", "POST"])
@for_the_office
def stop_reminders(request: Request) -> HttpResponse:
    """The address names what is stopped: a reminder, an assignment or a person."""
    target = _target(request)
    form = StopForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        count = stop(target, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(
            request,
            ngettext(
                "Stopped: %(count)d planned reminder is cancelled with your reason.",
                "Stopped: %(count)d planned reminders are cancelled with your reason.",
                count,
            )
            % {"count": count},
        )
        return redirect("assignments:reminders")
    values = {"form": form, "target": target, "waiting": target.waiting.count()}
    return render(request, "assignments/reminders_stop.html", values)


def _target(request: Request) -> Target:
    chosen: list[tuple[str, QuerySet[Any]]] = [
        ("reminder", waiting().select_related("assignment", "recipient")),
        ("assignment", Assignment.objects.visible_to(request.user)),
        ("recipient", User.objects.filter(reminders__isnull=False).distinct()),
    ]
    for name, things in chosen:
        if pk := request.GET.get(name):
            return Target(**{name: get_object_or_404(things, pk=key_of(pk))})
    raise Http404


@require_POST
@for_the_office
def lift_stop(request: Request, pk: int) -> HttpResponse:
    row = get_object_or_404(ReminderStop, pk=pk)
    lift(row, by=request.user, today=timezone.localdate())
    messages.success(
        request, _("The reminders go on from today. What was kept back before is not sent after all.")
    )
    return redirect("assignments:reminders")


def _deliver_soon() -> None:
    """Without a worker the mails simply wait for the next scheduled delivery."""
    transaction.on_commit(deliver_mails.delay, robust=True)
