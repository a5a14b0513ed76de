from datetime import date
from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from accounts.roles import Permission
from conferences.models import Attendance, Conference
from dialogue_tracker.forms import VietnameseDateField
from recommendations.actions import Raised
from recommendations.models import Recommendation
from recommendations.wording import (
    LONGEST_TEXT,
    before_conference,
    bodies,
    fault_of_text,
    faults_of_answer,
    not_of_that_time,
    tidied,
)
from units.models import Unit, UnitAlias
from units.permissions import access_of

Choices = list[tuple[Any, Any]]


def open_to(user: User) -> QuerySet[Conference]:
    """The conferences at which this person may log recommendations, the latest first."""
    return Conference.objects.filter(access_of(user).where(Permission.LOG_RECOMMENDATIONS, "host"))


def choice(form: forms.BaseForm, name: str) -> forms.ModelChoiceField:
    return cast(forms.ModelChoiceField, form.fields[name])


def grouped(units: list[Unit], attending: set[int]) -> Choices:
    """Who sits in the hall comes first: while people speak, the list must not be searched."""
    here = [(unit.pk, unit.name) for unit in units if unit.pk in attending]
    others = [(unit.pk, unit.name) for unit in units if unit.pk not in attending]
    if not here:
        return [("", "---------"), *others]
    return [("", "---------"), (_("Attended the conference"), here), (_("Other units"), others)]


class UnitSelect(forms.Select):
    """Found by abbreviation, code or another name, too (static/js/combo.js)."""

    def __init__(self) -> None:
        super().__init__(attrs={"data-combobox": ""})

    @cached_property
    def other_names(self) -> dict[int, str]:
        names: dict[int, list[str]] = {}
        for pk, *short in Unit.objects.values_list("pk", "abbreviation", "code"):
            names[pk] = short
        for pk, name in UnitAlias.objects.values_list("unit", "name"):
            names[pk].append(name)
        return {pk: "|".join(dict.fromkeys(filter(None, found))) for pk, found in names.items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if found := self.other_names.get(getattr(value, "value", value)):
            option["attrs"]["data-search"] = found
        return option


class WordingForm(forms.ModelForm):
    """What was raised, as the office writes it down and later corrects it."""

    class Meta:
        model = Recommendation
        fields: tuple[str, ...] = ("raised_by", "speaker", "text", "theme", "proposed_lead")
        widgets = {
            "raised_by": UnitSelect,
            "speaker": forms.TextInput(attrs={"autocomplete": "off"}),
            "text": forms.Textarea(attrs={"rows": 7, "maxlength": LONGEST_TEXT}),
            "proposed_lead": UnitSelect,
        }

    def __init__(self, *args: Any, conference: Conference | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        self._offer_units()

    def _offer_units(self) -> None:
        raised_by, lead = choice(self, "raised_by"), choice(self, "proposed_lead")
        day = self.conference.register_day if self.conference else None
        attending = Attendance.objects.filter(conference=self.conference).values_list("unit", flat=True)
        raised_by.queryset = Unit.objects.filter(parent__isnull=False)
        raised_by.choices = grouped(list(bodies(day)), set(attending))
        lead.queryset = bodies(None) | Unit.objects.filter(pk=self.instance.proposed_lead_id)
        lead.empty_label = _("Not yet clear")
        choice(self, "theme").empty_label = _("Without a theme")

    def clean_text(self) -> str:
        text = tidied(self.cleaned_data["text"])
        if sentence := fault_of_text(text):
            raise forms.ValidationError(sentence)
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        conference = cleaned.get("conference", self.conference)
        unit = cleaned.get("raised_by")
        if conference and unit and not bodies(conference.register_day).filter(pk=unit.pk).exists():
            self.add_error("raised_by", not_of_that_time(unit, conference))
        return cleaned

    @property
    def raised(self) -> Raised:
        names = ("raised_by", "speaker", "text", "theme", "proposed_lead")
        return Raised(**{name: self.cleaned_data[name] for name in names})


class CorrectForm(WordingForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class AnswerForm(forms.ModelForm):
    version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = Recommendation
        fields = ("answer", "outcome", "roadmap_on")
        field_classes = {"roadmap_on": VietnameseDateField}
        widgets = {
            "answer": forms.Textarea(attrs={"rows": 7, "maxlength": LONGEST_TEXT}),
            "outcome": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["outcome"]).choices = [
            ("", _("Not yet known")),
            *Recommendation.Outcome.choices,
        ]
        self.fields["roadmap_on"].help_text = _("Only for what is under consideration.")

    def clean_answer(self) -> str:
        return tidied(self.cleaned_data["answer"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("outcome") != Recommendation.Outcome.ROADMAP:
            cleaned["roadmap_on"] = None
        if cleaned.keys() >= {"answer", "outcome", "roadmap_on"}:
            given = {name: cleaned[name] for name in ("answer", "outcome", "roadmap_on")}
            for name, sentence in faults_of_answer(self.instance.conference, **given).items():
                self.add_error(name, sentence)
        return cleaned


class AssignForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=gettext_lazy("Lead unit"), widget=forms.Select(attrs={"data-combobox": ""})
    )
    due_on = VietnameseDateField(label=gettext_lazy("Deadline"))
    supporting_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(),
        label=gettext_lazy("Supporting units"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conference = conference
        assignable = Unit.objects.assignable()
        choice(self, "unit").queryset = choice(self, "supporting_units").queryset = assignable
        self.fields["due_on"].help_text = _("%(days)d days are usual.") % {"days": settings.ANSWER_DAYS}

    def clean_due_on(self) -> date:
        return on_or_after(self.conference, self.cleaned_data["due_on"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        lead, supporting = cleaned.get("unit"), cleaned.get("supporting_units")
        if lead and supporting is not None:
            cleaned["supporting_units"] = supporting.exclude(pk=lead.pk)
        return cleaned


class DeadlineForm(forms.Form):
    """The one deadline of a bulk assignment."""

    due_on = VietnameseDateField(label=gettext_lazy("Deadline for all of them"))

    def __init__(self, *args: Any, conferences: list[Conference], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conferences = conferences

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        for conference in self.conferences:
            on_or_after(conference, day)
        return day


class PickForm(forms.Form):
    """One row of a bulk assignment."""

    unit = forms.ChoiceField(label=gettext_lazy("Lead unit"))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, units: dict[int, Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.units = units
        choices = [(str(pk), unit.name) for pk, unit in units.items()]
        cast(forms.ChoiceField, self.fields["unit"]).choices = [("", _("Choose a unit")), *choices]

    def clean_unit(self) -> Unit:
        return self.units[int(self.cleaned_data["unit"])]


def on_or_after(conference: Conference, day: date) -> date:
    if day < conference.held_on:
        raise forms.ValidationError(before_conference(conference))
    return day
