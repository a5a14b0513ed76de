"""The order in which the tasks of a conclusion stand: their `position`, counted anew with every change."""

from collections.abc import Sequence

from conferences.models import Conclusion, Task


def in_order(conclusion: Conclusion) -> list[int]:
    return list(conclusion.tasks.order_by("position", "pk").values_list("pk", flat=True))


def put_in_order(conclusion: Conclusion, ids: Sequence[int]) -> None:
    places = {pk: place for place, pk in enumerate(ids, start=1)}
    for task in conclusion.tasks.only("position"):
        if task.position != places[task.pk]:
            task.position = places[task.pk]
            task.save(update_fields=["position"])


def put_after(conclusion: Conclusion, task: Task, ids: Sequence[int]) -> None:
    """New ones take the places behind the task they came from."""
    others = [pk for pk in in_order(conclusion) if pk not in ids]
    place = others.index(task.pk) + 1
    put_in_order(conclusion, [*others[:place], *ids, *others[place:]])


def put_back(conclusion: Conclusion, ids: Sequence[int], order: Sequence[int]) -> None:
    """Tasks return to where they stood in an earlier order: each behind what stood before it then."""
    standing = in_order(conclusion)
    now = [pk for pk in standing if pk not in ids]
    for place, pk in enumerate(order):
        if pk in ids and pk in standing:
            before = [other for other in order[:place] if other in now]
            now.insert(now.index(before[-1]) + 1 if before else 0, pk)
    put_in_order(conclusion, now)
