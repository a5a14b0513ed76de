"""A decree's list of units: read as offices write it, compared before anything is written, done like by the form."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from assignments.models import TransferList
from tests.assignments.builders import make_work
from tests.conftest import make_unit
from units.imports import UnreadableList, compare, read_rows
from units.models import Reorganisation, Unit

ON = date(2025, 3, 1)
HEADINGS = "Tên đơn vị;Viết tắt;Ký hiệu;Loại;Đơn vị trước;Tên khác\n"


def rows_of(text):
    return read_rows((HEADINGS + text).encode())


# --- Reading ------------------------------------------------------------------------------------------------------
def test_vietnamese_and_english_headings_and_every_separator():
    for text in (
        "Tên đơn vị;Đơn vị trước\nCục Điện lực;Cục A | Cục B\n",
        "name,predecessors\nCục Điện lực,Cục A;Cục B\n",
        "\ufeffNAME\tPREDECESSORS\r\nCục Điện lực\tCục A; Cục B\r\n",
    ):
        row = read_rows(text.encode())[0]
        assert (row.name, row.predecessors) == ("Cục Điện lực", ("Cục A", "Cục B"))
        assert row.kind == Unit.Kind.AGENCY


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Tổng cục Quản lý thị trường", "general_department"), ("Uỷ ban Cạnh tranh", "commission"),
        ("Báo Công Thương", "press"), ("Tạp chí Công Thương", "press"), ("Vụ Pháp chế", "department"),
        ("Viện Nghiên cứu", "institute"), ("Trường Đào tạo", "school"), ("Văn phòng Bộ", "office"),
    ],
)  # fmt: skip
def test_the_kind_is_in_the_name(name, kind):
    assert rows_of(name)[0].kind == kind


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        ("Cột;Khác\nx;y".encode(), "must name the columns"),
        ("Tên đơn vị\nVụ".encode("utf-16"), "not UTF-8"),
        ("name\nPhòng Tổng hợp".encode(), "Line 2: the kind"),
        ("name\nVụ A\nVỤ  A".encode(), "Line 2: Vụ A is in the list twice"),
        ("name;place\nVụ A;đầu".encode(), "no whole number"),
        (b"code;name\nX;\n", "Line 2"),
    ],
)
def test_what_cannot_be_read_is_said(data, sentence):
    with pytest.raises(UnreadableList, match=sentence):
        read_rows(data)


# --- Comparing ----------------------------------------------------------------------------------------------------
@pytest.fixture
def before(ministry):
    """The ministry of the day before, with a trade union that no decree names."""
    make_unit("Công đoàn Bộ", ministry, kind=Unit.Kind.UNION)
    names = (
        "Cục Điều tiết điện lực",
        "Cục Điện lực và NLTT",
        "Vụ Dầu khí",
        "Vụ Kế hoạch",
        "Cục Lớn",
        "Cục Thừa",
    )
    return {
        name: make_unit(
            name, ministry, kind=Unit.Kind.DEPARTMENT if name.startswith("Vụ") else Unit.Kind.AGENCY
        )
        for name in names
    }


AFTER = (
    "Cục Điện lực;Cục ĐL;ĐL;;Cục Điều tiết điện lực | Cục Điện lực và NLTT;Cục Đ.L\n"
    "Vụ Dầu khí;;;;;\n"
    "Vụ Kế hoạch và Tài chính;;;;Vụ Kế hoạch;\n"
    "Cục Bắc;;;;Cục Lớn;\n"
    "Cục Nam;;;;Cục Lớn;\n"
    "Viện Mới;;;;;\n"
)


def test_what_the_list_changes(before):
    found = compare(rows_of(AFTER), effective_on=ON, legal_basis="Nghị định 40/2025/NĐ-CP")
    acts = {(plan.kind, tuple(unit.name for unit in plan.predecessors)) for plan in found.acts}
    assert acts == {
        ("merge", ("Cục Điều tiết điện lực", "Cục Điện lực và NLTT")),
        ("rename", ("Vụ Kế hoạch",)),
        ("split", ("Cục Lớn",)),
        ("dissolve", ("Cục Thừa",)),
    }
    assert [unit.name for unit in found.unchanged] == ["Vụ Dầu khí"]
    assert [row.name for row in found.added] == ["Viện Mới"]
    assert found.problems == []


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Cục Mới;;;;Cục Lạ", "is no unit of the day before"),
        ("Cục Mới;;;;Vụ Dầu khí\nVụ Dầu khí", "is in the list itself"),
        ("Cục Bắc;;;;Cục Lớn\nCục Nam;;;;Cục Lớn | Vụ Dầu khí", "enter this by the form"),
    ],
)
def test_what_does_not_fit_is_said(before, text, sentence):
    found = compare(rows_of(text), effective_on=ON, legal_basis="x")
    assert any(sentence in problem for problem in found.problems)


# --- The command --------------------------------------------------------------------------------------------------
@pytest.fixture
def file(tmp_path) -> Path:
    path = tmp_path / "units.csv"
    path.write_text(HEADINGS + AFTER, encoding="utf-8")
    return path


def run(file, *arguments):
    said = StringIO()
    basis = ("--effective-on", ON.isoformat(), "--legal-basis", "Nghị định 40/2025/NĐ-CP")
    call_command("import_units", file, *basis, *arguments, stdout=said)
    return said.getvalue()


def test_without_apply_nothing_is_written(before, file):
    said = run(file)
    assert "merged: Cục Điều tiết điện lực + Cục Điện lực và NLTT → Cục Điện lực" in said
    assert "split: Cục Lớn → Cục Bắc + Cục Nam" in said
    assert "ended: Cục Thừa → (nobody yet)" in said
    assert "Nothing was written" in said
    assert not Unit.objects.filter(name="Cục Điện lực").exists()


def test_apply_reorganises_and_prepares_the_transfer(
    before, file, administrator, conference, conclusion, head_a, office, unit_a, unit_b
):
    work = make_work(conference, before["Cục Thừa"], keys=(head_a, office))
    Unit.objects.filter(pk__in=[unit_a.pk, unit_b.pk]).update(valid_to=date(2025, 1, 1))
    assert "Transfer lists to be reviewed: 1" in run(file, "--apply", "--by", administrator.username)
    today = set(Unit.objects.assignable().values_list("name", flat=True))
    assert {
        "Cục Điện lực",
        "Vụ Kế hoạch và Tài chính",
        "Cục Bắc",
        "Cục Nam",
        "Viện Mới",
        "Công đoàn Bộ",
    } <= today
    assert "Cục Thừa" not in today
    assert Reorganisation.objects.count() == 4
    assert Unit.objects.get(name="Cục Điện lực").aliases.get().name == "Cục Đ.L"
    assert Unit.objects.get(name="Vụ Dầu khí").legal_basis == "Nghị định 40/2025/NĐ-CP"
    line = TransferList.objects.get().lines.get()
    assert (line.assignment, line.decided) == (work, None)


def test_the_command_needs_an_administrator_and_a_list_without_problems(before, file, office, administrator):
    for name in ((), ("--by", "nobody"), ("--by", office.username)):
        with pytest.raises(CommandError, match="Name with --by"):
            run(file, "--apply", *name)
    file.write_text("name;predecessors\nCục Mới;Cục Lạ\n", encoding="utf-8")
    with pytest.raises(CommandError, match="mend the problems"):
        run(file, "--apply", "--by", administrator.username)
    with pytest.raises(CommandError, match="No such file"):
        run(file.with_name("missing.csv"))
    assert not Reorganisation.objects.exists()
