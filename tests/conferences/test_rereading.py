"""A corrected text against what is there: only the differences, and nothing a person did gets lost."""

import textwrap
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


# --- One thing at a time ----------------------------------------------------------------------------------------
def names(changes):
    return [change.task.number for change in changes]


def test_moved_and_renumbered_tasks_are_found_again(read, bring):
    before = {task.text[:20]: task.pk for task in read(WORDINGS[:6]).tasks.all()}
    _row, comparison = bring([WORDINGS[5], ADDED, *WORDINGS[:2], WORDINGS[3], WORDINGS[2], WORDINGS[4]])
    assert not comparison.changes
    assert not comparison.gone
    assert len(comparison.added) == 1
    assert names(comparison.renumbered) == ["1", "2", "3", "4", "5", "6"][: len(comparison.renumbered)]
    assert comparison.moved
    assert {change.task.pk for change in comparison.renumbered} <= set(before.values())


def test_a_task_worded_anew_between_the_same_neighbours_is_the_same_task(read, bring):
    task = read(WORDINGS[:3]).tasks.all()[1]
    anew = "Vụ Pháp chế khẩn trương sửa đổi, bổ sung quy chế làm việc, trình Bộ ban hành trong tháng 10."
    _row, comparison = bring([ADDED, WORDINGS[0], anew, WORDINGS[2]])
    assert [change.task for change in comparison.changes] == [task]
    assert len(comparison.added) == 1
    assert not comparison.gone


def test_what_is_left_is_not_offered_again(read, bring, office):
    conclusion = read(WORDINGS[:3])
    new = [*(words.replace("Bộ", "bộ máy") for words in WORDINGS[:2]), ADDED]
    row, comparison = bring(new)
    assert comparison.defaults
    take_text(row, by=office, taken=set())
    again = Conclusion.objects.get()
    assert [task.text for task in again.tasks.all()] == [task.text for task in conclusion.tasks.all()]
    assert bring(new)[1].is_same
    assert "".join(again.text[piece["start"] : piece["end"]] for piece in again.pieces) == again.text


def test_a_joined_task_takes_the_new_words_of_both(read, bring, office):
    first, second = read(WORDINGS[3:5]).tasks.select_related("conclusion__conference__host")
    joined = join_tasks(first, second, versions=(None, None), by=office)
    row, comparison = bring(
        [WORDINGS[3].replace("trụ sở", "nhà"), ADDED, WORDINGS[4].replace("tập huấn", "lớp")]
    )
    (difference,) = comparison.changes[0].differences
    assert not difference.corrected
    take_text(row, by=office)
    joined.refresh_from_db()
    assert "sửa chữa nhà" in joined.text
    assert "tổ chức lớp" in joined.text
    conclusion = Conclusion.objects.get()
    assert [task.text for task in conclusion.tasks.all()][1] == ADDED
    assert sum(piece["task"] == joined.pk for piece in conclusion.pieces) == 2


def test_a_task_that_is_gone_stays_where_a_person_worked_on_it(read, bring, office):
    first, second, third = read(WORDINGS[:3]).tasks.select_related("conclusion__conference__host")
    correct(first, office, due_on=date(2027, 1, 1), due_kind="date")
    row, comparison = bring(WORDINGS[2:3])
    assert [(gone.task, gone.corrected) for gone in comparison.gone] == [(first, True), (second, False)]
    take_text(row, by=office)
    assert set(Task.objects.all()) == {first, third}
    row, comparison = bring([*WORDINGS[:1], WORDINGS[2]])  # it is back
    assert [change.task for change in comparison.changes] == []
    assert not comparison.added


def test_the_order_of_a_person_stays_and_a_new_task_joins_its_neighbour(read, bring, office):
    tasks = list(read(WORDINGS[:3]).tasks.select_related("conclusion__conference__host"))
    move_task(tasks[2], up=True, by=office)
    row, _comparison = bring([WORDINGS[0], ADDED, *WORDINGS[1:3]])
    take_text(row, by=office)
    after = [task.text for task in Task.objects.all()]
    assert after == [WORDINGS[0], ADDED, WORDINGS[2], WORDINGS[1]]


def test_a_task_may_be_split_after_the_text_was_read_again(read, bring, office):
    read(WORDINGS[5:7])
    row, _comparison = bring([ADDED, *WORDINGS[5:7]])
    take_text(row, by=office)
    task = Task.objects.select_related("conclusion__conference__host").get(number="3")
    assert [part.number for part in split_task(task, by=office)] == ["3 a)", "3 b)"]


def test_a_text_of_another_width_is_the_same_text(read, bring, conference, office):
    read(WORDINGS[:6])
    wrapped = "\n".join(textwrap.fill(line, 60) for line in text_of(WORDINGS[:6]).split("\n"))
    row = receive_text(conference, text=wrapped, by=office)
    assert compare_text(row, Conclusion.objects.get()).is_same
