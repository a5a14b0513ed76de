import unicodedata

import pytest

from dialogue_tracker.typeface import (
    FILES,
    FOLDER,
    MISSING,
    alphabet,
    balanced_lines,
    clean,
    printable,
    unprintable,
    width,
)


def test_fonts_and_their_licence_are_shipped():
    assert all((FOLDER / name).is_file() for name in FILES.values())
    assert list(FOLDER.glob("LICENSE*"))


def test_all_cuts_have_every_vietnamese_letter_and_tone_mark():
    letters = {
        unicodedata.normalize("NFC", vowel + tone)
        for vowel in "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
        for tone in ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
    }
    assert letters | set("đĐ\u0300\u0309\u0303\u0301\u0323₫…–“”") <= alphabet()


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        (unicodedata.normalize("NFD", "Điều hòa, Ưu tiên"), "Điều hòa, Ưu tiên"),
        ("\uf0b7 Việc một\tViệc hai", "• Việc một Việc hai"),
        ("a\u202eb\u200bc\ufeff\u00ad\x00", "abc"),
        ("dòng\u2028mới", "dòng\nmới"),
        ("\ud800", ""),
        ("khoảng\u00a0trống", "khoảng\u00a0trống"),
    ],
)
def test_clean(typed, printed):
    assert clean(typed) == printed


def test_what_the_typeface_lacks_shows_as_a_box_and_is_named():
    assert printable("Đạt 🎉 漢 ✓ ✓") == f"Đạt {MISSING} {MISSING} {MISSING} {MISSING}"
    assert unprintable("Đạt 🎉 漢 ✓ ✓") == ["🎉", "漢", "✓"]
    assert unprintable("Đã hoàn thành 100 % – “tốt”; ≥ 5 km²") == []


def test_endless_words_get_places_to_break_and_ordinary_ones_do_not():
    assert "\u200b" in printable("x" * 300)
    assert printable("x" * 300).replace("\u200b", "") == "x" * 300
    assert "\u200b" not in printable("https://www.example.test/" + "a" * 150)


def test_width_is_that_of_the_metrics():
    # Times New Roman: a digit is half an em, in every cut.
    assert width("2026", size=10) == pytest.approx(20)
    assert width("2026", size=10, bold=True) == pytest.approx(20)
    assert width("W", size=2048) == pytest.approx(1933)


def test_lines_are_few_and_even():
    title = "Kết luận của Bộ trưởng tại Hội nghị đối thoại giữa lãnh đạo Bộ và lãnh đạo các đơn vị"
    words = title.split()
    lines = balanced_lines(words, room=400, size=14, bold=True)
    lengths = [width(line, size=14, bold=True) for line in lines]
    assert " ".join(lines) == " ".join(words)
    assert len(lines) == 2
    assert max(lengths) <= 400
    assert min(lengths) > 0.75 * max(lengths)


def test_groups_are_kept_and_words_wider_than_the_room_are_cut():
    assert balanced_lines(["Một", "năm 2026"], room=width("năm 2026", size=14) + 1, size=14) == [
        "Một",
        "năm 2026",
    ]
    pieces = balanced_lines(["W" * 50], room=100, size=14)
    assert "".join(pieces) == "W" * 50
    assert all(width(piece, size=14) <= 100 for piece in pieces)
    assert balanced_lines([], room=100, size=14) == []
