"""The list as a workbook: whoever sees it may take it away, with the filters and the order of the page."""

from functools import partial

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.requests import Request
from dialogue_tracker.spreadsheets import downloads
from recommendations.exports import write_recommendations
from recommendations.filters import RecommendationFilter, sorted_by
from recommendations.models import Recommendation


@require_GET
def export(request: Request) -> FileResponse:
    seen = Recommendation.objects.visible_to(request.user)
    found = RecommendationFilter(request.GET, queryset=seen, request=request)
    rows = sorted_by(found.qs, request.GET.get("sort", ""))
    name = "-".join((_("recommendations"), f"{timezone.localdate():%Y-%m-%d}.xlsx"))
    return downloads.written(partial(write_recommendations, rows=rows, user=request.user), name)
