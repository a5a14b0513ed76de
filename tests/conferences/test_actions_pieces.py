"""Joining, splitting, making and moving tasks; all of it keeps the whole text, and is undone step by step."""

from datetime import date
from random import Random

import pytest
from django.core.exceptions import PermissionDenied

from assignments.actions import accept_tasks
from conferences.actions import read_conclusion
from conferences.actions_pieces import join_tasks, make_task, move_task, place_in_wording, split_at
from conferences.actions_tasks import charge_unit, dismiss_task, restore_task, set_due, split_task
from conferences.models import ChangeEntry, Conclusion, ReviewStep, Task
from conferences.undo import rows_of, undo
from dialogue_tracker.several_hands import SomebodyWasFaster

TEXT = """Vụ Pháp chế đã trình bày kế hoạch rà soát văn bản.
Bộ trưởng giao các đơn vị thực hiện các nhiệm vụ sau:
1. Giao các đơn vị hoàn thiện thể chế:
a) Cục Hóa chất rà soát quy chuẩn an toàn hóa chất, hoàn thành trước ngày 30/9/2026;
b) Vụ Pháp chế tổng hợp khó khăn của các đơn vị, báo cáo trong quý IV năm 2026.
2. Vụ Pháp chế chủ trì rà soát quy chế làm việc. Cục Hóa chất báo cáo Bộ trưởng trước ngày 15/10/2026.
3. Vụ Pháp chế báo cáo kết quả trước ngày 31/12/2026.
Thông báo để các đơn vị biết, thực hiện."""


@pytest.fixture
def conclusion(conference, office, office_unit, unit_a, unit_b):
    read_conclusion(conference, text=TEXT, by=office)
    return Conclusion.objects.select_related("conference__host").get()


@pytest.fixture
def tasks(conclusion):
    found = list(conclusion.tasks.select_related("conclusion__conference__host"))
    assert [task.number for task in found] == ["1", "2", "3"]
    return found


def shown(conclusion):
    """Every piece with the number of its task; they must be the whole text."""
    fresh = Conclusion.objects.get(pk=conclusion.pk)
    assert "".join(fresh.text[piece["start"] : piece["end"]] for piece in fresh.pieces) == fresh.text
    assert [piece["start"] for piece in fresh.pieces[1:]] == [piece["end"] for piece in fresh.pieces[:-1]]
    owners = {piece["task"] for piece in fresh.pieces if piece["task"]}
    assert owners <= set(fresh.tasks.values_list("pk", flat=True))
    return fresh


def words_of(conclusion, task):
    pieces = [piece for piece in shown(conclusion).pieces if piece["task"] == task.pk]
    return " ".join("".join(conclusion.text[piece["start"] : piece["end"]] for piece in pieces).split())


def fresh(task):
    return Task.objects.select_related("conclusion__conference__host").get(pk=task.pk)


# --- Join -----------------------------------------------------------------------------------------------------
def test_two_tasks_become_one(conclusion, tasks, office, unit_a, unit_b):
    joined = join_tasks(tasks[2], tasks[1], versions=(1, 1), by=office)
    assert joined.pk == tasks[1].pk
    joined = fresh(joined)
    assert joined.text.endswith("\n3. Vụ Pháp chế báo cáo kết quả trước ngày 31/12/2026.")
    assert set(joined.lead_units.all()) == {unit_a, unit_b}
    assert joined.due_on == date(2026, 10, 15)
    assert joined.due_phrase == "trước ngày 15/10/2026; trước ngày 31/12/2026"
    assert "several_due" in joined.unsure
    assert (joined.version, joined.edited_by) == (2, office)
    assert words_of(conclusion, joined).endswith("31/12/2026.")
    assert not Task.objects.filter(pk=tasks[2].pk).exists()
    entry = ChangeEntry.objects.get(verb="join_tasks")
    assert entry.changes["joined"][1].startswith("3. Vụ Pháp chế báo cáo")


def test_the_one_deadline_stays_sure(conclusion, tasks, office):
    set_due(tasks[1], due_on=None, by=office)
    Task.objects.filter(pk=tasks[1].pk).update(due_phrase="")
    joined = fresh(join_tasks(fresh(tasks[1]), tasks[2], versions=(2, 1), by=office))
    assert (joined.due_on, "several_due" in joined.unsure) == (date(2026, 12, 31), False)


def test_what_was_accepted_put_aside_or_changed_is_not_joined(tasks, office):
    for seen in ((9, 1), (1, 9)):
        with pytest.raises(SomebodyWasFaster):
            join_tasks(tasks[0], tasks[1], versions=seen, by=office)
    with pytest.raises(SomebodyWasFaster):
        join_tasks(tasks[0], tasks[0], versions=(1, 1), by=office)
    dismiss_task(tasks[1], by=office)
    with pytest.raises(SomebodyWasFaster):
        join_tasks(tasks[0], tasks[1], versions=(1, 1), by=office)
    accept_tasks([tasks[2]], by=office)
    with pytest.raises(SomebodyWasFaster):
        join_tasks(tasks[0], tasks[2], versions=(1, 1), by=office)


# --- Split ----------------------------------------------------------------------------------------------------
def test_each_part_has_what_it_names(conclusion, tasks, office, unit_a, unit_b):
    place = tasks[1].text.index("Cục Hóa chất báo cáo")
    first, second = (fresh(row) for row in split_at(tasks[1], [place], by=office, version=1))
    assert first.pk == tasks[1].pk
    assert (list(first.lead_units.all()), first.due_on) == ([unit_b], None)
    assert (list(second.lead_units.all()), second.due_on) == ([unit_a], date(2026, 10, 15))
    assert (first.number, second.number, second.text) == ("2", "", tasks[1].text[:0] + second.text)
    assert words_of(conclusion, first) == "2. Vụ Pháp chế chủ trì rà soát quy chế làm việc."
    assert words_of(conclusion, second).startswith("Cục Hóa chất báo cáo")
    assert list(conclusion.tasks.values_list("pk", flat=True)) == [
        tasks[0].pk,
        first.pk,
        second.pk,
        tasks[2].pk,
    ]


def test_what_no_part_names_all_inherit(conclusion, tasks, office, unit_a):
    task = tasks[2]
    charge_unit(task, unit=unit_a, besides=False, by=office)
    set_due(fresh(task), due_on=date(2027, 1, 5), by=office)
    Task.objects.filter(pk=task.pk).update(
        text="Báo cáo kết quả rà soát. Cập nhật dữ liệu hằng ngày lên hệ thống."
    )
    task = fresh(task)
    parts = [fresh(row) for row in split_at(task, [task.text.index("Cập nhật")], by=office)]
    assert [list(part.lead_units.all()) for part in parts] == [[unit_a], [unit_a]]
    shown(conclusion)  # whose wording is not in the text any more has no place there, but nothing is lost


def test_nothing_to_split(tasks, office):
    assert split_at(tasks[0], [], by=office) == []
    assert split_at(tasks[0], [0, len(tasks[0].text), 99999], by=office) == []


def test_where_the_cursor_is(conclusion, tasks, office):
    place = conclusion.text.index("Vụ Pháp chế tổng hợp")
    at = place_in_wording(tasks[0], place)
    assert tasks[0].text[at:].startswith("b) Vụ Pháp chế")
    assert place_in_wording(tasks[0], 0) is None
    parts = [fresh(row) for row in split_at(tasks[0], [at], by=office)]
    assert [part.number for part in parts] == ["1", "1 b)"]
    assert words_of(conclusion, parts[1]).startswith("b) Vụ Pháp chế")


# --- Make, move, one field --------------------------------------------------------------------------------------
def test_a_part_of_the_text_becomes_a_task_where_it_stands(conclusion, tasks, office):
    end = conclusion.text.index("\nBộ trưởng giao")
    made = make_task(conclusion, 0, end, by=office)
    assert made.unsure == ["no_lead"]
    assert list(conclusion.tasks.all()) == [made, *tasks]
    assert words_of(conclusion, made) == made.text == conclusion.text[:end]
    assert make_task(shown(conclusion), 0, end, by=office) is None


def test_only_what_is_no_task_is_made_one(conclusion, tasks, office, leader):
    assert make_task(conclusion, tasks[0].start, tasks[1].end, by=office) is None
    assert make_task(conclusion, 5, 5, by=office) is None
    with pytest.raises(PermissionDenied):
        make_task(conclusion, 0, 9, by=leader)


def test_moving_keeps_numbers_and_passes_accepted_tasks(conclusion, tasks, office):
    accept_tasks([tasks[1]], by=office)
    assert not move_task(tasks[2], up=False, by=office)
    assert move_task(tasks[2], up=True, by=office)
    assert [task.number for task in conclusion.tasks.all()] == ["1", "3", "2"]
    with pytest.raises(SomebodyWasFaster):
        move_task(tasks[1], up=True, by=office)
    dismiss_task(tasks[2], by=office)
    assert not move_task(tasks[0], up=True, by=office)
    assert move_task(tasks[0], up=False, by=office)  # over the one put aside and the accepted one
    assert [task.number for task in conclusion.tasks.all()] == ["3", "2", "1"]


def test_one_field_settles_its_own_doubts_only(tasks, office, unit_a, unit_b):
    task = tasks[1]
    Task.objects.filter(pk=task.pk).update(unsure=["several_leads", "due_unclear", "unnumbered"])
    task = charge_unit(fresh(task), unit=unit_a, besides=False, by=office, version=1)
    assert (list(task.lead_units.all()), task.unsure) == ([unit_a], ["due_unclear", "unnumbered"])
    task = charge_unit(fresh(task), unit=unit_b, besides=True, by=office, version=2)
    assert set(task.lead_units.all()) == {unit_a, unit_b}
    task = set_due(fresh(task), due_on=date(2026, 12, 31), by=office, version=3)
    assert (fresh(task).due_on, task.due_kind, task.unsure) == (date(2026, 12, 31), "date", ["unnumbered"])
    task = charge_unit(fresh(task), unit=None, besides=False, by=office)
    assert (task.all_units, list(task.lead_units.all())) == (True, [])


# --- Undo -------------------------------------------------------------------------------------------------------
def state(conclusion):
    now = shown(conclusion)
    ids = list(now.tasks.values_list("pk", flat=True))
    rows = {row["pk"]: {**row["fields"], "version": 0, "position": 0} for row in rows_of(ids)}
    return now.pieces, ids, rows


def any_step(chance, conclusion, office, units):
    """One of everything a person may do, wherever chance puts it."""
    task = fresh(chance.choice(list(conclusion.tasks.all())))
    act = chance.choice(["join", "split", "items", "make", "move", "aside", "back", "unit", "due"])
    if act == "join":
        other = fresh(chance.choice(list(conclusion.tasks.all())))
        join_tasks(task, other, versions=(task.version, other.version), by=office)
    elif act == "split":
        split_at(task, [chance.randint(1, 120), chance.randint(1, 120)], by=office)
    elif act == "items":
        split_task(task, by=office)
    elif act == "make":
        start, end = sorted(chance.sample(range(len(conclusion.text)), 2))
        make_task(conclusion, start, min(end, start + 60), by=office)
    elif act == "move":
        move_task(task, up=chance.random() < 0.5, by=office)
    elif act in ("aside", "back"):
        (dismiss_task if act == "aside" else restore_task)(task, by=office)
    elif act == "unit":
        charge_unit(task, unit=chance.choice(units), besides=chance.random() < 0.5, by=office)
    else:
        set_due(task, due_on=date(2026, 11, chance.randint(1, 30)), by=office)


def test_whatever_was_done_is_undone_step_by_step(conclusion, tasks, office, unit_a, unit_b):
    chance = Random(1)
    states = [state(conclusion)]
    while len(states) < 14:
        before = ReviewStep.objects.count()
        try:
            any_step(chance, conclusion, office, [unit_a, unit_b, None])
        except SomebodyWasFaster:
            continue  # a task with itself, or one that is put aside
        now = state(conclusion)
        if ReviewStep.objects.count() > before:
            states.append(now)
        assert now == states[-1]
    for earlier in states[-2::-1]:
        assert undo(conclusion, by=office)
        assert state(conclusion) == earlier
    assert undo(conclusion, by=office) is None
    assert ChangeEntry.objects.filter(verb="undo_step").count() == 13


def test_others_steps_stay_and_what_they_touched_is_not_undone(conclusion, tasks, office, second_office):
    move_task(tasks[2], up=True, by=office)
    set_due(tasks[0], due_on=date(2026, 12, 1), by=second_office)
    assert undo(conclusion, by=office).verb == "move_task"
    assert fresh(tasks[0]).due_on == date(2026, 12, 1)
    dismiss_task(fresh(tasks[0]), by=office)
    restore_task(fresh(tasks[0]), by=second_office)
    with pytest.raises(SomebodyWasFaster):
        undo(conclusion, by=office)
    set_due(fresh(tasks[1]), due_on=date(2026, 12, 1), by=second_office)
    accept_tasks([tasks[1]], by=office)
    with pytest.raises(SomebodyWasFaster):
        undo(conclusion, by=second_office)


def test_a_new_reading_ends_undoing(conclusion, tasks, conference, office, leader):
    move_task(tasks[2], up=True, by=office)
    read_conclusion(conference, text=TEXT.replace("quy chế làm việc", "quy chế"), by=office)
    assert undo(conclusion, by=office) is None
    with pytest.raises(PermissionDenied):
        undo(conclusion, by=leader)
