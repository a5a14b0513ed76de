"""The text of an uploaded conclusion: .txt, .docx or .pdf, told apart by content, not by name. No Django."""

import codecs
import re
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from conferences.docx_text import DocxBomb, DocxBroken, docx_text
from conferences.legacy_encodings import LegacyText, recognise_bytes, recognise_text
from dialogue_tracker.vietnamese import nfc

MAX_TEXT_BYTES = 5_000_000  # of text; a conclusion of 100 pages has 400,000
MAX_FILE_BYTES = 20_000_000  # of a document with pictures
MAX_PDF_PAGES = 300
MAX_PDF_SECONDS = 20.0
_FEWEST_PDF_CHARACTERS = 20

_PAGE_COUNT = re.compile(r"\b(?:trang|page)\s+\d+", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"\s*(?:trang\s+)?[-–]?\s*\d{1,3}(?:\s*/\s*\d{1,3})?\s*[-–]?\s*", re.IGNORECASE)

EMPTY = "empty"
TOO_LARGE = "too_large"
BINARY = "binary"
LEGACY_ENCODING = "legacy_encoding"
PDF_WITHOUT_TEXT = "pdf_without_text"
ENCRYPTED_PDF = "encrypted_pdf"
BROKEN_FILE = "broken_file"
ZIP_BOMB = "zip_bomb"
ENCRYPTED_WORD = "encrypted_word"
OLD_WORD = "old_word"
UNKNOWN_TYPE = "unknown_type"

# What the command line says; pages have their own, translated sentences for the same codes.
SENTENCES = {
    EMPTY: "Tệp không có chữ nào. Hãy chọn tệp khác.",
    TOO_LARGE: "Tệp quá lớn: chữ phải dưới 5 MB, tệp có hình ảnh phải dưới 20 MB. Hãy chỉ gửi phần kết luận.",
    BINARY: "Tệp không phải là văn bản. Hãy gửi tệp .txt, .docx hoặc .pdf có chữ.",
    LEGACY_ENCODING: "Tệp dùng bảng mã tiếng Việt cũ. Hãy cho phép chuyển sang Unicode rồi kiểm tra lại chữ.",
    PDF_WITHOUT_TEXT: "Tệp PDF chỉ có ảnh, không có chữ. Hãy gửi tệp .docx hoặc PDF đã nhận dạng chữ.",
    ENCRYPTED_PDF: "Tệp PDF có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.",
    BROKEN_FILE: "Tệp bị hỏng, không mở được. Hãy mở bằng chương trình soạn thảo, lưu lại rồi gửi lại.",
    ZIP_BOMB: "Tệp không an toàn: nội dung giải nén lớn bất thường. Hãy lưu lại văn bản rồi gửi lại.",
    ENCRYPTED_WORD: "Tệp Word có mật khẩu. Hãy bỏ mật khẩu rồi gửi lại.",
    OLD_WORD: "Đây là tệp Word cũ (.doc). Hãy mở bằng Word, chọn Lưu thành, loại .docx, rồi gửi tệp mới.",
    UNKNOWN_TYPE: "Loại tệp này không đọc được. Hãy lưu lại dưới dạng .docx, .pdf hoặc .txt.",
}

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc, .xls of old, and new ones with a password
_OLD_WORD = "WordDocument".encode("utf-16-le")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_OTHER_TYPES = (
    _COMPOUND, b"{\\rtf", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b",
)  # fmt: skip
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Extracted:
    text: str
    kind: str  # "txt", "docx" or "pdf"
    encoding: str | None = None  # of the file, as it was
    converted: bool = False


class DocumentError(Exception):
    """`code` is stable; with LEGACY_ENCODING, `offer` is the converted text to show to a person."""

    def __init__(self, code: str, offer: LegacyText | None = None) -> None:
        super().__init__(SENTENCES[code])
        self.code = code
        self.offer = offer


def extract(name: str, data: bytes, *, convert: bool = False) -> Extracted:
    """`convert` takes the offer of DocumentError(LEGACY_ENCODING). `name` is for people: content decides."""
    if not data.strip(b"\0 \t\r\n"):
        raise DocumentError(EMPTY)
    if len(data) >= MAX_FILE_BYTES:
        raise DocumentError(TOO_LARGE)
    head = data[:1024].lstrip()
    if head.startswith(_ZIP):
        return _checked(_docx(data), "docx", convert=convert)
    if b"%PDF-" in data[:1024]:
        return _checked(_pdf(data), "pdf", convert=convert)
    if head.startswith(_COMPOUND) and _ENCRYPTED in data:
        raise DocumentError(ENCRYPTED_WORD)
    if head.startswith(_COMPOUND) and (_OLD_WORD in data or name.lower().endswith(".doc")):
        raise DocumentError(OLD_WORD)
    if head.startswith(_OTHER_TYPES):
        raise DocumentError(UNKNOWN_TYPE)
    return _plain(data, convert=convert)


def check_pasted(text: str) -> LegacyText | None:
    """The offer to convert pasted text whose font was not Unicode; DocumentError where it is none."""
    if not text.strip():
        raise DocumentError(EMPTY)
    if len(text.encode()) >= MAX_TEXT_BYTES:
        raise DocumentError(TOO_LARGE)
    return recognise_text(text)


def _checked(text: str, kind: str, *, convert: bool, encoding: str | None = None) -> Extracted:
    offer = check_pasted(text)
    if offer is None:
        return Extracted(nfc(text), kind, encoding)
    if not convert:
        raise DocumentError(LEGACY_ENCODING, offer)
    return Extracted(offer.text, kind, offer.encoding, converted=True)


# --- .txt ------------------------------------------------------------------------------------------------


def _plain(data: bytes, *, convert: bool) -> Extracted:
    if len(data) >= MAX_TEXT_BYTES:
        raise DocumentError(TOO_LARGE)
    encoding = _unicode_form(data)
    if encoding is not None:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError as error:
            raise DocumentError(BROKEN_FILE) from error
        if _is_binary(text):
            raise DocumentError(BINARY)
        return _checked(text, "txt", convert=convert, encoding=encoding.removesuffix("-sig"))
    offer = None if _is_binary(data.decode("latin-1")) else recognise_bytes(data)
    if offer is None:
        raise DocumentError(BINARY)
    if not convert:
        raise DocumentError(LEGACY_ENCODING, offer)
    return Extracted(offer.text, "txt", offer.encoding, converted=True)


def _unicode_form(data: bytes) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return encoding
    if without_mark := _utf16_without_mark(data):
        return without_mark
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _utf16_without_mark(data: bytes) -> str | None:
    """Spaces, digits and unmarked letters have a zero byte on one side."""
    sample = data[:4096]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) * 0.15 or min(even, odd) > max(even, odd) * 0.1:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_binary(text: str) -> bool:
    sample = text[:65_536]
    control = sum(character < " " and character not in "\t\n\r\f\v" for character in sample)
    return "\0" in sample or control > len(sample) * 0.01


# --- .docx, .pdf -----------------------------------------------------------------------------------------


def _docx(data: bytes) -> str:
    try:
        return docx_text(data)
    except DocxBomb as error:
        raise DocumentError(ZIP_BOMB) from error
    except DocxBroken as error:
        raise DocumentError(UNKNOWN_TYPE if b"word/" not in data else BROKEN_FILE) from error


def _pdf(data: bytes) -> str:
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError(ENCRYPTED_PDF)
        text = _pages(reader)
    except DocumentError:
        raise
    except (
        PyPdfError,
        ArithmeticError,
        AttributeError,
        LookupError,
        OSError,
        RecursionError,
        TypeError,
        ValueError,
    ) as error:
        # Hostile files find new ways to trip the parser; to a person it is always the same: a damaged file.
        raise DocumentError(BROKEN_FILE) from error
    if len("".join(text.split())) < _FEWEST_PDF_CHARACTERS:
        raise DocumentError(PDF_WITHOUT_TEXT)
    return text


def _pages(reader: PdfReader) -> str:
    if len(reader.pages) > MAX_PDF_PAGES:
        raise DocumentError(TOO_LARGE)
    stop = time.monotonic() + MAX_PDF_SECONDS
    parts: list[str] = []
    size = 0
    for page in reader.pages:
        parts.append(page.extract_text())
        size += len(parts[-1])
        if size >= MAX_TEXT_BYTES or time.monotonic() > stop:
            raise DocumentError(TOO_LARGE)
    return "\n".join(without_running_lines(parts))


def without_running_lines(pages: Sequence[str]) -> list[str]:
    """Page numbers and running heads would stand in the middle of a sentence once the pages are one text."""
    cut = [_without_number([line for line in page.split("\n") if line.strip()]) for page in pages]
    widths = sorted(len(line) for lines in cut for line in lines) or [0]
    full = widths[len(widths) // 2] * 0.8  # what fills the line goes on from the page before
    for edge in (0, -1):
        seen = Counter(_squeezed(lines[edge]) for lines in cut if lines)
        running = {
            line for line, count in seen.items() if len(line) < full and count >= max(3, len(pages) * 0.6)
        }
        for lines in cut:
            if lines and _squeezed(lines[edge]) in running:
                del lines[edge]
    return ["\n".join(lines) for lines in cut]


def _without_number(lines: list[str]) -> list[str]:
    for edge in (0, -1):
        if len(lines) > 1 and _PAGE_NUMBER.fullmatch(lines[edge]):
            del lines[edge]
    return lines


def _squeezed(line: str) -> str:
    """The count of pages is no difference: "Trang 2/9"."""
    return _PAGE_COUNT.sub("#", " ".join(line.split()))
