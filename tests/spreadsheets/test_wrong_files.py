"""Files that are no workbook we read: each gets one clear sentence, and none does harm."""

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogue_tracker.spreadsheets import Unreadable, read_workbook
from tests.spreadsheets.workbooks import LIST, repacked, with_rows

GOOD = with_rows(["Cục Hóa chất", "Đề nghị bổ sung biên chế."])
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def zipped(*names):
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "empty"),
        (OLE, r"old Excel file \(\.xls\)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        ("Đơn vị;Nội dung\n".encode(), "text file"),
        (b"%PDF-1.7\n", "PDF"),
        (bytes(range(256)), "not an Excel workbook"),
        (zipped("word/document.xml"), "Word document"),
        (zipped("ppt/presentation.xml"), "not an Excel workbook"),
        (zipped("a.txt"), "archive"),
        (zipped("xl/workbook.bin"), ".xlsb"),
        (zipped("xl/workbook.xml"), "damaged"),
        (GOOD[: len(GOOD) // 2], "damaged"),
        (GOOD[:-30], "damaged"),
    ],
)
def test_each_gets_its_sentence(data, says):
    with pytest.raises(Unreadable, match=says):
        read_workbook(data, [LIST])


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml"])
@pytest.mark.parametrize(
    "declared", [b'<!DOCTYPE x [<!ENTITY a "aaaa">]>', b'<!DOCTYPE x SYSTEM "file:///etc/passwd">']
)
def test_entities_are_refused_wherever_they_are(part, declared):
    def change(name, data):
        return data.replace(b"?>", b"?>" + declared, 1) if name == part else data

    with pytest.raises(Unreadable, match="far more"):
        read_workbook(repacked(GOOD, change), [LIST])


def test_an_encoding_that_does_not_exist_is_damage():
    strange = repacked(GOOD, lambda _name, data: data.replace(b'encoding="UTF-8"', b'encoding="UTF-99"'))
    with pytest.raises(Unreadable, match="damaged"):
        read_workbook(strange, [LIST])


def test_a_bomb_is_not_unpacked():
    def change(name, data):
        return data + b" " * 30_000_000 if name == "xl/sharedStrings.xml" else data

    with pytest.raises(Unreadable, match="far more"):
        read_workbook(repacked(GOOD, change), [LIST])


def test_two_parts_of_one_name_are_not_chosen_from():
    target = BytesIO(GOOD)
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    with pytest.raises(Unreadable, match="damaged"):
        read_workbook(target.getvalue(), [LIST])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_workbook_with_any_bytes_changed_is_read_or_refused(data):
    changed = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 6))):
        changed[data.draw(st.integers(0, len(GOOD) - 1))] = data.draw(st.integers(0, 255))
    with suppress(Unreadable):
        read_workbook(bytes(changed), [LIST])
