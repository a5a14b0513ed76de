"""Reading a corrected text again: which of the tasks one has already are the ones the reader found now."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from conferences.conclusion_reader import FoundTask
from conferences.models import Task
from dialogue_tracker.vietnamese import compare_key


@dataclass(frozen=True)
class Item:
    """A task of the new reading, or a sub-item of it: then `above` is the task. `index` counts the tasks."""

    index: int
    found: FoundTask
    above: FoundTask | None = None


SAME = 0.75
SAME_WITH_NUMBER = 0.4

_WORD = re.compile(r"\w+")


def match(found: Sequence[FoundTask], kept: Sequence[Task]) -> dict[int, Task]:
    """Index of a found task -> the task kept in its place. None is matched twice; the most alike go first."""
    alike = sorted(
        (
            (likeness, index, task)
            for index, new in enumerate(found)
            for task in kept
            if (likeness := _likeness(new, task))
        ),
        key=lambda row: (-row[0], row[1], row[2].position),
    )
    matched: dict[int, Task] = {}
    taken: set[int] = set()
    for _likeness_value, index, task in alike:
        if index not in matched and task.pk not in taken:
            matched[index] = task
            taken.add(task.pk)
    return matched


def split_as_before(found: Sequence[FoundTask], kept: Sequence[Task]) -> list[Item]:
    """A task that was split into its sub-items before is split again, or it would stand there twice."""
    items: list[Item] = []
    for index, new in enumerate(found):
        if any(match([child], kept) for child in new.children) and not match([new], kept):
            items += [Item(index, child, new) for child in new.children]
        else:
            items.append(Item(index, new))
    return items


def same_wording(new: FoundTask, task: Task) -> bool:
    return compare_key(new.text) == compare_key(task.text)


def _likeness(new: FoundTask, task: Task) -> float:
    """Zero when the two are different tasks."""
    shared = _shared_words(new.text, task.text)
    same_number = bool(new.number) and compare_key(new.number or "") == compare_key(task.number)
    enough = SAME_WITH_NUMBER if same_number else SAME
    return shared + same_number if shared >= enough else 0


def _shared_words(one: str, other: str) -> float:
    first, second = _words(one), _words(other)
    longer = max(first.total(), second.total())
    return (first & second).total() / longer if longer else 0


@lru_cache(maxsize=1024)
def _words(text: str) -> Counter[str]:
    return Counter(_WORD.findall(compare_key(text)))
