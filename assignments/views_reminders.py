"""The office's page of reminders: what was sent to whom, what failed, what was cancelled and why."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import Request
from accounts.roles import Permission
from assignments.filters_reminders import ReminderFilter
from assignments.models import Reminder, ReminderRule
from assignments.reminder_sending import Run, sweep
from assignments.reminders import (
    Outcome,
    lines,
    step_in_words,
    units_nobody_is_reminded_for,
    with_outcome,
)
from assignments.tasks import deliver_mails
from notifications.actions import retry
from notifications.models import OutgoingMail
from units.permissions import ANYWHERE, access_of

PAGE_SIZE = 25

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
    reminders = with_outcome(
        Reminder.objects.select_related("assignment__unit", "assignment__conference", "recipient", "mail")
    )
    found = ReminderFilter(request.GET, queryset=reminders)
    page = Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page"))
    values = {"filter": found, "page": page, "lines": lines(page)}
    if request.htmx:
        return render(request, "assignments/_reminder_results.html", values)
    return render(request, "assignments/reminders.html", values | overview())


def overview() -> dict[str, object]:
    """What stands above the list: today's run, what needs a hand, the rules."""
    today = timezone.localdate()
    counts = with_outcome(Reminder.objects.order_by()).aggregate(
        sent=Count("pk", filter=Q(sent_at__date=today)),
        people=Count("recipient", filter=Q(sent_at__date=today), distinct=True),
        planned=Count("pk", filter=Q(outcome=Outcome.PLANNED)),
        failed=Count("mail", filter=Q(outcome=Outcome.FAILED), distinct=True),
        cancelled=Count("pk", filter=Q(cancelled_at__date=today)),
    )
    rules = ReminderRule.objects.filter(is_active=True)
    return {
        "counts": counts,
        "today": today,
        "nobody": units_nobody_is_reminded_for(today),
        "rules": [(step_in_words(rule.offset, rule.counts), rule.get_audience_display()) for rule in rules],
        "list_url": reverse("assignments:reminders"),
    }


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
    mail = get_object_or_404(OutgoingMail.objects.filter(reminders__isnull=False).distinct(), pk=pk)
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
    count = retry(OutgoingMail.objects.filter(reminders__isnull=False))
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


def _deliver_soon() -> None:
    """Without a worker the mails simply wait for the next scheduled delivery."""
    transaction.on_commit(deliver_mails.delay, robust=True)
