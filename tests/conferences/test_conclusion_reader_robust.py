"""Whatever comes in: nothing is lost, nothing hangs."""

import signal

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


# The same few characters again and again make careless expressions look at a text many times.
HOSTILE = (
    *("a", "1", " ", "\n", "(", '"', ". ", "1. ", "- a\n", "các Bộ, ", "Giao Cục Hóa chất, ", "yêu cầu, "),
    *("trước ngày 1/1/2025 ", "Bộ trưởng nêu\n", "Thứ nhất, a. ", "Thứ hai, a.\nĐã làm.\n", "nhiệm vụ sau: "),
    *("thông báo để ", "- a:\n+ b:\na) c:\n", "kết luận như sau:\nGiao Cục Hóa chất.\n", "các đồng chí "),
    *("\u0301", "Т", "các đơn vị: ", "thực hiện a, ", "Bộ trưởng đã ", "phối hợp với Cục Hóa chất, "),
)  # fmt: skip
SIZE = 10_000
PATIENCE = 120  # seconds: what grows with the square of the length does not finish in them


@pytest.fixture
def patience():
    """Ends a reader that hangs; how long a sound one takes is measured by `make bench-reader`."""

    def give_up(signum, frame):
        raise TimeoutError("The reader does not come to an end.")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def test_it_comes_to_an_end_on_hostile_texts(patience):
    for unit in HOSTILE:
        check((unit * SIZE)[:SIZE])
