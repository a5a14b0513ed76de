"""Forms of the calendar of working days: one day, a list of days, and counting."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from assignments.models import Assignment
from assignments.models.reminders import Counts
from assignments.terms import WorkedOut, term_in, work_out
from dialogue_tracker.forms import VietnameseDateField
from dialogue_tracker.vietnamese import nfc
from workdays.arithmetic import OutsideCalendar
from workdays.calendars import calendar
from workdays.imports import Line, read_lines
from workdays.models import SpecialDay

REASON = {"max_length": 500, "label": _("Reason"), "help_text": _("It stays in the trace of changes.")}
MOST_BYTES = 100_000


class DayForm(forms.ModelForm):
    """What a day is to be. An empty kind makes it what its weekday says."""

    reason = forms.CharField(**REASON)  # type: ignore[arg-type]

    class Meta:
        model = SpecialDay
        fields = ("kind", "name", "legal_basis", "in_lieu_of", "is_provisional")
        field_classes = {"in_lieu_of": VietnameseDateField}
        widgets = {"kind": forms.RadioSelect}

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.day = day
        weekend = day.isoweekday() > 5
        ordinary = _("Ordinary weekend day, not worked") if weekend else _("Ordinary working day")
        kinds = SpecialDay.Kind.choices if weekend else SpecialDay.Kind.choices[:1]
        self.fields["kind"] = forms.ChoiceField(
            label=_("What the day is"),
            choices=[("", ordinary), *kinds],
            required=False,
            widget=forms.RadioSelect,
            initial=self.instance.kind,
        )
        self.fields["name"].required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("kind") and not data.get("name"):
            self.add_error("name", _("Write the name of the day, as in “Tết Nguyên đán”."))
        return data

    def _post_clean(self) -> None:
        """An ordinary day is no row: nothing is checked. The day is no field, but its constraints count."""
        if not self.cleaned_data.get("kind"):
            return
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            try:
                self.instance.validate_constraints()
            except forms.ValidationError as error:
                self.add_error(None, error)

    def wanted(self) -> SpecialDay | None:
        data = self.cleaned_data
        if not data["kind"]:
            return None
        return SpecialDay(day=self.instance.day, **{name: data[name] for name in self.Meta.fields})


class ImportForm(forms.Form):
    text = forms.CharField(
        label=_("Days"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 10, "data-draft": "calendar-import"}),
        help_text=_(
            "A line for each day: day; nghỉ, làm bù or bình thường; name; legal basis; in lieu of. "
            "Paste it from a spreadsheet, or separate with semicolons."
        ),
    )
    file = forms.FileField(label=_("CSV file"), required=False, help_text=_("Saved as CSV UTF-8."))
    reason = forms.CharField(**REASON)  # type: ignore[arg-type]

    def clean_file(self) -> str:
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is None:
            return ""
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large for a list of days. Choose another one."))
        try:
            return str(file.read(), "utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(
                _("This is not a text in UTF-8. Save the sheet as “CSV UTF-8” and choose that file.")
            ) from None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        data["text"] = nfc(data.get("text") or "") or data.get("file", "")
        if not data["text"].strip() and "file" not in self.errors:
            self.add_error("text", _("Paste the days or choose a file."))
        elif data["text"] and not read_lines(data["text"]):
            self.add_error("text", _("There is no day in this text. Write a line for each day."))
        return data

    def lines(self) -> list[Line]:
        return read_lines(self.cleaned_data["text"])


# --- Terms ------------------------------------------------------------------------------------------------
# Counted in what, and the sign of the number.
WAYS = {
    "working_after": (Counts.WORKING, 1),
    "calendar_after": (Counts.CALENDAR, 1),
    "working_before": (Counts.WORKING, -1),
    "calendar_before": (Counts.CALENDAR, -1),
}
SHOW = {
    "hx-get": reverse_lazy("assignments:calendar_count"),
    "hx-trigger": "change, keyup changed delay:400ms",
    "hx-include": "closest form",
    "hx-target": "#term-shown",
}


class TermMixin(forms.Form):
    """A deadline as a number of days from a day. Filled in, it takes the place of a date."""

    term_number = forms.IntegerField(
        label=_("Or as a term: number of days"),
        min_value=1,
        max_value=1000,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", **SHOW}),
        help_text=_("Filled in, the deadline is worked out and follows the calendar of working days."),
    )
    term_way = forms.ChoiceField(
        label=_("Which days"),
        choices=[
            ("working_after", _("working days from the day")),
            ("calendar_after", _("calendar days from the day")),
            ("working_before", _("working days before the day")),
            ("calendar_before", _("calendar days before the day")),
        ],
        required=False,
        widget=forms.Select(attrs=SHOW),
    )
    term_base = VietnameseDateField(label=_("The day"), required=False)
    TERM_FIELDS = ("term_number", "term_way", "term_base")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["term_base"].widget.attrs |= SHOW
        self.term: WorkedOut | None = None

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        number, base = data.get("term_number"), data.get("term_base")
        if number and not base and not data.get("due_on") and "term_base" not in self.errors:
            self.add_error("term_base", _("Write the day from which the days are counted."))
        elif base and not number and "term_number" not in self.errors:
            self.add_error("term_number", _("Write how many days are counted from that day."))
        elif number and base:
            counts, sign = WAYS[data.get("term_way") or "working_after"]
            try:
                self.term = work_out(base, sign * number, counts, calendar())
            except OutsideCalendar:
                self.add_error("term_base", _("The term leads out of the calendar. Check the date."))
        return data


class DueMixin(TermMixin):
    """For forms with the field `due_on`: a term that is filled in takes the place of the date."""

    due_is_required = False
    assignment: Assignment

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Number and kind of days as worded are filled in; from which day, only the office knows."""
        super().__init__(*args, **kwargs)
        if self.assignment.due_on is None and (found := term_in(self.assignment.due_phrase)):
            self.initial["term_number"], counts = found
            self.initial["term_way"] = f"{counts}_after"

    def fitting(self, due_on: date) -> date:
        """Raises a sentence where the day cannot be this work's deadline."""
        return due_on

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if self.term:
            self.errors.pop("due_on", None)
            try:
                data["due_on"] = self.fitting(self.term.ends_on)
            except forms.ValidationError as error:
                self.add_error("term_number", error)
        elif self.due_is_required and not data.get("due_on") and not self.errors:
            self.add_error("due_on", _("Write the date, or count it as a term."))
        return data

    def clean_due_on(self) -> date | None:
        due_on: date | None = self.cleaned_data["due_on"]
        return self.fitting(due_on) if due_on else None


class CountForm(TermMixin):
    """Counting by itself, without a deadline."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["term_number"].label, self.fields["term_number"].help_text = _("Number of days"), ""
