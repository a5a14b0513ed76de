"""The public page behind the code on a notice: number, date, title, whether it still stands, and no more."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from dialogue_tracker.rate_limit import is_too_fast
from notices.forms import CodeForm
from notices.models import Notice
from notices.short_code import printed, tidy
from notices.standing import stand_of

COMMANDS = {
    "windows": "certutil -hashfile thong-bao.pdf SHA256",
    "others": "shasum -a 256 thong-bao.pdf",
}


@require_GET
@never_cache
@login_not_required
def verify_form(request: HttpRequest) -> HttpResponse:
    typed = request.GET.get("code", "")
    if code := tidy(typed):
        return redirect("notices:verify", code)
    return render(
        request,
        "notices/verify.html",
        {"form": CodeForm(request.GET if typed else None), "wrong": bool(typed)},
    )


@require_GET
@never_cache
@login_not_required
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """An unknown code, a draft's and one that cannot be a code get the same answer."""
    if is_too_fast(request, "verify"):
        return render(request, "notices/verify.html", {"form": CodeForm(), "too_fast": True}, status=429)
    notice = Notice.objects.issued().filter(code=tidy(code)).select_related("issuance").first()
    if notice is None:
        return render(request, "notices/verify.html", {"form": CodeForm(), "unknown": True}, status=404)
    context = {
        "form": CodeForm(),
        "notice": notice,
        "issuance": notice.issuance,
        "stand": stand_of(notice),
        "code": printed(notice.code),
        "originals": notice.originals.all(),
        "commands": COMMANDS,
    }
    return render(request, "notices/verify.html", context)
