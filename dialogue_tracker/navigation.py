"""The main navigation, by what the person may do."""

from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accounts.models import User
from accounts.roles import Permission, Role
from assignments.models import Assignment, Extension
from assignments.workflow import OPEN
from conferences.models import Conference
from notifications.models import Notification
from recommendations.models import Submission
from recommendations.submission_workflow import Stage
from units.permissions import Access, access_of

# Django's Vietnamese says "Thứ 2"; the ministry writes "Thứ Hai".
WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


@dataclass(frozen=True)
class NavItem:
    label: str
    url: str
    icon: str
    active: bool
    count: int | None = None
    key: str = ""


def navigation(request: HttpRequest) -> dict[str, object]:
    user = getattr(request, "user", None)  # a request with a wrong host is refused before it has one
    if not isinstance(user, User) or request.path.startswith("/admin/"):
        return {}
    access = access_of(user)
    return {
        "access": access,
        "role_label": role_label(access),
        "weekday": WEEKDAYS[timezone.localdate().weekday()],
        "nav_items": nav_items(request.path, access, may_administer=user.is_staff),
        "inbox_url": reverse("notifications:list"),
        "inbox_count": Notification.objects.visible_to(user).unread().count(),
    }


def role_label(access: Access) -> str:
    """Name of the strongest role and its unit, shown under the person's name."""
    if not access.memberships:
        return _("No role yet")
    membership = access.memberships[0]
    return f"{membership.title or membership.get_role_display()} · {membership.unit.short}"


def nav_items(path: str, access: Access, *, may_administer: bool) -> list[NavItem]:
    def item(
        label: str, name: str, icon: str, key: str, count: int | None = None, also: tuple[str, ...] = ()
    ) -> NavItem:
        url = reverse(name)
        active = path.startswith((url, *also))
        return NavItem(label, url, icon, active, count, key)

    items = []
    if access.at_all(Permission.READ_DASHBOARD):
        items.append(item(_("Dashboard"), "assignments:dashboard", "layout-dashboard", "d"))
    if own := access.unit_ids.get(Permission.READ_OWN):
        items += own_items(item, own)
    if access.at_all(Permission.READ_ALL) or access.at_all(Permission.READ_OWN):
        items += [
            item(_("Conferences"), "conferences:list", "messages", "c"),
            item(_("Recommendations"), "recommendations:list", "bulb", "r"),
            item(_("Assignments"), "assignments:list", "clipboard-list", "a"),
            item(_("Notices"), "notices:list", "file-text", "t"),
        ]
    if access.at_all(Permission.DIRECT) or access.at_all(Permission.ASSIGN):
        count = Extension.objects.to_decide_by(access).count()
        items.append(item(_("Extensions"), "assignments:extensions", "hourglass", "e", count))
    if Permission.READ_REMINDERS in access.everywhere:
        items.append(item(_("Reminders"), "assignments:reminders", "bell", "n"))
    items.append(
        item(
            _("Units"), "units:list", "building", "u", also=("/reorganisations/", "/transfers/", "/orphans/")
        )
    )
    items.append(item(_("Calendar"), "assignments:calendar", "calendar", "l"))
    if Permission.MANAGE_REGISTER in access.everywhere and Permission.READ_REMINDERS not in access.everywhere:
        items.append(item(_("Reminder rules"), "assignments:rules", "bell", ""))
    if may_administer:
        items.append(item(_("Administration"), "admin:index", "settings", ""))
    if settings.DEVELOPMENT and Permission.READ_REMINDERS in access.everywhere:
        items.append(item(_("Development mailbox"), "mailbox", "mail", ""))
    return items


def own_items(item: Callable[..., NavItem], own: set[int]) -> list[NavItem]:
    """Of people who work in a unit; what is sent beforehand only while a conference takes it."""
    count = Assignment.objects.filter(unit__in=own, state__in=OPEN).count()
    items = [item(_("My unit"), "assignments:my_unit", "building-community", "m", count)]
    if Conference.objects.calling().exists():
        returned = Submission.objects.filter(unit__in=own, stage=Stage.RETURNED).count()
        label = _("Recommendations sent beforehand")
        items.append(item(label, "submissions:mine", "inbox", "", returned or None))
    return items


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Everybody lands where their work is."""
    access = access_of(request.user)
    if Role.OFFICE in access.roles:
        return redirect("conferences:list")
    if access.at_all(Permission.READ_DASHBOARD):
        return redirect("assignments:dashboard")
    if access.at_all(Permission.READ_OWN):
        return redirect("assignments:my_unit")
    return redirect("units:list")
