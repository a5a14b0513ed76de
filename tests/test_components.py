"""What every page is made of: dates as people write them, fields that explain themselves, tags that escape."""

import re
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django import forms
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone, translation

from dialogue_tracker.forms import VietnameseDateField, VietnameseDateFilter
from dialogue_tracker.looks import ALERTS, FILE_ICONS, STATES, TIMINGS, bar_cells
from dialogue_tracker.templatetags.components import ICONS, avatar, due, when

TEMPLATES = Path(settings.BASE_DIR) / "templates"


def render(source: str, **context: object) -> str:
    return Template("{% load components i18n %}" + source).render(Context(context))


def list_page(source: str, query: dict[str, str], **context: object) -> str:
    """What needs the address of the page, too."""
    request = RequestFactory().get("/", query)
    request.user = AnonymousUser()
    return Template("{% load components i18n %}" + source).render(RequestContext(request, context))


# --- Dates ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text", ["05/03/2026", "5/3/2026", "05-03-2026", "5.3.2026", " 5 / 3 / 2026 ", "2026-03-05"]
)
def test_the_day_comes_first(text):
    assert VietnameseDateField().clean(text) == date(2026, 3, 5)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("3/25/2026", "There is no month 25. Write the day first, for example 05/03/2026."),
        ("0/1/2026", "There is no day 0 in month 1/2026. Check the date."),
        ("31/4/2026", "There is no day 31 in month 4/2026. Check the date."),
        ("29/02/2026", "There is no day 29 in month 2/2026. Check the date."),
        ("1/1/0026", "The year 26 cannot be right. Write it with four digits, for example 2026."),
        ("5/3/26", "The year 26 cannot be right. Write it with four digits, for example 2026."),
        ("5 March 2026", "Write the date as day/month/year, for example 05/03/2026."),
        ("quý III", "Write the date as day/month/year, for example 05/03/2026."),
        ("٥/٣/2026x", "Write the date as day/month/year, for example 05/03/2026."),
    ],
)
def test_a_date_that_cannot_be_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(forms.ValidationError) as refused:
        VietnameseDateField().clean(text)
    assert refused.value.messages == [sentence]


def test_a_date_is_shown_and_read_back_the_same_way():
    class Sample(forms.Form):
        due_on = VietnameseDateField(required=False)

    form = Sample(initial={"due_on": date(2026, 3, 5)})
    assert 'value="05/03/2026"' in str(form["due_on"])
    assert not Sample({"due_on": "05/03/2026"}, initial={"due_on": date(2026, 3, 5)}).has_changed()
    assert Sample({"due_on": ""}).is_valid()


def test_filters_read_dates_in_the_same_way():
    assert VietnameseDateFilter().field.clean("5/3/2026") == date(2026, 3, 5)


@time_machine.travel(datetime(2026, 3, 4, 18, 0, tzinfo=timezone.get_fixed_timezone(0)))
def test_a_deadline_tells_how_far_it_is_on_the_day_in_viet_nam():
    """At 18:00 in Greenwich it is already the 5th in Hà Nội."""
    today = date(2026, 3, 5)
    assert "today" in due(today)
    assert "1 day left" in due(today + timedelta(days=1))
    assert "12 days overdue" in due(today - timedelta(days=12))
    assert "overdue" not in due(today - timedelta(days=12), "done_late")
    assert "No deadline" in due(None)


def test_moments_are_shown_in_viet_nam():
    moment = datetime(2026, 3, 4, 18, 5, tzinfo=timezone.get_fixed_timezone(0))
    assert ">01:05 05/03/2026<" in when(moment)
    assert ">05/03/2026<" in when(date(2026, 3, 5))
    assert when(None) == "–"


# --- Fields -----------------------------------------------------------------------------------------------------
class SampleForm(forms.Form):
    title = forms.CharField(label="Title", help_text="As in the notice.")
    held_on = VietnameseDateField(label="Date")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    accept = forms.BooleanField(label="Accept", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def test_a_field_names_its_help_and_its_error():
    field = SampleForm({"title": "", "held_on": "x"})["title"].as_field_group()
    assert '<label class="form-label" for="id_title">' in field
    assert 'aria-describedby="id_title_helptext id_title_error"' in field
    assert 'id="id_title_helptext"' in field
    assert 'id="id_title_error"' in field
    assert 'aria-invalid="true"' in field
    assert 'class="form-control"' in field


def test_a_group_of_choices_is_a_fieldset():
    field = SampleForm()["kind"].as_field_group()
    assert "<fieldset" in field
    assert "<legend" in field
    assert field.count('type="radio"') == 2


def test_a_form_begins_with_links_to_what_is_wrong():
    page = str(SampleForm({"title": "", "held_on": "3/25/2026", "kind": "a"}))
    assert 'role="alert"' in page
    assert '<a href="#id_title">Title</a>' in page
    assert '<a href="#id_held_on">Date</a>: There is no month 25.' in page
    assert page.count('type="hidden"') == 1
    assert 'role="alert"' not in str(SampleForm())


def test_forms_name_no_class_themselves():
    assert 'class="form-check-input"' in str(SampleForm()["accept"])
    assert 'class="form-control"' in str(SampleForm()["held_on"])


# --- Tags -------------------------------------------------------------------------------------------------------
HOSTILE = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "source",
    [
        "{% badge text %}",
        "{% state_badge text %}",
        "{% card title=text %}{{ text }}{% endcard %}",
        "{% fact text %}{{ text }}{% endfact %}",
        "{% alert tone='danger' title=text %}{{ text }}{% endalert %}",
        "{% entry title=text who=text %}{{ text }}{% endentry %}",
        "{% empty title=text text=text url=text action=text %}",
        "{% stat value=text label=text url=text note=text %}",
        "{% button text url=text %}{% button text disabled=text %}",
        "{% confirm 'x' title=text url=text submit=text %}{{ text }}{% endconfirm %}",
        "{% crumb text text %}{% avatar text %}{% file_link text text 1 %}",
        "{% icon 'check' label=text %}",
    ],
)
def test_tags_escape_what_people_wrote(source):
    shown = render(source, text=HOSTILE)
    assert "<script>" not in shown


def test_what_a_template_made_is_not_escaped_twice():
    shown = render(
        "{% entry title='t' %}<p>{{ text }}</p>{% endentry %}{% fact 'f' %}<b>1</b>{% endfact %}", text="<"
    )
    assert "<p>&lt;</p>" in shown
    assert "<b>1</b>" in shown


def test_a_disabled_button_says_why():
    shown = render("{% button 'Confirm' disabled='Who reported cannot confirm.' %}")
    assert "disabled" in shown
    assert "Who reported cannot confirm." in shown


def test_an_icon_is_silent_unless_it_has_a_label():
    assert 'aria-hidden="true"' in render("{% icon 'check' %}")
    assert 'role="img" aria-label="done"' in render("{% icon 'check' label='done' %}")


def test_every_icon_that_is_named_exists():
    named = {look.icon for looks in (TIMINGS, STATES, ALERTS) for look in looks.values()} | set(
        FILE_ICONS.values()
    )
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text()
        named |= set(re.findall(r"""{% icon ["']([\w-]+)""", text))
        named |= set(re.findall(r"""{%[^%]*\bicon=["']([\w-]+)["']""", text))
    assert not named - {path.stem for path in ICONS.glob("*.svg")}


def test_initials_come_from_the_words_by_which_a_person_is_called():
    assert ">HC<" in avatar("Cục Hóa chất")
    assert ">?<" in avatar("")


def test_sorting_twice_turns_round_and_keeps_the_filters():
    query = {"q": "hóa", "sort": "due_on", "page": "3"}
    shown = list_page("{% sort_header 'due_on' 'Deadline' %}{% sort_header 'unit' 'Unit' %}", query)
    assert "sort=-due_on" in shown
    assert 'aria-sort="ascending"' in shown
    assert "sort=unit" in shown
    assert shown.count("q=h%C3%B3a") == 4
    assert "page=" not in shown


PAGER = "{% include 'components/pagination.html' with target='#results' %}"


def test_pages_keep_the_filters():
    shown = list_page(PAGER, {"q": "a", "page": "2"}, page=Paginator(range(60), 25).page(2))
    assert "26–50 of 60" in shown
    assert 'href="?q=a&amp;page=3"' in shown
    assert "<nav" not in list_page(PAGER, {}, page=Paginator([], 25).page(1))


def test_a_dialog_sends_the_token_of_its_page():
    shown = list_page("{% confirm 'x' title='Withdraw?' url='/x' submit='Withdraw' %}{% endconfirm %}", {})
    assert 'name="csrfmiddlewaretoken"' in shown


# --- Bars -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "counts", [(34, 8, 21, 5), (0, 0, 900, 1), (1, 0, 0, 0), (1, 1, 1, 1), (0, 5000, 1, 1)]
)
def test_a_bar_fills_its_width_and_hides_nothing(counts):
    cells = bar_cells([{"key": key, "count": count} for key, count in zip(TIMINGS, counts, strict=False)])
    shown = [cell for cell in cells if cell.count]
    assert float(shown[-1].x) + float(shown[-1].width) == pytest.approx(100, abs=0.1)
    assert all(float(cell.width) >= 1.5 for cell in shown)
    assert all(float(cell.width) == 0 for cell in cells if not cell.count)


def test_a_bar_can_be_read_aloud():
    cells = [
        {"key": "done_on_time", "count": 3, "url": "/a"},
        {"key": "open_overdue", "count": 0, "url": "/b"},
    ]
    shown = render("{% state_bar cells label='Cục Hóa chất' legend=True %}", cells=cells)
    assert 'aria-label="Cục Hóa chất: Done on time 3; "' in shown
    assert '<a href="/b">Open, overdue <strong>0</strong></a>' in shown


# --- Colours ----------------------------------------------------------------------------------------------------
def tokens() -> dict[str, tuple[str, str]]:
    css = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text()
    found = re.findall(r"--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));", css)
    return {name: (light or one, dark or one) for name, light, dark, one in found}


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


TONES = ("neutral", "green", "ochre", "blue", "red", "violet", "orange")
GROUNDS = ("bg", "surface", "surface-soft", "surface-raised", "hover")
TEXT_PAIRS = [
    *((text, ground) for text in ("text", "text-muted", "link") for ground in GROUNDS),
    *((f"{tone}-text", ground) for tone in TONES for ground in (f"{tone}-soft", "surface", "hover", "bg")),
    *(("on-primary", ground) for ground in ("primary", "primary-hover", "danger", "danger-hover")),
    *(("rail-text", ground) for ground in ("rail", "rail-hover")),
    ("rail-strong", "rail-active"),
    *((text, "primary-soft") for text in ("text", "text-muted", "link", "blue-text")),
    ("text", "mark"),
]
SHAPE_PAIRS = [
    *((f"{tone}-fill", "surface") for tone in TONES),
    *((shape, ground) for shape in ("border-strong", "focus") for ground in ("surface", "bg")),
]


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXT_PAIRS, 4.5), (SHAPE_PAIRS, 3)], ids=["text", "shapes"])
def test_colours_reach_the_contrast_of_wcag_aa(theme, pairs, least):
    colours = tokens()
    weak = [
        (one, other, round(contrast(colours[one][theme], colours[other][theme]), 2))
        for one, other in pairs
        if contrast(colours[one][theme], colours[other][theme]) < least
    ]
    assert not weak


# --- The page ---------------------------------------------------------------------------------------------------
def test_the_title_is_the_heading_unless_a_page_says_otherwise(client_of, office):
    page = client_of(office).get("/my-account/").content.decode()
    assert "<title>My account · Dialogue Tracker</title>" in page
    assert "<h1>My account</h1>" in page


@pytest.mark.urls("tests.gallery_urls")
def test_pages_need_no_inline_script_or_style(client_of, office):
    answer = client_of(office).get("/components/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)
    assert "<style" not in page
    assert not re.search(r'\s(style|on\w+|hx-on[\w:-]*)="', page)


@pytest.mark.parametrize("code", ["400", "403", "404", "500", "403_csrf"])
def test_error_pages_need_neither_a_person_nor_a_request(code):
    with translation.override("vi"):
        page = render_to_string(f"{code}.html")
    assert "<h1>" in page
    assert 'href="/"' in page


def test_printed_list_says_what_it_was_filtered_by():
    class Filters(forms.Form):
        q = forms.CharField(label="Words", required=False)
        state = forms.ChoiceField(label="State", choices=[("done", "Done <b>")], required=False)
        due_from = forms.DateField(label="Due from", required=False)

    form = Filters({"q": "", "state": "done", "due_from": "05/03/2026"})
    assert form.is_valid()
    html = Template("{% load components %}{% filters_said form %}").render(Context({"form": form}))
    assert "State: <strong>Done &lt;b&gt;</strong>; Due from: <strong>05/03/2026</strong>" in html
    assert "Words" not in html
