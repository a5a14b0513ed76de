from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.roles import Permission
from conferences.history import TASK_FIELDS, names, values_of
from conferences.models import Conclusion, Conference, Task
from dialogue_tracker.forms import VietnameseDateField
from dialogue_tracker.vietnamese import tidy
from units.models import Unit
from units.permissions import ANYWHERE, access_of


class UnitChoiceField(forms.ModelChoiceField):
    """Conferences of the past are held by units of the past, so a unit that ended says so."""

    def label_from_instance(self, obj: Any) -> str:
        if obj.valid_to is None:
            return str(obj.name)
        return str(_("%(unit)s (until %(day)s)") % {"unit": obj.name, "day": date_format(obj.valid_to)})


def hosts_for(user: User) -> QuerySet[Unit]:
    ids = access_of(user).units(Permission.MANAGE_CONFERENCES)
    return Unit.objects.all() if ids is ANYWHERE else Unit.objects.filter(pk__in=ids)


def valid_then(unit: Unit, day: date) -> bool:
    return Unit.objects.valid_on(Unit.objects.register_day(day)).filter(pk=unit.pk).exists()


class ConferenceForm(forms.ModelForm):
    """`all_units` spares the list of those who attended where, as is usual, every unit came."""

    all_units = forms.BooleanField(
        label=_("All units attended"),
        required=False,
        help_text=_("Otherwise you choose the units on the next page."),
    )

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Conference
        fields = (
            "kind",
            "host",
            "held_on",
            "place",
            "title",
            "theme",
            "chair_name",
            "chair_title",
            "agenda",
            "submissions_until",
        )
        field_classes = {
            "host": UnitChoiceField,
            "held_on": VietnameseDateField,
            "submissions_until": VietnameseDateField,
        }
        widgets = {
            "kind": forms.RadioSelect,
            "host": forms.Select(attrs={"data-combobox": ""}),
            "title": forms.Textarea(attrs={"rows": 2}),
            "theme": forms.Textarea(attrs={"rows": 2}),
            "agenda": forms.Textarea(attrs={"rows": 6}),
        }
        labels = {
            "host": _("Held by"),
            "held_on": _("Held on"),
            "title": _("Title of the conference"),
            "submissions_until": _("Units send recommendations until"),
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hosts = hosts_for(user)
        cast(UnitChoiceField, self.fields["host"]).queryset = hosts
        if self.instance.pk:
            del self.fields["all_units"]
            self.initial["version"] = self.instance.version
        else:
            self.initial.setdefault("all_units", True)
            self.initial.setdefault("host", hosts.filter(parent__isnull=True).first())

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_theme(self) -> str:
        return " ".join(self.cleaned_data["theme"].split())

    def clean_agenda(self) -> str:
        return tidy(self.cleaned_data["agenda"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        host, day = cleaned.get("host"), cleaned.get("held_on")
        if host and day and not valid_then(host, day):
            self.add_error("host", self.not_on_that_day(host, date_format(day)))
        if host and host.parent_id is None and cleaned.get("kind") == Conference.Kind.UNIT:
            self.add_error("host", _("Choose the unit that held the conference with its staff."))
        until = cleaned.get("submissions_until")
        if until and day and until > day:
            sentence = _("The conference is on %(day)s. Choose that day or an earlier one.")
            self.add_error("submissions_until", sentence % {"day": date_format(day)})
        return cleaned

    @staticmethod
    def not_on_that_day(host: Unit, day: str) -> str:
        return _("%(unit)s did not exist on %(day)s. Choose the unit of that time, or correct the date.") % {
            "unit": host.name,
            "day": day,
        }


# --- Attendance ---------------------------------------------------------------------------------------------
class AttendanceRow(forms.Form):
    unit = forms.IntegerField(widget=forms.HiddenInput)
    attended = forms.BooleanField(required=False)
    people = forms.CharField(
        required=False, max_length=500, widget=forms.TextInput(attrs={"placeholder": _("Names and titles")})
    )


class AttendanceForms(forms.BaseFormSet):
    """One row for each unit that could come; every row names its unit, so the order does not matter."""

    def __init__(self, *args: Any, units: Sequence[Unit], **kwargs: Any) -> None:
        self.units = {unit.pk: unit for unit in units}
        super().__init__(*args, **kwargs)

    def rows(self) -> Iterable[tuple[Unit, Any]]:
        """Unit and form; a row that names a unit outside the list is not shown and not saved."""
        for form in self.forms:
            try:
                unit = self.units.get(int(form["unit"].value() or 0))
            except ValueError:
                continue
            if unit:
                form.fields["attended"].label = unit.name
                form.fields["people"].label = _("Who came from %(unit)s") % {"unit": unit.name}
                yield unit, form

    def people(self, *, everybody: bool) -> dict[int, str | None]:
        """Who came, for each unit that attended; a name alone says that the unit was there."""
        return {
            unit.pk: form.cleaned_data["people"].strip()
            for unit, form in self.rows()
            if everybody or form.cleaned_data["attended"] or form.cleaned_data["people"].strip()
        }


def attendance_formset(
    data: Mapping[str, Any] | None, *, units: Sequence[Unit], people: Mapping[int, str]
) -> AttendanceForms:
    """`people`: unit id -> who came, for the units in the list now."""
    initial = [
        {"unit": unit.pk, "attended": unit.pk in people, "people": people.get(unit.pk, "")} for unit in units
    ]
    made = forms.formset_factory(AttendanceRow, AttendanceForms, extra=0, max_num=500, absolute_max=500)
    return cast(type[AttendanceForms], made)(data, initial=initial, prefix="units", units=units)


# --- Tasks --------------------------------------------------------------------------------------------------
class TaskForm(forms.ModelForm):
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Task
        fields = (
            "number",
            "text",
            "all_units",
            "lead_units",
            "supporting_units",
            "due_on",
            "due_kind",
            "due_phrase",
            "expected_result",
        )
        field_classes = {"due_on": VietnameseDateField}
        widgets = {
            "text": forms.Textarea(attrs={"rows": 7}),
            "lead_units": forms.CheckboxSelectMultiple,
            "supporting_units": forms.CheckboxSelectMultiple,
        }
        labels = {
            "number": _("Number as printed"),
            "all_units": _("Laid on all units"),
            "due_on": _("Deadline"),
            "expected_result": _("Expected result"),
        }

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("lead_units", "supporting_units"):
            cast(forms.ModelMultipleChoiceField, self.fields[name]).queryset = units
        if self.instance.pk:
            self.initial["version"] = self.instance.version

    def clean_text(self) -> str:
        return tidy(self.cleaned_data["text"])

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        lead, supporting = (set(cleaned.get(name) or ()) for name in ("lead_units", "supporting_units"))
        if both := lead & supporting:
            names = ", ".join(sorted(unit.name for unit in both))
            self.add_error(
                "supporting_units",
                _("%(units)s cannot both lead and support. Choose one.") % {"units": names},
            )
        return cleaned

    def kept(self) -> dict[str, str]:
        """What was typed, as the history keeps it."""
        units = {name: names(self.cleaned_data[name]) for name in ("lead_units", "supporting_units")}
        return values_of(self.instance, TASK_FIELDS) | units


class SummaryForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Conclusion
        fields = ("assessments", "limitations")
        widgets = {
            "assessments": forms.Textarea(attrs={"rows": 14}),
            "limitations": forms.Textarea(attrs={"rows": 6}),
        }

    def clean_assessments(self) -> str:
        return tidy(self.cleaned_data["assessments"])

    def clean_limitations(self) -> str:
        return tidy(self.cleaned_data["limitations"])
