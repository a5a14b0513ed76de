"""Vietnamese text: one stored form (NFC), keys to compare, to search without marks, and to sort in the alphabet's order."""

import re
import unicodedata

_LETTERS = {
    letter: index for index, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")
}
# The order of the tones: level, huyền, hỏi, ngã, sắc, nặng.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}
# "oà/òa", "uỷ/ủy": both placings occur in official texts; keys keep the tone on the first vowel.
_TONE_PLACES = {
    f"{first}{second}": pair
    for base, other in (("o", "a"), ("o", "e"), ("u", "y"))
    for mark in _TONES
    for first, second, pair in (
        (
            base,
            unicodedata.normalize("NFC", other + mark),
            unicodedata.normalize("NFC", base + mark) + other,
        ),
    )
}
_TONE_PATTERN = re.compile("|".join(_TONE_PLACES))


def nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def compare_key(text: str) -> str:
    """Equal for spellings of one name: case, placing of the tone, punctuation and spaces do not count."""
    folded = _TONE_PATTERN.sub(
        lambda found: _TONE_PLACES[found[0]], nfc(text).casefold()
    )
    return re.sub(r"\W+", " ", folded).strip()


def search_key(text: str) -> str:
    """Without marks and case: "Hóa chất" -> "hoa chat"."""
    plain = "".join(
        c
        for c in unicodedata.normalize("NFD", text.casefold())
        if not unicodedata.combining(c)
    )
    return " ".join(plain.replace("đ", "d").split())


def sort_key(text: str) -> str:
    """Sorts in the Vietnamese order under any collation by code point: letters first, then tones."""
    letters, tones = [], []
    for char in nfc(text).casefold():
        base, *marks = unicodedata.normalize("NFD", char)
        tone = 0
        for mark in marks:
            if mark in _TONES:
                tone = _TONES[mark]
            else:
                base = nfc(base + mark)
        if base in _LETTERS:
            letters.append(chr(0x41 + _LETTERS[base]))
            tones.append(str(tone))
        elif base.isdigit():
            letters.append(base)
        elif base.isspace():
            letters.append("!")
    return f"{''.join(letters)} {''.join(tones)}"


def name_sort_key(full_name: str) -> str:
    """People stand by the last word of their name, then the family name, then what is between."""
    words = full_name.split()
    if len(words) < 2:
        return sort_key(full_name)
    return sort_key(" ".join([words[-1], words[0], *words[1:-1]]))
