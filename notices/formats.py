"""The formats a notice may have. Where a decree is replaced, a table is."""

from notices.layout import Format
from notices.party_format import PARTY
from notices.report_formats import LETTER, REPORT
from notices.state_format import STATE

FORMATS = {found.name: found for found in (STATE, PARTY)}


OF_REPORTS = {found.name: found for found in (REPORT, LETTER)}


def format_named(name: str) -> Format:
    return FORMATS.get(name) or OF_REPORTS[name]
