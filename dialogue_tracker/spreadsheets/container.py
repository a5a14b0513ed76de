"""Whether a file is a workbook (.xlsx) at all, and small enough unpacked. Distrusts every size."""

import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from xml.parsers import expat

from django.utils.translation import gettext as _

from dialogue_tracker.packed_xml import BROKEN, Bomb, Limits
from dialogue_tracker.spreadsheets.layout import Unreadable

LIMITS = Limits(unpacked=200_000_000, ratio=400)  # sheets in XML pack 10 to 100 times
WORKBOOK = "xl/workbook.xml"
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@contextmanager
def opened(data: bytes) -> Iterator[zipfile.ZipFile]:
    """The parts of a workbook; whatever is wrong with them comes out as one sentence."""
    if not data.startswith(b"PK"):
        raise Unreadable(what_it_is(data))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _guard(archive)
            yield archive
    except Bomb as error:
        raise Unreadable(too_big()) from error
    except BROKEN as error:
        raise Unreadable(damaged()) from error


def damaged() -> str:
    return _(
        "The workbook is damaged or was not transferred completely. "
        "Open it in Excel, save it again and upload that file."
    )


def too_big() -> str:
    return _("The workbook unpacks to far more than a list can be, so it was not read.")


def what_it_is(data: bytes) -> str:
    """Of a file that is no zip archive at all."""
    if not data.strip(b"\0"):
        return _("The file is empty.")
    if data.startswith(OLE):
        if ENCRYPTED in data:
            return _("The workbook is protected by a password. Save it without one, then upload it again.")
        return _(
            "This is an old Excel file (.xls). Open it in Excel, save it as “Excel Workbook (.xlsx)”, "
            "then upload that file."
        )
    if data.startswith(b"%PDF"):
        return _("This is a PDF, not a workbook. Upload the Excel file (.xlsx).")
    if b"\0" not in data[:4096]:
        return _(
            "This is a text file (CSV, HTML …), not a workbook. Open it in Excel, save it as "
            "“Excel Workbook (.xlsx)”, then upload that file."
        )
    return _not_excel()


def _not_excel() -> str:
    return _("This is not an Excel workbook. Upload a file saved as “Excel Workbook (.xlsx)”.")


def _guard(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    if WORKBOOK not in names:
        raise Unreadable(_other_archive(names))
    if len(names) < len(entries) or any(entry.flag_bits & 1 for entry in entries):
        raise Unreadable(damaged())
    LIMITS.guard(archive)


def _other_archive(names: set[str]) -> str:
    if "word/document.xml" in names:
        return _("This is a Word document, not a workbook. Upload the Excel file (.xlsx).")
    if "xl/workbook.bin" in names or "content.xml" in names:
        return _(
            "This kind of workbook (.xlsb, .ods) is not read here. Save it as “Excel Workbook (.xlsx)”, "
            "then upload that file."
        )
    if any(name.startswith("ppt/") for name in names):
        return _not_excel()
    return _("This is an archive (.zip), not a workbook. Unpack it and upload the Excel file (.xlsx) in it.")


# --- XML ----------------------------------------------------------------------------------------------------
Start = Callable[[str, dict[str, str]], None]


def parser_with(start: Start | None = None, end: Callable[[str], None] | None = None) -> expat.XMLParserType:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    if start is not None:
        parser.StartElementHandler = start
    if end is not None:
        parser.EndElementHandler = end
    return parser
