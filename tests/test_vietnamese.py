import unicodedata

import pytest

from dialogue_tracker.vietnamese import (
    compare_key,
    fold,
    name_sort_key,
    nfc,
    repair_look_alikes,
    search_key,
    sort_key,
)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Hoá chất", "Hóa chất"),
        ("Uỷ ban", "Ủy ban"),
        ("thuỷ sản", "THỦY SẢN"),
        ("sức khoẻ", "sức khỏe"),
        ("luỹ kế", "lũy kế"),
        ("Cục  Hóa\u00a0chất ", "cục hóa chất"),
        (unicodedata.normalize("NFD", "Ủy ban"), "Ủy ban"),
    ],
)
def test_one_word_in_two_spellings_compares_equal(one, two):
    assert compare_key(one) == compare_key(two)


@pytest.mark.parametrize(
    ("one", "two"), [("hoa", "hóa"), ("quý", "quỷ"), ("hoàn", "hòan"), ("dân", "đân"), ("tư", "tu")]
)
def test_different_words_stay_different(one, two):
    assert compare_key(one) != compare_key(two)


@pytest.mark.parametrize("word", ["quý", "quỹ", "quỳ", "hoàn toàn", "khuyến khích", "huỳnh"])
def test_a_tone_that_has_only_one_place_stays(word):
    assert compare_key(word) == word


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Cục Hóa chất", "cuc hoa chat"),
        ("Đề án", "de an"),
        ("ĐƯỜNG", "duong"),
        ("Uỷ ban", "uy ban"),
        ("12/TB-BCT", "12/tb-bct"),
    ],
)
def test_search_needs_no_marks(text, key):
    assert search_key(text) == key


@pytest.mark.parametrize("text", ["Ủy ban Hoà Bình", "İstanbul", "ẞ", "ĐÁNH GIÁ", "a\u0301"])
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


def test_words_sort_in_the_order_of_the_alphabet():
    words = ["y", "ư", "Đà", "da", "đa", "ân", "ăn", "an", "ao", "ê", "e", "ô", "ơ", "o", "u", "xa"]
    assert sorted(words, key=sort_key) == [
        *("an", "ao", "ăn", "ân", "da", "đa", "Đà", "e", "ê", "o", "ô", "ơ", "u", "ư", "xa", "y"),
    ]


def test_tones_sort_only_between_equal_letters():
    assert sorted(["mạ", "má", "mã", "mả", "mà", "ma", "mab"], key=sort_key) == [
        *("ma", "mà", "mả", "mã", "má", "mạ", "mab"),
    ]
    assert sorted(["mà b", "ma c", "má a"], key=sort_key) == ["má a", "mà b", "ma c"]


def test_a_shorter_first_word_sorts_first():
    assert sorted(["Vụ Thị trường", "Vụ Thi đua khen thưởng"], key=sort_key)[0] == "Vụ Thi đua khen thưởng"
    assert sorted(["an b", "ana"], key=sort_key) == ["an b", "ana"]


def test_people_sort_by_the_last_word_of_their_name():
    # Made-up words: what counts is their order.
    names = ["Bình Văn An", "An Thị Bình", "An Văn An", "An An", "Ăn"]
    assert sorted(names, key=name_sort_key) == ["An An", "An Văn An", "Bình Văn An", "Ăn", "An Thị Bình"]


def test_sort_keys_survive_any_collation():
    assert sort_key("Đề án Hóa chất 12").isascii()
    assert name_sort_key("Ủ Ê Ờ").isascii()


@pytest.mark.parametrize(
    ("text", "repaired"), [("TTĐТСР", "TTĐTCP"), ("CР", "CP"), ("Россия", "Россия"), ("Bộ", "Bộ")]
)
def test_only_letters_that_imitate_latin_ones_are_repaired(text, repaired):
    assert repair_look_alikes(text) == repaired


def test_stored_text_is_composed():
    assert nfc("Hóa") == "Hóa"
