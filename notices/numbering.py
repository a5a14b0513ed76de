"""The next number of a series. Whoever asks holds the series until the own transaction ends."""

from datetime import date

from django.db.models import Max

from notices.models import Notice, NumberSeries


def period_of(notice: Notice, day: date) -> str:
    """State documents are numbered by year, Party documents by the committee's term."""
    return notice.term if notice.form == Notice.Form.PARTY else str(day.year)


def locked_series(notice: Notice, day: date) -> NumberSeries:
    """The row two who issue at once wait for; rolled back, the number was never given."""
    series, _created = NumberSeries.objects.get_or_create(
        form=notice.form, symbol=notice.symbol, period=period_of(notice, day)
    )
    return NumberSeries.objects.select_for_update().get(pk=series.pk)


def next_number(series: NumberSeries) -> int:
    highest: int | None = series.issuances.aggregate(highest=Max("number"))["highest"]
    return series.first_number if highest is None else highest + 1
