"""Secret calendar links: the page to make, copy and revoke them, and the calendar that they open."""

from hashlib import sha256

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.requests import Request
from assignments.calendar_feed import calendar_of
from assignments.forms_feed import LinkForm
from assignments.models import CalendarLink
from assignments.models.calendar_links import new_nonce
from dialogue_tracker.rate_limit import is_too_fast

FRESH_SECONDS = 15 * 60


@require_http_methods(["GET", "POST"])
def feeds(request: Request) -> HttpResponse:
    form = LinkForm(request.POST or None, request=request)
    if request.method == "POST" and form.is_valid():
        CalendarLink.objects.get_or_create(user=request.user, unit=form.cleaned_data["unit"])
        messages.success(request, _("The link is ready. Copy it into your calendar program."))
        return redirect("assignments:feeds")
    links = CalendarLink.objects.filter(user=request.user).select_related("unit")
    shown = [{"row": link, "url": settings.SITE_URL + path_of(link)} for link in links]
    return render(request, "assignments/feeds.html", {"form": form, "links": shown})


def path_of(link: CalendarLink) -> str:
    return reverse("assignments:feed", args=[link.pk, link.secret])


@require_POST
def renew_link(request: Request, pk: int) -> HttpResponse:
    link = get_object_or_404(CalendarLink, user=request.user, pk=pk)
    link.nonce, link.read_at = new_nonce(), None
    link.save(update_fields=["nonce", "read_at"])
    messages.success(request, _("There is a new link; the old one no longer opens anything."))
    return redirect("assignments:feeds")


@require_POST
def remove_link(request: Request, pk: int) -> HttpResponse:
    get_object_or_404(CalendarLink, user=request.user, pk=pk).delete()
    messages.success(request, _("The link is removed and no longer opens anything."))
    return redirect("assignments:feeds")


@login_not_required
@require_GET
def feed(request: HttpRequest, pk: int, secret: str) -> HttpResponse:
    """Who has the address reads what its owner may see today; a wrong or old one is simply not there."""
    link = CalendarLink.objects.filter(pk=pk, user__is_active=True).select_related("user", "unit").first()
    if link is None or not link.opens_with(secret):
        raise Http404
    if is_too_fast(request, f"calendar-{link.pk}"):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    text = calendar_of(link)
    CalendarLink.objects.filter(pk=link.pk).update(read_at=timezone.now())
    etag = f'"{sha256(text.encode()).hexdigest()[:32]}"'
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8", headers={"ETag": etag})
    answer["Content-Disposition"] = 'inline; filename="deadlines.ics"'
    answer["X-Robots-Tag"] = "noindex"
    patch_cache_control(answer, private=True, max_age=FRESH_SECONDS)
    return get_conditional_response(request, etag=etag, response=answer) or answer
