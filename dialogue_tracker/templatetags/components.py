"""The tags of templates/components/: one library, shown in every state on /components/ in development."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.db.models import Model, QuerySet
from django.forms import BaseForm, BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dialogue_tracker.looks import (
    ALERTS,
    FILE_ICONS,
    MESSAGE_TONES,
    STATES,
    TIMINGS,
    UNKNOWN,
    BarCell,
    bar_cells,
)

register = template.Library()

ICONS = Path(settings.BASE_DIR) / "templates/components/icons"
DUE_SOON_DAYS = 7


# --- Small marks ------------------------------------------------------------------------------------------
@cache
def shapes(name: str) -> str:
    return (ICONS / f"{name}.svg").read_text().strip()


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Decorative unless it has a label, which is then read aloud."""
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="icon{}" viewBox="0 0 24 24" focusable="false" {}>{}</svg>',
        f" icon-{size}" if size else "",
        spoken,
        mark_safe(shapes(name)),  # noqa: S308 the drawings are files of this project
    )


@register.simple_tag
def badge(text: Any, tone: str = "neutral", icon: str = "") -> SafeString:
    return format_html('<span class="pill tone-{}">{}<span>{}</span></span>', tone, drawing(icon), text)


@register.simple_tag
def state_badge(state: str, label: str = "") -> SafeString:
    look = STATES.get(str(state), UNKNOWN)
    return badge(label or getattr(state, "label", state), look.tone, look.icon)


@register.simple_tag
def timing_badge(timing: str) -> SafeString:
    look = TIMINGS.get(str(timing), UNKNOWN)
    return badge(look.label or timing, look.tone, look.icon)


@register.simple_tag
def timing_label(timing: str) -> str:
    return str(TIMINGS.get(str(timing), UNKNOWN).label or timing)


@register.simple_tag
def count(number: int) -> SafeString:
    return format_html('<span class="count">{}</span>', number)


@register.simple_tag
def avatar(who: Any) -> SafeString:
    """Vietnamese names are called by their last words, so those give the initials."""
    words = str(who).replace("-", " ").split()
    initials = "".join(word[0] for word in words[-2:]).upper()
    return format_html('<span class="initials" aria-hidden="true">{}</span>', initials or "?")


def drawing(name: str) -> SafeString:
    return icon(name) if name else SafeString("")


# --- Dates ------------------------------------------------------------------------------------------------
@register.simple_tag
def when(moment: date | datetime | None) -> SafeString:
    """A date as dd/mm/yyyy, a moment with its time in Việt Nam before it."""
    if moment is None:
        return SafeString("–")
    if isinstance(moment, datetime):
        moment = timezone.localtime(moment) if timezone.is_aware(moment) else moment
        shown = date_format(moment, "DATETIME_FORMAT")
    else:
        shown = date_format(moment, "DATE_FORMAT")
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), shown)


@register.simple_tag
def due(due_on: date | None, timing: str = "open_in_time") -> SafeString:
    """The deadline, and in words how far away it is while that still matters."""
    if due_on is None:
        return format_html('<span class="due due-none">{}</span>', _("No deadline"))
    days = (due_on - timezone.localdate()).days
    is_open = str(timing).startswith("open")
    words, look = distance(days) if is_open else ("", "done")
    note = format_html('<span class="due-note">{}</span>', words) if words else SafeString("")
    return format_html('<span class="due due-{}">{} {}</span>', look, when(due_on), note)


def distance(days: int) -> tuple[str, str]:
    if days < 0:
        late = ngettext("%(days)d day overdue", "%(days)d days overdue", -days) % {"days": -days}
        return late, "overdue"
    if days == 0:
        return _("today"), "soon"
    left = ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    return left, "soon" if days <= DUE_SOON_DAYS else "later"


# --- Links and buttons ------------------------------------------------------------------------------------
@register.inclusion_tag("components/button.html")
def button(text: str, url: str = "", style: str = "primary", **options: Any) -> dict[str, Any]:
    """Options: icon, size, name, value, form, disabled (the reason), download, target_id."""
    return {"text": text, "url": url, "style": style, **options}


@register.simple_tag
def crumb(text: Any, url: str = "") -> SafeString:
    if url:
        return format_html('<li><a href="{}">{}</a></li>', url, text)
    return format_html('<li aria-current="page">{}</li>', text)


@register.inclusion_tag("components/confirm_button.html")
def confirm_button(
    text: str, target: str, style: str = "danger", icon: str = "", size: str = ""
) -> dict[str, Any]:
    return {"text": text, "target": target, "style": style, "icon": icon, "size": size}


@register.simple_block_tag(takes_context=True, end_name="endconfirm")
def confirm(context: Context, content: str, target: str, **options: Any) -> SafeString:
    """Options: title, url, submit, style, open. The content is what the person must know, and any fields."""
    # Only the token is handed on: rendering with the request would run every context processor again.
    values = {"content": content, "target": target, "csrf_token": context.get("csrf_token")}
    return render_to_string("components/confirm.html", {"style": "danger", **values, **options})


@register.inclusion_tag("components/file_link.html")
def file_link(url: str, name: str, size: int | None = None) -> dict[str, Any]:
    extension = name.rpartition(".")[2].lower()
    return {"url": url, "name": name, "size": size, "icon": FILE_ICONS.get(extension, "paperclip")}


# --- Boxes ------------------------------------------------------------------------------------------------
@register.simple_block_tag(end_name="endcard")
def card(content: str, **options: Any) -> SafeString:
    """Options: title, icon, id, count, flush, url and action (a link at the right of the title), level."""
    return render_to_string("components/card.html", {"content": content, "level": "2", **options})


@register.simple_block_tag(end_name="endalert")
def alert(content: str, tone: str = "info", title: str = "") -> SafeString:
    values = {"content": content, "title": title, "tone": tone, "look": ALERTS[tone]}
    return render_to_string("components/alert.html", values)


@register.inclusion_tag("components/empty.html")
def empty(title: str, text: str = "", icon: str = "inbox", url: str = "", action: str = "") -> dict[str, Any]:
    return {"title": title, "text": text, "icon": icon, "url": url, "action": action}


@register.inclusion_tag("components/stat.html")
def stat(value: Any, label: str, **options: Any) -> dict[str, Any]:
    """Options: url, tone, icon, note."""
    return {"value": value, "label": label, "tone": "neutral", **options}


@register.simple_block_tag(end_name="endfact")
def fact(content: str, label: str) -> SafeString:
    # A block tag hands over what the template rendered, which is already escaped.
    return format_html("<div><dt>{}</dt><dd>{}</dd></div>", label, SafeString(content.strip() or "–"))


@register.simple_block_tag(end_name="endentry")
def entry(content: str, **options: Any) -> SafeString:
    """One step of a timeline. Options: icon, tone, when, who, title."""
    values = {"content": SafeString(content.strip()), "tone": "neutral", "icon": "circle-dashed", **options}
    return render_to_string("components/entry.html", values)


# --- Bars -------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/state_bar.html")
def state_bar(cells: Iterable[Any], label: str = "", size: str = "", legend: bool = False) -> dict[str, Any]:
    placed = bar_cells(cells)
    return {"cells": placed, "label": label, "size": size, "legend": legend, "total": total_of(placed)}


def total_of(cells: Iterable[BarCell]) -> int:
    return sum(cell.count for cell in cells)


@register.inclusion_tag("components/meter.html")
def meter(value: int, total: int, label: str) -> dict[str, Any]:
    return {
        "value": value,
        "total": total,
        "label": label,
        "percent": round(100 * value / total) if total else 0,
    }


@register.simple_tag
def timings() -> Iterator[tuple[str, Any]]:
    return iter(TIMINGS.items())


# --- Lists ------------------------------------------------------------------------------------------------
@register.inclusion_tag("components/filters_said.html")
def filters_said(form: BaseForm) -> dict[str, list[tuple[str, str]]]:
    """What a printed list was filtered by: on paper the filter bar is gone."""
    chosen = getattr(form, "cleaned_data", {})
    fields = ((form[name], value) for name, value in chosen.items() if value not in (None, "", []))
    said = [(str(field.label), _chosen(field, value)) for field, value in fields if not field.is_hidden]
    return {"said": said}


def _chosen(field: BoundField, value: Any) -> str:
    if isinstance(value, date):
        return date_format(value)
    if isinstance(value, list | QuerySet):
        return ", ".join(_chosen(field, one) for one in value)
    if isinstance(value, Model):
        return str(value)
    return str(dict(getattr(field.field, "choices", ())).get(value, value))


@register.simple_tag
def chosen_words(field: BoundField) -> str:
    """What was entered in a valid form, as a person reads it."""
    return _chosen(field, field.form.cleaned_data.get(field.name))


@register.inclusion_tag("components/sort_header.html", takes_context=True)
def sort_header(
    context: Context, field: str, label: str, param: str = "sort", target: str = "#results", style: str = ""
) -> dict[str, Any]:
    query = context["request"].GET.copy()
    current = query.get(param, "")
    query[param] = f"-{field}" if current == field else field
    query.pop("page", None)
    direction = {field: "ascending", f"-{field}": "descending"}.get(current, "")
    values = {"label": label, "url": f"?{query.urlencode()}", "direction": direction}
    return {**values, "target": target, "style": style}


@register.simple_tag
def page_numbers(page: Page[Any]) -> Iterator[int | str]:
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.simple_tag
def filter_widget(field: BoundField) -> SafeString:
    """In a filter, no choice means all."""
    return field.as_widget(attrs={"data-empty": _("All")})


@register.simple_tag
def active_filters(form: BaseForm, search: str = "") -> int:
    """How many filters narrow the list now, apart from the search words."""
    names = [name for name in form.fields if name != search]
    return sum(bool(form[name].value()) for name in names) if form.is_bound else 0


# --- The page ---------------------------------------------------------------------------------------------
@register.simple_tag(takes_context=True)
def repeat_block(context: Context, name: str) -> SafeString:
    """Shows a block a second time: the page's title is also its heading unless it has one of its own."""
    blocks = context.render_context.get(BLOCK_CONTEXT_KEY)
    node = blocks.get_block(name) if blocks else None
    return node.render(context) if node else SafeString("")


@register.filter
def message_tone(level_tag: str) -> str:
    return MESSAGE_TONES.get(level_tag, level_tag or "info")


@register.filter
def alert_tone(tone: str) -> str:
    return ALERTS.get(tone, ALERTS["info"]).tone


@register.filter
def alert_icon(tone: str) -> str:
    return ALERTS.get(tone, ALERTS["info"]).icon
