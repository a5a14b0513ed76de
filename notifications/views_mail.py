"""What a person decides about mails: on the page of settings, or by the link in each mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.requests import Request
from notifications.forms import MailSettingsForm
from notifications.kinds import How
from notifications.models import settings_of
from notifications.unsubscribing import read_link, unsubscribe


@require_http_methods(["GET", "POST"])
def mail_settings(request: Request) -> HttpResponse:
    wishes = settings_of([request.user])[request.user.pk]
    form = MailSettingsForm(request.POST or None, instance=wishes)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your mail settings are saved."))
        return redirect("notifications:settings")
    return render(request, "notifications/settings.html", {"form": form, "ways": How.choices})


# The signed link is the permission: mail programs post to it without cookies (RFC 8058).
@csrf_exempt
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Only a POST changes anything: scanners of mails open every link."""
    link = read_link(token)
    if link is None:
        raise Http404
    if request.method == "POST":
        unsubscribe(link)
    with override(link.user.language):
        values = {"link": link, "done": request.method == "POST"}
        return render(request, "notifications/unsubscribe.html", values)
