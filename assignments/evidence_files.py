"""What may be uploaded as evidence: recognised by its content, whatever the file is called."""

import struct
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

# The kinds are the endings under which the files are kept and handed out.
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SIGNATURES = {b"%PDF-": "pdf", b"\x89PNG\r\n\x1a\n": "png", b"\xff\xd8\xff": "jpg"}
MAIN_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
MACROS = "vbaproject.bin"
MOST_PARTS = 10_000


def kind_of(file: BinaryIO) -> str | None:
    """One of `CONTENT_TYPES`, or None for everything else. Leaves the file at its start."""
    file.seek(0)
    head = file.read(8)
    kind = next((kind for mark, kind in SIGNATURES.items() if head.startswith(mark)), None)
    if kind is None and head.startswith(b"PK\x03\x04"):
        kind = kind_of_office_file(file)
    file.seek(0)
    return kind


def kind_of_office_file(file: BinaryIO) -> str | None:
    """Reads only the list of parts, so a zip bomb is not unpacked; files with macros are not taken."""
    try:
        with ZipFile(file) as archive:
            names = archive.namelist()
    except (BadZipFile, EOFError, NotImplementedError, OSError, ValueError, struct.error):
        return None
    if len(names) > MOST_PARTS or any(name.lower().endswith(MACROS) for name in names):
        return None
    return next((kind for part, kind in MAIN_PARTS.items() if part in names), None)
