"""What a stretch of text is: an order, praise, a description, a caption, the frame around it all."""

import re
from collections.abc import Iterator

from conferences.conclusion_reader.layout import Sheet
from conferences.conclusion_reader.patterns import any_of, ends_sentence, is_capitals, sentence_ends
from conferences.conclusion_reader.types import ASSESSMENT, LIMITATION, TASK
from conferences.conclusion_reader.words import (
    ADVERBIALS,
    AGREEMENT,
    ANNOUNCEMENTS,
    ASSESSMENT_NOUNS,
    BARE_CHARGES,
    CAPTION_ACTS,
    CAPTIONS,
    CHAIRS,
    CHARGES,
    CLOSINGS,
    CONNECTIVES,
    DESCRIPTION,
    FORMULAS,
    IMPERATIVES,
    LABELS,
    LIMITATION_NOUNS,
    MODALS,
    RECIPIENTS,
    SAYINGS,
    SOURCES,
    TASK_NOUNS,
)

_IMPERATIVE = re.compile(rf"(?:{any_of(IMPERATIVES)})(?!\w)")
_BARE_CHARGE = re.compile(rf"(?:{any_of(BARE_CHARGES)})(?!\w)")
_AGREES = re.compile(rf"(?:[^,.;:]{{0,60}}(?:xin |đã |bày tỏ ))?(?:{any_of(AGREEMENT)})(?!\w)")
_MODAL = re.compile(rf"(?<!\w)(?:{any_of(MODALS)})(?!\w)")
_DESCRIBES = re.compile(rf"(?<!\w)(?:{any_of(DESCRIPTION)})(?!\w)")
_CHAIR = re.compile(rf"(?<!\w)(?:{any_of(CHAIRS)})(?!\w)")
_NARRATES = re.compile(
    rf"(?:(?:{any_of(ADVERBIALS)}|{any_of(CONNECTIVES)}|{any_of(AGREEMENT)})(?!\w)[^.;:]{{0,250}}?(?:, |(?<=theo )))?"
    rf"(?:đồng chí )?(?:{any_of(CHAIRS)})(?!\w)[^.;:]{{0,70}}?(?<!\w)(?:{any_of(SAYINGS)}|{any_of(CHARGES)})(?!\w)"
)
_ADVERBIAL = re.compile(rf"(?:{any_of(ADVERBIALS)})(?!\w)[^,;:.]*, ")
_CONNECTIVE = re.compile(rf"(?:{any_of(CONNECTIVES)}),? ")
_CONTINUES = re.compile(r"(?:đồng thời|cụ thể|trong đó|bên cạnh đó|trên cơ sở đó|theo đó|cùng với đó|trường hợp|ngoài ra)(?!\w)")
_TOPIC = re.compile(r"(?:về|đối với|liên quan đến|liên quan tới) [^:.]{3,400}: ?")
_FORMULA = re.compile(any_of(FORMULAS))
_ANNOUNCES = re.compile(any_of(ANNOUNCEMENTS))
_CLOSING = re.compile(any_of(CLOSINGS))
_RECIPIENTS = re.compile(any_of(RECIPIENTS))
_SOURCE = re.compile(any_of(SOURCES))
_CAPTION = re.compile(rf"(?<!\w){any_of(CAPTIONS)}")
_PERSON = re.compile(rf"(?:theo )?(?:{any_of(CHAIRS)}|đồng chí|ông|bà|cục trưởng|vụ trưởng|chánh văn phòng|đại biểu|các đại biểu)(?!\w)")
_ACT = re.compile(rf"(?<!\w){any_of(CAPTION_ACTS)}(?!\w)| [–-] ")
_LABEL = re.compile(rf"(?:- )?{any_of(LABELS)}")
_NOUNS = tuple(
    (kind, re.compile(rf"(?<!\w){any_of(nouns)}(?!\w)"))
    for kind, nouns in ((TASK, TASK_NOUNS), (ASSESSMENT, ASSESSMENT_NOUNS), (LIMITATION, LIMITATION_NOUNS))
)
_LONGEST_HEADING = 300


class Judge:
    """Asked about stretches of one text."""

    def __init__(self, sheet: Sheet) -> None:
        self._flat = sheet.flat
        self._folded = sheet.folded
        long = [(start, end) for start, end in sheet.paragraphs if end - start > 60]
        stopped = sum(ends_sentence(self._flat[start:end]) for start, end in long)
        # Where paragraphs end with a full stop, a line without one is no paragraph.
        self._prose = stopped > len(long) * 0.6

    def sentences(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        position = start
        for stop in sentence_ends(self._flat, self._folded, start, end):
            yield position, stop
            position = stop
        if position < end:
            yield position, end

    # --- frame ---

    def is_recipients(self, start: int, end: int) -> bool:
        return _RECIPIENTS.match(self._folded, start, end) is not None

    def is_source(self, start: int, end: int) -> bool:
        return end - start < 300 and _SOURCE.match(self._folded, start, end) is not None

    def is_closing(self, start: int, end: int) -> bool:
        return _CLOSING.match(self._folded, start, end) is not None

    def is_caption(self, start: int, end: int) -> bool:
        if end - start > _LONGEST_HEADING * 1.5:
            return False
        if _CAPTION.search(self._folded, start, end):
            return True
        return (
            self._prose
            and not ends_sentence(self._flat[start:end])
            and _PERSON.match(self._folded, start, end) is not None
            and _ACT.search(self._folded, start, end) is not None
        )

    def is_heading(self, start: int, end: int) -> bool:
        line = self._flat[start:end]
        if end - start > _LONGEST_HEADING or _LABEL.match(self._folded, start, end):
            return False
        if is_capitals(line):
            return True
        return self._prose and not ends_sentence(line) and not line.endswith(",")

    def is_formula(self, start: int, end: int) -> bool:
        sentence = self._last_sentence(start, end)
        return _FORMULA.search(self._folded, sentence, end) is not None

    def announces(self, start: int, end: int) -> bool:
        return _ANNOUNCES.search(self._folded, max(start, end - 120), end) is not None

    def narrates(self, start: int, end: int) -> bool:
        """Whether a reporter tells what the chair said."""
        return _NARRATES.match(self._folded, start, end) is not None or _CHAIR.match(self._folded, start, end) is not None

    def continues(self, start: int, end: int) -> bool:
        return _CONTINUES.match(self._folded, start, end) is not None

    # --- what stands below a heading or a lead-in ---

    def heading_verdict(self, start: int, end: int) -> str | None:
        """The kind of what stands below; the first telling word counts; None where the words do not tell."""
        first = sorted(
            (found.start(), kind) for kind, pattern in _NOUNS if (found := pattern.search(self._folded, start, end))
        )
        if not first:
            return None
        kinds = {kind for _, kind in first}
        if first[0][1] != TASK and TASK in kinds and self._folded.find(" và ", start, end) > 0:
            return None
        return first[0][1]

    def lead_in_score(self, start: int, end: int) -> int:
        """Above 0 for what announces tasks, below for what announces findings."""
        sentence = self._last_sentence(start, end)
        last: tuple[int, str] = (-1, "")
        for kind, pattern in _NOUNS:
            for found in pattern.finditer(self._folded, sentence, end):
                last = max(last, (found.start(), kind))
        score = {"": 0, TASK: 2}.get(last[1], -2)
        if re.search(r"(?<!\w)(?:yêu cầu|đề nghị|giao|chỉ đạo|cần|phải)(?!\w)", self._folded[sentence:end]):
            score += 2
        if re.search(r"(?:đánh giá|nhận định|nêu ra|cho thấy|gồm các ý kiến|ý nghĩa)", self._folded[sentence:end]):
            score -= 2
        return score

    def _last_sentence(self, start: int, end: int) -> int:
        position = start
        for one, _ in self.sentences(start, end):
            position = one
        return position

    # --- points ---

    def item_score(self, start: int, end: int) -> int:
        """Above 0 for a point that orders, below for one that tells or agrees; the first sentences count most."""
        scores = [self._sentence_score(one, two) for one, two in self._first(start, end, 6)]
        if not scores:
            return 0
        if max(scores) > 0 and scores[0] >= 0:
            return 1
        return 1 if sum(score > 0 for score in scores) > len(scores) / 2 else min(scores[0], 0)

    def _first(self, start: int, end: int, count: int) -> Iterator[tuple[int, int]]:
        for index, sentence in enumerate(self.sentences(start, end)):
            if index == count:
                return
            yield sentence

    def _sentence_score(self, start: int, end: int) -> int:
        folded = self._folded
        topic = _TOPIC.match(folded, start, end)
        if topic is not None and topic.end() < end:
            start = topic.end()
        if _AGREES.match(folded, start, end):
            return 1 if re.search(r"[;,] (?:giao|yêu cầu|đề nghị) ", folded[start:end]) else -1
        if self.starts_with_order(start, end):
            return 1
        clause_end = min(end, start + 160)
        modal = _MODAL.search(folded, start, end)
        told = _DESCRIBES.search(folded, start, clause_end)
        if modal is not None and (told is None or modal.start() < told.start() or modal.start() > told.start() + 60):
            return 1
        return -1 if told is not None else 0

    def starts_with_order(self, start: int, end: int) -> bool:
        position = start
        for _ in range(3):
            if _IMPERATIVE.match(self._folded, position, end) or _BARE_CHARGE.match(self._folded, position, end):
                told = _DESCRIBES.match(self._folded, position, end)
                return told is None
            skipped = _CONNECTIVE.match(self._folded, position, end) or _ADVERBIAL.match(self._folded, position, end)
            if skipped is None:
                return False
            position = skipped.end()
        return False

    def tells(self, start: int, end: int) -> bool:
        """Whether the first sentence describes instead of ordering."""
        for one, two in self.sentences(start, end):
            return self._sentence_score(one, two) < 0
        return True

    def only_agrees(self, spans: list[tuple[int, int]]) -> bool:
        """Whether a point praises or agrees and orders nothing."""
        scores = [self._sentence_score(one, two) for start, end in spans for one, two in self._first(start, end, 20)]
        return bool(scores) and scores[0] < 0 and max(scores) <= 0
