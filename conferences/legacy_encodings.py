"""Vietnamese text from before Unicode: TCVN3 (ABC fonts), VNI, Windows-1258, VIQR. No Django."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from dialogue_tracker.vietnamese import nfc

# What the fonts showed as the letter on the right was stored as the Latin-1 character on the left.
TCVN3: dict[str, str | int | None] = dict(
    zip(
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)

# VNI writes the mark as a character of its own after the letter.
_MARKED = {
    "a": dict(zip("øùûõïâàáåãäêèéúüë", "àáảãạâầấẩẫậăằắẳẵặ", strict=True)),
    "e": dict(zip("øùûõïâàáåãä", "èéẻẽẹêềếểễệ", strict=True)),
    "o": dict(zip("øùûõïâàáåãä", "òóỏõọôồốổỗộ", strict=True)),
    "u": dict(zip("øùûõï", "ùúủũụ", strict=True)),
    "y": dict(zip("øùûõ", "ỳýỷỹ", strict=True)),
    "ô": dict(zip("øùûõï", "ờớởỡợ", strict=True)),
    "ö": dict(zip("øùûõï", "ừứửữự", strict=True)),
}
_SINGLE = {"ñ": "đ", "ô": "ơ", "ö": "ư", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
VNI = {
    **{letter + mark: shown for letter, marks in _MARKED.items() for mark, shown in marks.items()},
    **{
        (letter + mark).upper(): shown.upper()
        for letter, marks in _MARKED.items()
        for mark, shown in marks.items()
    },
    **{
        letter.upper() + mark: shown.upper()
        for letter, marks in _MARKED.items()
        for mark, shown in marks.items()
    },
    **_SINGLE,
    **{stored.upper(): shown.upper() for stored, shown in _SINGLE.items()},
}

# Words that hardly any official text of some length does without.
COMMON_WORDS = frozenset(
    word
    for line in (
        "và của các được trong về với đến những một để theo trên nhiệm vụ thực hiện công tác đơn vị bộ",
        "chủ trì phối hợp lãnh đạo kết luận tổ chức triển khai báo cáo trước ngày tháng năm nghị quyết",
        "định chính phủ thủ tướng ban hành tiếp tục tăng cường rà soát kiến đề xuất giao khẩn trương",
        "hoàn thành quản lý nhà nước cán việc người số tại",
    )
    for word in line.split()
)
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f]+[^\W\d_]*)*")
_TRACES = re.compile(
    "[µ¸¶·¹¨»¾¼½©®ª«¬¡¢§£¤¥¦×÷ßþø\u00ad]|[aeouyôöAEOUYÔÖ][øùûõïâàáåãäêèéúüëØÙÛÕÏÂÀÁÅÃÄÊÈÉÚÜË]"
)
# Letters of Vietnamese that are not in Latin-1, and so never came out of an old font.
_UNICODE = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ]")
VIQR = {
    "^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b", "'": "\u0301", "`": "\u0300",
    "?": "\u0309", "~": "\u0303", ".": "\u0323",
}  # fmt: skip
_VIQR = re.compile(r"(?<!\\)[aeiouyAEIOUY][\^(+*'`~?.]+")
_VIQR_WORD = re.compile(r"(?<!\\)\b(?:[a-zA-Z]*[aeiouyAEIOUY][\^(+*'`~?.]{1,2})+[a-zA-Z]*")
_VIQR_D = re.compile(r"dd|DD|Dd")
_VNI_PARTS = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class LegacyText:
    """What the text would read after conversion; a person decides. `before`: as a reader of today sees it."""

    encoding: str  # "tcvn3", "vni", "windows-1258" or "viqr"
    text: str
    before: str = ""


def convert(text: str, encoding: str) -> str:
    """`text` is what is seen today: "Th«ng b¸o" (TCVN3), "Thoâng baùo" (VNI), "Tho^ng ba'o" (VIQR)."""
    if encoding == "tcvn3":
        return by_line(text, lambda line: line.translate(str.maketrans(TCVN3)))
    if encoding == "vni":
        return by_line(text, lambda line: _VNI_PARTS.sub(lambda found: VNI[found.group()], line))
    if encoding == "viqr":
        return by_line(text, from_viqr)
    if encoding == "windows-1258":
        return nfc(text.encode("latin-1", errors="replace").decode("cp1258", errors="replace"))
    raise ValueError(encoding)


def by_line(text: str, change: Callable[[str], str]) -> str:
    """A Word file may mix old fonts and Unicode: lines with letters that no old font stored stay."""
    return nfc(
        "".join(line if _UNICODE.search(line) else change(line) for line in text.splitlines(keepends=True))
    )


def from_viqr(line: str) -> str:
    """Marks typed behind their letters; one that stands for itself has a backslash before it."""
    marked = _VIQR_D.sub(lambda found: "đ" if found[0] == "dd" else "Đ", _VIQR_WORD.sub(_viqr_word, line))
    return re.sub(r"\\([\^(+'`?~.*])", r"\1", marked)


def _viqr_word(found: re.Match[str]) -> str:
    """A syllable has one tone: a stop behind one that has it is a stop, and so it is at the end of a line."""
    word, last = found[0], ""
    at_end = not found.string[found.end() :].strip()
    if word[-1] in "?." and (at_end or any(tone in word[:-1] for tone in "'`?~.")):
        word, last = word[:-1], word[-1]
    return nfc("".join(VIQR.get(letter, letter) for letter in word)) + last


def recognise_bytes(data: bytes) -> LegacyText | None:
    """The best reading of bytes that are not UTF-8, if one reads like Vietnamese."""
    shown = data.decode("latin-1")
    return _best(shown, ("tcvn3", "vni", "windows-1258"))


def recognise_text(text: str) -> LegacyText | None:
    """Pasted or extracted text whose font was TCVN3 or VNI, or that was typed as VIQR."""
    sample = text[:20_000]
    words = len(_WORD.findall(sample))
    as_it_is = vietnamese_share(sample)
    if len(_TRACES.findall(sample)) >= max(2, words * 0.1):
        found = _best(text, ("tcvn3", "vni"))
    elif sample.isascii() and len(_VIQR.findall(sample)) >= max(2, words * 0.3):
        found = _best(text, ("viqr",))
    else:
        return None
    return found if found and vietnamese_share(found.text) > 2 * as_it_is else None


def _best(shown: str, encodings: Iterable[str]) -> LegacyText | None:
    sample = shown[:20_000]
    best = max(encodings, key=lambda encoding: vietnamese_share(convert(sample, encoding)))
    text = convert(shown, best)
    return LegacyText(best, text, shown) if vietnamese_share(text) >= 0.1 else None


def vietnamese_share(text: str) -> float:
    """The share of words that are among the commonest of official texts and carry marks."""
    words = [word.lower() for word in _WORD.findall(text[:20_000])]
    common = sum(word in COMMON_WORDS and not word.isascii() for word in words)
    return common / len(words) if words else 0.0
