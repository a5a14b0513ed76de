"""The conclusion beside its tasks."""

from assignments.actions import accept_tasks
from conferences.actions import read_conclusion
from conferences.review import review_of


def test_the_cards_stand_in_the_order_of_the_text(conference, office):
    numbered = [f"{number}. Vụ Pháp chế rà soát văn bản số {number}." for number in range(1, 10)]
    conclusion = read_conclusion(conference, text="\n".join(["Kết luận:", *numbered]), by=office).conclusion
    proposed = list(conclusion.tasks.all())
    assert len(proposed) == 9
    accept_tasks(proposed[::-2], by=office)
    for task in proposed:  # as after a new text that turns the order round
        task.position = 10 - task.position
        task.save(update_fields=["position"])
    assert [card.task for card in review_of(conclusion).cards] == proposed[::-1]
