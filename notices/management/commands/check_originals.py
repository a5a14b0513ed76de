import hashlib
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from notices.models import NumberSeries, Original


class Command(BaseCommand):
    help = "Compares every issued PDF with its SHA-256, and looks for gaps in the numbers."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = [*wrong_originals(), *gaps()]
        for sentence in wrong:
            self.stderr.write(sentence)
        if wrong:
            raise CommandError(_("What was issued is not whole. Restore the database from a backup."))
        count = Original.objects.count()
        self.stdout.write(
            ngettext(
                "%(count)d issued PDF fits its SHA-256; the numbers have no gap.",
                "%(count)d issued PDFs fit their SHA-256; the numbers have no gap.",
                count,
            )
            % {"count": count}
        )


def wrong_originals() -> list[str]:
    """One at a time: together they may be larger than the memory."""
    found = []
    for pk in Original.objects.values_list("pk", flat=True):
        original = Original.objects.select_related("notice__issuance").get(pk=pk)
        if hashlib.sha256(original.content).hexdigest() != original.sha256:
            found.append(
                _("The PDF of %(number)s does not fit its SHA-256.")
                % {"number": original.notice.issuance.number_text}
            )
    return found


def gaps() -> list[str]:
    found = []
    for series in NumberSeries.objects.prefetch_related("issuances"):
        given = sorted(issuance.number for issuance in series.issuances.all())
        if given != list(range(series.first_number, series.first_number + len(given))):
            found.append(_("The numbers of %(series)s have a gap.") % {"series": series})
    return found
