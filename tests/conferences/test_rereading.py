"""A corrected text against what is there: only the differences, and nothing a person did gets lost."""

from datetime import date
from random import Random

import pytest
from django.db import transaction
from django.utils import timezone

from conferences.actions import compare_text, read_conclusion, receive_text, take_text
from conferences.actions_pieces import join_tasks, move_task, split_at
from conferences.actions_tasks import dismiss_task, save_task, split_task
from conferences.models import Conclusion, Task

OPENING = "Bộ trưởng giao các đơn vị thực hiện các nhiệm vụ sau:"
WORDINGS = [
    "Cục Hóa chất chủ trì rà soát quy chuẩn an toàn hóa chất, trình trước ngày 30/9/2026.",
    "Vụ Pháp chế hoàn thiện quy chế làm việc của Bộ trong quý IV năm 2026.",
    "Các đơn vị đẩy mạnh chuyển đổi số trong tất cả các lĩnh vực công tác.",
    "Văn phòng Bộ sửa chữa trụ sở, bổ sung chỗ để xe cho cán bộ trước ngày 15/8/2026.",
    "Cục Hóa chất tổ chức tập huấn ứng phó sự cố cho doanh nghiệp ở các địa phương.",
    "Vụ Pháp chế phối hợp với Cục Hóa chất xây dựng dự thảo nghị định thay thế.",
    "Giao các đơn vị hoàn thiện thể chế:\na) Cục Hóa chất rà soát thông tư về tiền chất, xong trước ngày 01/12/2026;"
    "\nb) Vụ Pháp chế tổng hợp khó khăn, vướng mắc, báo cáo Bộ trưởng.",
    "Văn phòng Bộ theo dõi, đôn đốc việc thực hiện kết luận, định kỳ hằng quý báo cáo. Công khai kết quả trên"
    " cổng thông tin của Bộ.",
]
EXAMPLES = 8  # 400 were tried when it was written
ADDED = "Cục Hóa chất khảo sát nhu cầu đào tạo, gửi kết quả về Văn phòng Bộ trước ngày 20/10/2026."


def text_of(wordings):
    return "\n".join([OPENING, *(f"{at}. {words}" for at, words in enumerate(wordings, start=1))])


@pytest.fixture
def read(conference, office, office_unit, unit_a, unit_b):
    def act(wordings):
        return read_conclusion(conference, text=text_of(wordings), by=office).conclusion

    return act


@pytest.fixture
def bring(conference, office):
    def act(wordings):
        row = receive_text(conference, text=text_of(wordings), by=office)
        return row, compare_text(row, Conclusion.objects.get())

    return act


def correct(task, office, **values):
    for name, value in values.items():
        setattr(task, name, value)
    return save_task(
        task, by=office, lead_units=task.lead_units.all(), supporting_units=task.supporting_units.all()
    )


def accept(task, office):
    Task.objects.filter(pk=task.pk).update(accepted_at=timezone.now(), accepted_by=office)


def edited(rng, wordings):
    """The text as it comes back: something put in, taken out, worded anew or moved."""
    wordings = list(wordings)
    for _step in range(rng.randint(1, 4)):
        at = rng.randrange(len(wordings))
        match rng.choice(["insert", "remove", "reword", "move", "append"]):
            case "insert":
                wordings.insert(at, ADDED.replace("20/10", f"{rng.randint(10, 28)}/10"))
            case "remove" if len(wordings) > 1:
                del wordings[at]
            case "reword":
                words = wordings[at].split(" ")
                words[rng.randrange(1, len(words))] = "kịp thời"
                wordings[at] = " ".join(words)
            case "move":
                wordings.insert(rng.randrange(len(wordings)), wordings.pop(at))
            case "append":
                wordings[at] += " Kịp thời báo cáo Bộ trưởng khi có vướng mắc."
    return wordings


def join_with_any(task, rng, office):
    others = (
        task.conclusion.tasks.proposed().exclude(pk=task.pk).select_related("conclusion__conference__host")
    )
    if others:
        join_tasks(task, rng.choice(list(others)), versions=(None, None), by=office)


ACTS = [
    lambda task, rng, office: correct(task, office, text=f"{task.text} (đã sửa)"),
    lambda task, rng, office: correct(
        task, office, due_on=date(2027, 1, rng.randint(1, 28)), due_kind="date"
    ),
    lambda task, rng, office: accept(task, office),
    lambda task, rng, office: dismiss_task(task, by=office),
    lambda task, rng, office: split_task(task, by=office),
    lambda task, rng, office: split_at(task, [len(task.text) // 2], by=office),
    join_with_any,
    lambda task, rng, office: move_task(task, up=rng.random() < 0.5, by=office),
]


def worked_on(rng, conclusion, office):
    """What people do with the proposals, at random; what of it must be there afterwards, by task."""
    for _step in range(rng.randint(2, 7)):
        task = rng.choice(list(conclusion.tasks.select_related("conclusion__conference__host")))
        if not task.accepted_at and not task.dismissed_at:
            rng.choice(ACTS)(task, rng, office)
    kept = conclusion.tasks.exclude(edited_at=None, accepted_at=None, dismissed_at=None)
    marks = {task.pk: (task.edited_at, task.accepted_at, task.dismissed_at) for task in kept}
    accepted = kept.exclude(accepted_at=None)
    return marks, {task.pk: (task.text, task.due_on, task.number) for task in accepted}


def test_whatever_is_edited_no_correction_acceptance_or_dismissal_is_lost(read, bring, office):
    for seed in range(EXAMPLES):
        with transaction.atomic():
            tried(Random(seed), read, bring, office)
            transaction.set_rollback(True)


def tried(rng, read, bring, office):
    wordings = rng.sample(WORDINGS, rng.randint(3, len(WORDINGS)))
    conclusion = read(wordings)
    kept, accepted = worked_on(rng, conclusion, office)
    corrected = {task.pk: task for task in conclusion.tasks.touched()}
    changed = edited(rng, wordings)
    row, comparison = bring(changed)
    take_text(row, by=office)

    conclusion = Conclusion.objects.get()
    tasks = {task.pk: task for task in conclusion.tasks.all()}
    assert {pk: (tasks[pk].edited_at, tasks[pk].accepted_at, tasks[pk].dismissed_at) for pk in kept} == kept
    assert {pk: (tasks[pk].text, tasks[pk].due_on, tasks[pk].number) for pk in accepted} == accepted
    for pk, was in corrected.items():
        assert "(đã sửa)" not in was.text or tasks[pk].text == was.text
        assert not (was.due_on and was.due_on.year == 2027) or tasks[pk].due_on == was.due_on
    pieces = conclusion.pieces
    assert "".join(conclusion.text[piece["start"] : piece["end"]] for piece in pieces) == conclusion.text
    assert {piece["task"] for piece in pieces} - {None} <= set(tasks)
    assert len({task.position for task in tasks.values()}) == len(tasks)
    again = bring(changed)[1]
    assert again.is_same
