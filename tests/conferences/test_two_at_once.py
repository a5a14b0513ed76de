"""Two people who write at the same time: neither loses what was written, none is told of a broken program."""

from pathlib import Path

import pytest

from conferences.actions import Source, read_conclusion, set_attendance
from conferences.actions_tasks import split_task
from conferences.models import Attendance, Conclusion, SourceText
from tests.concurrency import meanwhile
from units.models import Unit

TEXT = """Bộ trưởng giao các đơn vị thực hiện các nhiệm vụ sau:
1. Giao các đơn vị hoàn thiện thể chế:
a) Cục Hóa chất rà soát quy chuẩn an toàn hóa chất, hoàn thành trước ngày 30/9/2026;
b) Vụ Pháp chế tổng hợp khó khăn của các đơn vị, báo cáo trong quý IV năm 2026.
2. Giao các đơn vị hoàn thiện cơ sở dữ liệu:
a) Cục Hóa chất chuẩn hóa dữ liệu về hóa chất, hoàn thành trước ngày 30/9/2026;
b) Vụ Pháp chế cập nhật dữ liệu về văn bản, hoàn thành trong quý IV năm 2026."""


@pytest.mark.django_db(transaction=True)
def test_the_same_unit_is_listed_once(conference, unit_a, office):
    Attendance.objects.all().delete()
    raised = meanwhile(
        lambda: set_attendance(conference, {unit_a.pk: "Cục trưởng"}, by=office),
        lambda: set_attendance(conference, {unit_a.pk: None}, by=office),
    )
    assert raised is None
    assert [row.people for row in conference.attendances.all()] == ["Cục trưởng"]


@pytest.mark.django_db(transaction=True)
def test_two_tasks_split_at_once_keep_both_their_places_in_the_text(conference, unit_a, unit_b, office):
    read_conclusion(conference, text=TEXT, by=office)
    first, second = Conclusion.objects.get().tasks.select_related("conclusion__conference")
    assert meanwhile(lambda: split_task(first, by=office), lambda: split_task(second, by=office)) is None
    conclusion = Conclusion.objects.get()
    shown = {piece["task"] for piece in conclusion.pieces if piece["task"]}
    assert shown == set(conclusion.tasks.values_list("pk", flat=True))
    assert len(shown) == 4


def test_an_uploaded_text_leaves_with_the_reading_that_failed(conference, office, settings, monkeypatch):
    def save(row, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(SourceText, "save", save)
    with pytest.raises(RuntimeError):
        read_conclusion(conference, text=TEXT, by=office, source=Source("ket-luan.txt", TEXT.encode()))
    assert not Conclusion.objects.exists()
    assert not [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_a_unit_opens_the_conferences_whose_work_it_sees(conference, assignment, unit_b, head_b, client_of):
    conference.attendances.all().delete()
    assert client_of(head_b).get(conference.get_absolute_url()).status_code == 404
    assignment.supporting_units.add(Unit.objects.get(pk=unit_b.pk))
    assert client_of(head_b).get(conference.get_absolute_url()).status_code == 200
