"""Vietnamese text from before Unicode: TCVN3 (ABC fonts), VNI, Windows-1258. No Django."""

import re
from contextlib import suppress
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
_VNI_PARTS = re.compile("|".join(sorted(map(re.escape, VNI), key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class LegacyText:
    """What the text would read after conversion; a person decides."""

    encoding: str  # "tcvn3", "vni" or "windows-1258"
    text: str


def convert(text: str, encoding: str) -> str:
    """`text` is what a reader of today sees: "Th«ng b¸o" (TCVN3), "Thoâng baùo" (VNI)."""
    if encoding == "tcvn3":
        return nfc(text.translate(str.maketrans(TCVN3)))
    if encoding == "vni":
        return nfc(_VNI_PARTS.sub(lambda found: VNI[found.group()], text))
    raise ValueError(encoding)


def recognise_bytes(data: bytes) -> LegacyText | None:
    """The best reading of bytes that are not UTF-8, if one reads like Vietnamese."""
    shown = data.decode("latin-1")
    candidates = [LegacyText("tcvn3", convert(shown, "tcvn3")), LegacyText("vni", convert(shown, "vni"))]
    with suppress(UnicodeDecodeError):
        candidates.append(LegacyText("windows-1258", nfc(data.decode("cp1258"))))
    best = max(candidates, key=lambda candidate: vietnamese_share(candidate.text))
    return best if vietnamese_share(best.text) >= 0.1 else None


def recognise_text(text: str) -> LegacyText | None:
    """Pasted or extracted text whose font was TCVN3 or VNI."""
    sample = text[:20_000]
    words = len(_WORD.findall(sample))
    if len(_TRACES.findall(sample)) < max(2, words * 0.1):
        return None
    as_it_is = vietnamese_share(sample)
    best = max(("tcvn3", "vni"), key=lambda encoding: vietnamese_share(convert(sample, encoding)))
    gained = vietnamese_share(convert(sample, best))
    return LegacyText(best, convert(text, best)) if gained >= 0.1 and gained > 2 * as_it_is else None


def vietnamese_share(text: str) -> float:
    """The share of words that are among the commonest of official texts and carry marks."""
    words = [word.lower() for word in _WORD.findall(text[:20_000])]
    common = sum(word in COMMON_WORDS and not word.isascii() for word in words)
    return common / len(words) if words else 0.0
