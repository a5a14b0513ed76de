"""Who is head, acting head or deputy of a unit, for which period, and who decided so."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from accounts.requests import Request
from accounts.roles import Permission, Role
from units.actions import appoint, end_role, may_end
from units.forms import AppointForm, EndRoleForm
from units.models import Membership, Unit
from units.permissions import access_of

MOST_CHANGES = 50


@require_http_methods(["GET", "POST"])
def roles(request: Request, pk: int) -> HttpResponse:
    unit = get_object_or_404(Unit.objects.filter(parent__isnull=False), pk=pk)
    if not access_of(request.user).at(Permission.APPOINT, unit.pk):
        raise PermissionDenied
    form = AppointForm(request.POST or None, unit=unit, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            membership = appoint(form.cleaned_data["appointment"], by=request.user)
        except ValidationError as error:  # somebody else entered the same a moment ago
            form.add_error(None, error.messages[0])
        else:
            messages.success(request, appointed_sentence(membership))
            return redirect("units:roles", unit.pk)
    context = {"unit": unit, "form": form, "changes": unit.role_changes.all()[:MOST_CHANGES]}
    status = 422 if form.is_bound else 200
    return render(request, "units/roles.html", context | held_roles(unit, request.user), status=status)


def appointed_sentence(membership: Membership) -> str:
    values = {"person": membership.user, "post": membership.post, "period": membership.period}
    return _("%(person)s · %(post)s, %(period)s. The rights begin and end with these days.") % values


def held_roles(unit: Unit, user: User) -> dict[str, object]:
    rows = list(unit.memberships.select_related("user", "unit").order_by("role", "-valid_from"))
    for row in rows:
        row.may_be_ended = may_end(row, by=user)
    today = timezone.localdate()
    now = [row for row in rows if row.valid_from <= today and not row.has_ended]
    heads = [row for row in now if row.role == Role.UNIT_HEAD and row.user.is_active]
    return {
        "groups": [
            (_("Today"), now),
            (_("From a later day"), [row for row in rows if row.is_to_come]),
            (_("Earlier"), [row for row in rows if row.has_ended]),
        ],
        "no_head": unit.is_current and not heads,
        "several_heads": heads if len(heads) > 1 else [],
    }


@require_http_methods(["GET", "POST"])
def end(request: Request, pk: int) -> HttpResponse:
    """The last day of somebody's role; a role that has not begun is taken back."""
    membership = get_object_or_404(Membership.objects.select_related("user", "unit"), pk=pk)
    if not may_end(membership, by=request.user):
        raise PermissionDenied
    form = EndRoleForm(request.POST or None, initial={"last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            end_role(membership, **form.cleaned_data, by=request.user)
        except ValidationError as error:
            form.add_error("last_day", error.messages[0])
        else:
            messages.success(request, _("The role of %(person)s is changed.") % {"person": membership.user})
            return redirect("units:roles", membership.unit_id)
    status = 422 if form.is_bound else 200
    return render(request, "units/role_end.html", {"membership": membership, "form": form}, status=status)
