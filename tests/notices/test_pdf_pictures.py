"""Pages as people see them, beside pictures that somebody looked at. `make notice-pictures` takes them anew."""

import os
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from tests.notices.conftest import FORMS, sample

STORED = Path(__file__).parents[2] / "docs" / "notices"
DOTS_PER_INCH = 72
# Name -> length of the sample, and the text by which its page is found.
PAGES = {
    "draft": ("short", "DỰ THẢO"),
    "first": ("long", "LƯU HÀNH NỘI BỘ"),
    "last": ("long", "Nơi nhận:"),
    "annex": ("long", "Phụ lục I"),
}
# Of 255: more is another letter or line; less is how a line falls on the dots.
DIFFERENT = 96
MOST_DIFFERENT = 0.0004  # of all dots


def picture_of(form: str, name: str) -> Image.Image:
    length, text = PAGES[name]
    printed = sample(form, length)
    page = next(n for n, lines in enumerate(printed.lines) if any(line.text == text for line in lines))
    return printed.pages[page].to_image(resolution=DOTS_PER_INCH, antialias=True).original.convert("L")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("form", FORMS)
def test_page_looks_as_stored(form, name):
    picture, stored = picture_of(form, name), STORED / f"{form}-{name}.png"
    if os.environ.get("NOTICE_PICTURES"):
        stored.parent.mkdir(exist_ok=True)
        picture.save(stored, optimize=True)
    with Image.open(stored) as opened:
        wanted = opened.convert("L")
    assert picture.size == wanted.size
    histogram = ImageChops.difference(picture, wanted).histogram()
    share = sum(histogram[DIFFERENT:]) / sum(histogram)
    assert share <= MOST_DIFFERENT, f"{share:.4%} of the dots differ; look, then `make notice-pictures`"
