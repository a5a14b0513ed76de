"""/components/ in development: every component in every state, so that a change is seen where it matters."""

from datetime import date, datetime, timedelta

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from dialogue_tracker.forms import VietnameseDateField
from dialogue_tracker.looks import STATES, TIMINGS

UNITS = (
    "Văn phòng Bộ",
    "Vụ Kế hoạch, Tài chính và Quản lý doanh nghiệp",
    "Vụ Tổ chức cán bộ",
    "Vụ Pháp chế",
    "Vụ Khoa học và Công nghệ",
    "Cục Hóa chất",
    "Cục Điện lực",
    "Cục Công nghiệp",
    "Cục Xuất nhập khẩu",
    "Cục Xúc tiến thương mại",
)


class SampleForm(forms.Form):
    title = forms.CharField(label=_("Title"), help_text=_("As it will stand in the notice."))
    held_on = VietnameseDateField(label=_("Date"))
    host = forms.ChoiceField(
        label=_("Held by"), choices=[("", "---------"), *((str(n), name) for n, name in enumerate(UNITS))]
    )
    lead = forms.ChoiceField(
        label=_("Lead unit"),
        choices=[("", "---------"), *((str(n), name) for n, name in enumerate(UNITS))],
        widget=forms.Select(attrs={"data-combobox": ""}),
    )
    people = forms.IntegerField(label=_("People present"), min_value=1, required=False)
    text = forms.CharField(
        label=_("Text"), widget=forms.Textarea(attrs={"rows": 4, "data-draft": "gallery"}), required=False
    )
    level = forms.ChoiceField(
        label=_("Kind and level"),
        choices=[("1", _("Leadership with the units")), ("2", _("A unit with its staff"))],
        widget=forms.RadioSelect,
    )
    units = forms.MultipleChoiceField(
        label=_("Units present"),
        choices=[(str(n), name) for n, name in enumerate(UNITS)],
        widget=forms.CheckboxSelectMultiple,
    )
    file = forms.FileField(
        label=_("File"), required=False, help_text=_("Word, PDF or plain text, less than 5 MB.")
    )
    all_units = forms.BooleanField(label=_("This task is for all units."), required=False)


class SampleFilter(forms.Form):
    q = forms.CharField(label=_("Search in titles and texts"), required=False)
    unit = forms.ChoiceField(
        label=_("Unit"),
        choices=[("", _("All")), *((str(n), name) for n, name in enumerate(UNITS))],
        required=False,
    )
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("All")), ("1", _("In progress"))], required=False
    )
    before = VietnameseDateField(label=_("Due before"), required=False)


def sample_cells(*counts: int) -> list[dict[str, object]]:
    return [{"key": key, "count": count, "url": "#bars"} for key, count in zip(TIMINGS, counts, strict=False)]


def sample_rows(today: date) -> list[dict[str, object]]:
    work = "Rà soát văn bản thuộc phạm vi quản lý, trình phương án sửa đổi những nội dung chồng chéo"
    plan = (
        ("open_overdue", "in_progress", today - timedelta(days=12)),
        ("open_in_time", "reported", today + timedelta(days=3)),
        ("open_in_time", "assigned", today + timedelta(days=40)),
        ("done_on_time", "done", today - timedelta(days=60)),
        ("done_late", "done", today - timedelta(days=90)),
        ("no_deadline_open", "in_progress", None),
    )
    return [
        {
            "title": f"{number}. {work}",
            "unit": UNITS[number],
            "timing": timing,
            "state": state,
            "due_on": due_on,
        }
        for number, (timing, state, due_on) in enumerate(plan, start=1)
    ]


def sample_moments(now: datetime) -> dict[str, datetime]:
    return {"now": now, "yesterday": now - timedelta(days=1), "last_week": now - timedelta(days=7)}


@require_GET
def components(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    broken = SampleForm({"title": "", "held_on": "3/25/2026", "host": "1", "people": "0", "level": ""})
    context = {
        "tones": ("neutral", "green", "ochre", "blue", "red", "violet", "orange"),
        "states": STATES,
        "timings": TIMINGS,
        "rows": sample_rows(today),
        "units": UNITS,
        "moments": sample_moments(timezone.now()),
        "due_dates": [
            today - timedelta(days=5),
            today,
            today + timedelta(days=3),
            today + timedelta(days=30),
        ],
        "page": Paginator(range(1, 500), 25).page(4),
        "cells": sample_cells(34, 8, 21, 5),
        "few": sample_cells(0, 0, 120, 1),
        "none": sample_cells(0, 0, 0, 0),
        "tabs": [
            {"label": _("Overview"), "url": "#", "active": True},
            {"label": _("Recommendations"), "url": "#", "active": False, "count": 27, "icon": "bulb"},
            {"label": _("Tasks"), "url": "#", "active": False, "count": 10, "icon": "list-check"},
        ],
        "steps": [
            {"label": _("Conference"), "url": "#", "state": "done", "note": "21/07/2025"},
            {"label": _("Conclusion"), "url": "#", "state": "current", "note": _("in review")},
            {"label": _("Notice"), "url": None, "state": "todo", "note": ""},
        ],
        "form": SampleForm(auto_id="ok_%s"),
        "broken": broken,
        "filter_form": SampleFilter({"unit": "2"}, auto_id="filter_%s"),
    }
    template = "gallery/_results.html" if "HX-Request" in request.headers else "gallery/components.html"
    return render(request, template, context)
