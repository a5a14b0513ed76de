from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.requests import Request
from notifications.models import Notification

PAGE_SIZE = 30


@require_GET
def inbox(request: Request) -> HttpResponse:
    rows = Notification.objects.visible_to(request.user)
    unread = rows.unread().count()
    only_unread = request.GET.get("show") == "unread"
    shown = rows.unread() if only_unread else rows
    url = reverse("notifications:list")
    tabs = [
        {"label": _("All"), "url": url, "active": not only_unread},
        {"label": _("Unread"), "url": f"{url}?show=unread", "active": only_unread, "count": unread},
    ]
    page = Paginator(shown, PAGE_SIZE).get_page(request.GET.get("page"))
    values = {"page": page, "tabs": tabs, "unread": unread, "only_unread": only_unread}
    return render(request, "notifications/list.html", values)


@require_POST
def open_notification(request: Request, pk: int) -> HttpResponse:
    """Marks it read and goes to what it is about; a POST because it changes something."""
    notification = get_object_or_404(Notification.objects.visible_to(request.user), pk=pk)
    if notification.read_at is None:
        notification.read_at = timezone.now()
        notification.save(update_fields=["read_at"])
    return redirect(notification.path)


@require_POST
def read_all(request: Request) -> HttpResponse:
    Notification.objects.visible_to(request.user).unread().update(read_at=timezone.now())
    return redirect("notifications:list")
