"""A notice document as JSON and back: what was submitted is what is approved, issued and kept."""

from dataclasses import fields, is_dataclass
from datetime import date
from types import NoneType
from typing import Any, get_args, get_type_hints

from notices.document import NoticeDocument


def to_data(value: Any) -> Any:
    if is_dataclass(value):
        return {field.name: to_data(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [to_data(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def document_from(data: dict[str, Any]) -> NoticeDocument:
    """What the data do not have, because they are older than the field, is as in a new document."""
    document: NoticeDocument = _restored(NoticeDocument, data)
    return document


def _restored(kind: Any, data: Any) -> Any:
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        known = [field.name for field in fields(kind) if field.name in data]
        return kind(**{name: _restored(hints[name], data[name]) for name in known})
    if isinstance(data, list):
        (inner, *_more) = get_args(kind)
        return tuple(_restored(inner, part) for part in data)
    if data is not None and date in (kind, *get_args(kind)):
        return date.fromisoformat(data)
    if data is not None and NoneType in get_args(kind):
        return _restored(next(part for part in get_args(kind) if part is not NoneType), data)
    return data
