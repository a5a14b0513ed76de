"""The inbox."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import Request
from notifications.filters import UNREAD, NotificationFilter
from notifications.models import Notification

PAGE_SIZE = 30


@require_GET
def inbox(request: Request) -> HttpResponse:
    rows = Notification.objects.visible_to(request.user)
    found = NotificationFilter(request.GET, queryset=rows)
    unread = rows.unread().count()
    values = {
        "filter": found,
        "page": Paginator(found.qs, PAGE_SIZE).get_page(request.GET.get("page")),
        "unread": unread,
        "only_unread": request.GET.get("show") == UNREAD,
    }
    if request.htmx:
        return render(request, "notifications/_list_results.html", values)
    return render(request, "notifications/list.html", values | {"tabs": _tabs(request, unread)})


def _tabs(request: Request, unread: int) -> list[dict[str, object]]:
    """Both keep the kind that is chosen."""
    query = request.GET.copy()
    only_unread = query.pop("show", [""])[-1] == UNREAD
    query.pop("page", None)
    url = reverse("notifications:list")
    everything = f"{url}?{query.urlencode()}" if query else url
    query["show"] = UNREAD
    return [
        {"label": _("All"), "url": everything, "active": not only_unread},
        {"label": _("Unread"), "url": f"{url}?{query.urlencode()}", "active": only_unread, "count": unread},
    ]


@require_POST
def open_notification(request: Request, pk: int) -> HttpResponse:
    """Marks it read and goes to what it is about; a POST because it changes something."""
    line = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    _mark(line, is_read=True)
    return redirect(line.path)


@require_POST
def mark(request: Request, pk: int) -> HttpResponse:
    """As read, or as unread again with `unread`; stays on the page of the inbox."""
    line = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    _mark(line, is_read="unread" not in request.POST)
    query = request.GET.urlencode()
    return redirect(f"{reverse('notifications:list')}{'?' if query else ''}{query}")


def _mark(line: Notification, *, is_read: bool) -> None:
    if is_read != (line.read_at is not None):
        line.read_at = timezone.now() if is_read else None
        line.save(update_fields=["read_at"])


@require_POST
def read_all(request: Request) -> HttpResponse:
    Notification.objects.visible_to(request.user).unread().update(read_at=timezone.now())
    return redirect("notifications:list")
