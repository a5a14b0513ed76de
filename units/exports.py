"""The register of units on a day as a workbook."""

from collections.abc import Iterable, Iterator
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from dialogue_tracker.spreadsheets import Column, Kind, Sheet, write_workbook
from units.models import Unit

SHEET = Sheet(
    _("Units"),
    (
        Column("place", _("Place in lists"), Kind.NUMBER, width=9),
        Column("name", _("Name"), width=50),
        Column("abbreviation", _("Abbreviation"), width=14),
        Column("code", _("Code in document symbols"), width=14),
        Column("kind", _("Kind"), width=24),
        Column("valid_from", _("Valid from"), Kind.DATE, width=13),
        Column("valid_to", _("Valid to"), Kind.DATE, width=13),
        Column("predecessors", _("Went into it"), Kind.TEXT, width=44),
        Column("successors", _("Goes on as"), Kind.TEXT, width=44),
        Column("legal_basis", _("Legal basis"), width=36),
    ),
)


def write(target: IO[bytes], units: Iterable[Unit]) -> None:
    """With `successions__successor` and `origins__predecessor` at hand."""
    write_workbook(target, [(SHEET, _rows(units))])


def _rows(units: Iterable[Unit]) -> Iterator[dict[str, Any]]:
    for unit in units:
        yield {
            "place": unit.position,
            "name": unit.name,
            "abbreviation": unit.abbreviation,
            "code": unit.code,
            "kind": unit.get_kind_display(),
            "valid_from": unit.valid_from,
            "valid_to": unit.valid_to,
            "predecessors": "; ".join(origin.predecessor.name for origin in unit.origins.all()),
            "successors": "; ".join(str(one.successor or "") for one in unit.successions.all()),
            "legal_basis": unit.legal_basis,
        }
