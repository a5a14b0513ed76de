"""Vietnamese text: storing, comparing, searching and sorting it. Imports no app."""

import re
import unicodedata

ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
# Level tone, then huyền, hỏi, ngã, sắc, nặng: the order of Vietnamese dictionaries.
TONE_MARKS = "\u0300\u0309\u0303\u0301\u0323"

_LETTER_ORDER = {letter: index for index, letter in enumerate(ALPHABET)}
_TONE_ORDER = {mark: index for index, mark in enumerate(TONE_MARKS, start=1)}
_SPACES = re.compile(r"\s+")

# "hoà" and "hòa", "khoẻ" and "khỏe", "uỷ" and "ủy" are one word; not so "quý", whose u belongs to the q.
_OPEN_SYLLABLE = re.compile(r"o[àáảãạèéẻẽẹ](?!\w)|(?<!q)u[ỳýỷỹỵ](?!\w)")
_TONE_FIRST = {
    **dict(zip(("oà", "oá", "oả", "oã", "oạ"), ("òa", "óa", "ỏa", "õa", "ọa"), strict=True)),
    **dict(zip(("oè", "oé", "oẻ", "oẽ", "oẹ"), ("òe", "óe", "ỏe", "õe", "ọe"), strict=True)),
    **dict(zip(("uỳ", "uý", "uỷ", "uỹ", "uỵ"), ("ùy", "úy", "ủy", "ũy", "ụy"), strict=True)),
}

# Scanned or badly exported PDFs mix Cyrillic letters into Latin words; they look the same and match nothing.
_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХаеорсухіІЈјЅѕ", "ABEKMHOPCTYXaeopcyxiIJjSs")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_WORD = re.compile(r"\w+")


def nfc(text: str) -> str:
    """The form in which all text is stored."""
    return unicodedata.normalize("NFC", text)


def tidy(text: str) -> str:
    """A text of several lines as it is stored: browsers end lines in another way than everything else."""
    return nfc(text.replace("\r\n", "\n").replace("\r", "\n"))


def repair_look_alikes(text: str) -> str:
    """Cyrillic letters inside Latin words become the Latin letters they imitate; the length stays."""
    return _WORD.sub(_repair_word, text) if _CYRILLIC.search(text) else text


def _repair_word(found: re.Match[str]) -> str:
    word = found.group()
    if not _CYRILLIC.search(word) or not any("LATIN" in unicodedata.name(letter, "") for letter in word):
        return word
    return word.translate(_LOOK_ALIKES)


def squeeze(text: str) -> str:
    return _SPACES.sub(" ", text).strip()


def fold(text: str) -> str:
    """Lower case and one place for the tone mark, letter for letter: offsets into `text` stay valid."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a few foreign capitals become two letters
        lowered = "".join(letter.lower() if len(letter.lower()) == 1 else letter for letter in text)
    return _OPEN_SYLLABLE.sub(lambda found: _TONE_FIRST[found.group()], lowered)


def compare_key(text: str) -> str:
    """Equal for what a reader calls the same: capitals, spaces, NFD, the place of the tone do not count."""
    return squeeze(fold(nfc(text)))


def search_key(text: str) -> str:
    """For searching without marks: "hoa chat" finds "Hóa chất"."""
    decomposed = unicodedata.normalize("NFD", compare_key(text)).replace("đ", "d")
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def sort_key(text: str) -> str:
    """Sorts by code point in the Vietnamese order; tones only decide between equal letters."""
    letters: list[str] = []
    tones: list[str] = []
    for character in compare_key(text):
        base, tone = _without_tone(character)
        if base in _LETTER_ORDER:
            letters.append(chr(ord("A") + _LETTER_ORDER[base]))
            tones.append(str(tone))
        elif base.isdigit():
            letters.append(base)
        elif base.isspace():
            letters.append("!")  # sorts before every letter, so a shorter first word comes first
    return "".join(letters) + " " + "".join(tones)


def name_sort_key(name: str) -> str:
    """People are listed by the last word of their name, then by the first, then by what stands between."""
    words = squeeze(name).split(" ")
    if len(words) == 1:
        return sort_key(name)
    return " ".join((sort_key(words[-1]), sort_key(words[0]), sort_key(" ".join(words[1:-1]))))


def _without_tone(character: str) -> tuple[str, int]:
    base, tone = "", 0
    for part in unicodedata.normalize("NFD", character):
        if part in _TONE_ORDER:
            tone = _TONE_ORDER[part]
        else:
            base += part
    return nfc(base), tone
