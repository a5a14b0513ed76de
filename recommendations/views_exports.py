"""The list as a workbook: whoever sees it may take it away, with the filters and the order of the page."""

from tempfile import TemporaryFile

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.requests import Request
from recommendations.exports import write_recommendations
from recommendations.filters import RecommendationFilter, sorted_by
from recommendations.models import Recommendation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def export(request: Request) -> FileResponse:
    seen = Recommendation.objects.visible_to(request.user)
    found = RecommendationFilter(request.GET, queryset=seen, request=request)
    file = TemporaryFile()  # noqa: SIM115  (the response closes it)
    write_recommendations(file, sorted_by(found.qs, request.GET.get("sort", "")), user=request.user)
    file.seek(0)
    name = f"{_('recommendations')}-{timezone.localdate():%Y-%m-%d}.xlsx"
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response["Cache-Control"] = "private, no-store"
    return response
