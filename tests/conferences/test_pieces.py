"""Whatever is done with the pieces of a text, put one after the other they are the whole text."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conferences.pieces import claim, cut_at, hand_over, is_free, places_to_split, same_place, share_out

LENGTH = 60
PLACES = st.integers(0, LENGTH)
STEPS = st.lists(st.tuples(st.sampled_from(["cut", "hand", "share", "claim"]), PLACES, PLACES), max_size=12)


def whole(pieces):
    borders = [0, *(piece["end"] for piece in pieces)]
    return borders[-1] == LENGTH and [piece["start"] for piece in pieces] == borders[:-1]


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_nothing_of_the_text_is_lost(steps):
    pieces = [
        {"start": 0, "end": 20, "kind": "opening", "task": None},
        {"start": 20, "end": 45, "kind": "task", "task": 1},
        {"start": 45, "end": LENGTH, "kind": "closing", "task": None},
    ]
    for number, (step, one, other) in enumerate(steps, start=2):
        start, end = sorted((one, other))
        if step == "cut":
            pieces = cut_at(pieces, one, other)
        elif step == "hand":
            pieces = hand_over(pieces, number - 1, 1)
        elif step == "share":
            pieces = share_out(pieces, 1, [(start, number)])
        elif is_free(pieces, start, end):
            pieces = claim(pieces, start, end, number)
            assert {piece["task"] for piece in pieces if start <= piece["start"] < end} == {number}
        assert whole(pieces)
        assert all(piece["start"] < piece["end"] for piece in pieces)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 4), (40, 50), (50, 99), (10, 20), (70, 80)])
def test_only_a_free_stretch_of_the_text_can_be_claimed(start, end):
    pieces = [
        {"start": 0, "end": 15, "kind": "other", "task": None},
        {"start": 15, "end": 45, "kind": "task", "task": 1},
        {"start": 45, "end": LENGTH, "kind": "other", "task": None},
    ]
    assert not is_free(pieces, start, end)
    assert is_free(pieces, 46, LENGTH)


def test_one_splits_where_a_paragraph_or_a_sentence_begins():
    text = (
        "Rà soát thể chế:\na) Sửa Thông tư số 1. 2 quy chế; báo cáo Bộ.\n- Rà soát TP. Hà Nội. Xong ngày 3/9."
    )
    begins = [text[place:].split(" ", 1)[0] for place in places_to_split(text)]
    assert begins == ["a)", "báo", "-", "Xong"]


def test_a_place_is_found_in_the_corrected_wording():
    printed = "2. Vụ Pháp chế rà soát\nquy chế. Ảnh: báo cáo tại hội nghị.\nVụ Pháp chế báo cáo Bộ trưởng."
    wording = "Vụ Pháp chế rà soát quy chế làm việc. Vụ Pháp chế báo cáo Bộ trưởng."
    place = same_place(printed, printed.rindex("Vụ"), wording)
    assert wording[place:] == "Vụ Pháp chế báo cáo Bộ trưởng."
    assert same_place(wording, wording.rindex("Vụ"), printed) == printed.rindex("Vụ")
    assert same_place(wording, len(wording), printed) is None
    assert same_place("Hoàn toàn khác.", 0, printed) is None
