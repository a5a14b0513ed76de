"""Pages that move a deadline."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.requests import Request
from assignments import actions_extensions as actions
from assignments.forms_extensions import DeadlineForm
from assignments.permissions import refusal_of_deadline
from assignments.views_actions import back, load, somebody_was_faster, typed_on
from assignments.writing import Refused, SomebodyWasFaster
from units.permissions import access_of


@require_http_methods(["GET", "POST"])
def deadline(request: Request, pk: int) -> HttpResponse:
    assignment = load(request, pk)
    if sentence := refusal_of_deadline(access_of(request.user), assignment):
        raise Refused(sentence)
    form = DeadlineForm(request.POST or None, assignment=assignment)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.change_deadline(
                assignment,
                due_on=data["due_on"],
                reason=data["reason"],
                version=data["version"],
                by=request.user,
            )
        except SomebodyWasFaster:
            fresh = load(request, pk)
            return somebody_was_faster(
                request,
                again=DeadlineForm(typed_on(request, fresh), assignment=fresh),
                fresh=fresh,
                seen=data["version"],
                label=_("Change the deadline"),
                impossible=refusal_of_deadline(access_of(request.user), fresh),
            )
        messages.success(request, _("The deadline is changed. The unit has been told."))
        return back(request, assignment)
    return render(request, "assignments/deadline.html", {"form": form, "assignment": assignment})
