"""What may be uploaded as evidence: recognised by its content, whatever the file is called."""

import struct
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile, ZipInfo

from PIL import Image, UnidentifiedImageError

# The kinds are the endings under which the files are kept and handed out.
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
# What a browser may show by itself: it runs nothing of it.
IMAGES = ("png", "jpg")
SHOWN = (*IMAGES, "pdf")

IMAGE_FORMATS = {b"\x89PNG\r\n\x1a\n": ("PNG", "png"), b"\xff\xd8\xff": ("JPEG", "jpg")}
MOST_PIXELS = 80_000_000
# Readers of PDF look for its end in the last 1024 bytes, some programs add more.
TAIL = 4096
LIST_OF_PARTS = "[Content_Types].xml"
MAIN_PARTS = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
# Programs inside documents, under any name: macros, and controls that run.
PROGRAMS = (b"macroenabled", b"vbaproject", b"activex")
MOST_PARTS = 10_000
MOST_UNPACKED = 1024**3
MOST_LISTED = 4 * 1024**2


def kind_of(file: BinaryIO) -> str | None:
    """One of `CONTENT_TYPES`, or None for everything else. Leaves the file at its start."""
    file.seek(0)
    head = file.read(8)
    kind = None
    if head.startswith(b"%PDF-"):
        kind = "pdf" if ends_as_pdf(file) else None
    elif head.startswith(b"PK\x03\x04"):
        kind = kind_of_office_file(file)
    else:
        kind = kind_of_image(file, head)
    file.seek(0)
    return kind


def ends_as_pdf(file: BinaryIO) -> bool:
    """A PDF that broke off on its way is found now, not when somebody wants to read it."""
    size = file.seek(0, 2)
    file.seek(max(size - TAIL, 0))
    return b"%%EOF" in file.read(TAIL)


def kind_of_image(file: BinaryIO, head: bytes) -> str | None:
    """Reads the structure, not the pixels: an image of a few bytes may unpack to gigabytes."""
    for mark, (image_format, kind) in IMAGE_FORMATS.items():
        if head.startswith(mark):
            return kind if is_image(file, image_format) else None
    return None


def is_image(file: BinaryIO, image_format: str) -> bool:
    file.seek(0)
    try:
        image = Image.open(file, formats=(image_format,))
        width, height = image.size
        if width * height > MOST_PIXELS:
            return False
        image.verify()
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        SyntaxError,
        ValueError,
        struct.error,
    ):
        return False
    return True


def kind_of_office_file(file: BinaryIO) -> str | None:
    """Reads the list of parts only, so a zip bomb is not unpacked; with programs in it, it is not taken."""
    try:
        with ZipFile(file) as archive:
            parts = archive.infolist()
            if not is_harmless(parts):
                return None
            with archive.open(LIST_OF_PARTS) as listed:
                types = listed.read(MOST_LISTED).lower()
    except (
        BadZipFile,
        EOFError,
        KeyError,
        NotImplementedError,
        OSError,
        RuntimeError,
        ValueError,
        struct.error,
    ):
        return None
    if any(program in types for program in PROGRAMS):
        return None
    names = {part.filename for part in parts}
    kinds = [kind for part, kind in MAIN_PARTS.items() if part in names]
    return kinds[0] if len(kinds) == 1 else None


def is_harmless(parts: list[ZipInfo]) -> bool:
    names = [part.filename.lower() for part in parts]
    return (
        len(parts) <= MOST_PARTS
        and len(set(names)) == len(names)
        and sum(part.file_size for part in parts) <= MOST_UNPACKED
        and not any(program.decode() in name for name in names for program in PROGRAMS)
    )
