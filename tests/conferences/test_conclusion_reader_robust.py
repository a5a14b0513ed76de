"""Whatever comes in: nothing is lost, nothing hangs."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conferences.conclusion_reader import read
from conferences.conclusion_reader.layout import normalise
from tests.conferences.conclusions import NAMES, register, text_of

UNITS = register()

FRAGMENTS = st.sampled_from(
    ["1. ", "2. ", "a) ", "đ) ", "- ", "(i) ", "[1] ", "Thứ nhất, ", "Thứ hai, ", "Một là, ", "I. ", "II- ", "2.1. "]
    + ["Giao ", "phối hợp với ", "Cục Hóa chất", "các Cục: ", "Công nghiệp, ", "Vụ Pháp chế và ", "các đơn vị "]
    + ["trước ngày 31/12/2025", "trong tháng 13", "hằng tuần", "kết luận như sau:", "Nơi nhận:", "Ảnh: ", "Bộ trưởng "]
    + ["\n", "\n\n", ". ", "; ", ": ", "\u0301", "\u00a0", "\x0c", "…", "”", "66- NQ/TW", "ĐÁNH GIÁ CHUNG\n", "12\n"]
)  # fmt: skip
MADE_UP = st.lists(st.one_of(FRAGMENTS, st.text(max_size=12)), max_size=60).map("".join)


@st.composite
def damaged(draw):
    """A real-looking text, cut, shuffled and torn."""
    lines = text_of(draw(st.sampled_from(NAMES))).split("\n")
    if draw(st.booleans()):
        lines = draw(st.permutations(lines))
    text = "\n".join(lines)
    start = draw(st.integers(0, len(text)))
    return text[start : draw(st.integers(start, len(text)))]


def check(text):
    reading = read(text, UNITS)
    assert reading.text == normalise(text)
    assert "".join(piece.text for piece in reading.pieces) == reading.text
    position = 0
    for piece in reading.pieces:
        assert piece.start == position < piece.end
        position = piece.end
    assert {piece.task for piece in reading.pieces if piece.task is not None} == set(
        range(len(reading.tasks))
    )
    for task in reading.tasks:
        assert 0 <= task.start < task.end <= len(reading.text)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(MADE_UP)
def test_no_made_up_text_breaks_it(text):
    check(text)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damaged())
def test_no_damaged_text_breaks_it(text):
    check(text)


@pytest.mark.parametrize(
    "unit",
    [
        *("a", "1", " ", "\n", "(", '"', ". ", "1. ", "- a\n", "các Bộ, ", "Giao Cục Hóa chất, ", "phối hợp với Cục Hóa chất, "),
        *("trước ngày 1/1/2025 ", "Bộ trưởng nêu\n", "Thứ nhất, a. ", "Thứ hai, a.\nĐã làm.\n", "thông báo để ", "nhiệm vụ sau: "),
        *("- a:\n+ b:\na) c:\n", "kết luận như sau:\nGiao Cục Hóa chất.\n", "các đồng chí ", "\u0301", "Т"),
    ],
)  # fmt: skip
def test_time_grows_with_the_length_and_not_faster(unit):
    def seconds(size):
        """The best of three: a moment in which the machine is slow says nothing of the reader."""
        taken = []
        for _ in range(3):
            begun = time.process_time()
            read((unit * (size // len(unit)))[:size], UNITS)
            taken.append(time.process_time() - begun)
        return min(taken)

    small, large = seconds(20_000), seconds(80_000)
    assert large < max(0.2, small * 12)  # four times the text; the rest is the noise of a busy machine
