"""What a stretch of text is: an order, praise, a description, a caption, the frame around it all."""

import re
from collections.abc import Sequence

from conferences.conclusion_reader.cast import Cast
from conferences.conclusion_reader.language import frame, orders
from conferences.conclusion_reader.language.bodies import BARE_CHARGES, BARE_ORDERS, CHAIRS, CHARGES, SAYINGS
from conferences.conclusion_reader.layout import Sheet
from conferences.conclusion_reader.patterns import (
    any_of,
    ends_sentence,
    is_capitals,
    whole,
    within,
)
from conferences.conclusion_reader.types import ASSESSMENT, LIMITATION, TASK

# --- frame ---
_CLOSING = re.compile(any_of(frame.CLOSINGS))
_RECIPIENTS = re.compile(any_of(frame.RECIPIENTS))
_SOURCE = re.compile(any_of(frame.SOURCES))
_CAPTION = re.compile(rf"(?<!\w){any_of(frame.CAPTIONS)}")
_PERSON = re.compile(rf"(?:theo )?{any_of((*CHAIRS, *frame.PEOPLE))}(?!\w)")
_PEOPLE = whole(frame.PEOPLE)
_ACT = re.compile(rf"(?<!\w){any_of(frame.CAPTION_ACTS)}(?!\w)| [–-] ")
_LABEL = re.compile(rf"(?:- )?{any_of(frame.LABELS)}")
_FORMULA = re.compile(any_of(orders.FORMULAS))
_CONCLUDES = within(orders.CONCLUDING_WORDS)
_ANNOUNCES = re.compile(any_of(orders.ANNOUNCEMENTS))
_OPENING = any_of((*orders.ADVERBIALS, *orders.CONNECTIVES, *orders.AGREEMENT))
# "Phát biểu kết luận, Bộ trưởng nhấn mạnh", "Theo Thủ tướng": a reporter tells what the chair said.
_NARRATES = re.compile(
    rf"(?:{_OPENING}(?!\w)[^.;:]{{0,250}}?(?:, |(?<=theo )))?"
    rf"(?:đồng chí )?{any_of(CHAIRS)}(?!\w)[^.;:]{{0,70}}?(?<!\w){any_of((*SAYINGS, *CHARGES))}(?!\w)"
)
_CHAIR = whole(CHAIRS)
_INSTRUCTION = (
    rf"(?:đồng chí )?{any_of(CHAIRS)}(?!\w)(?P<said>[^.;:]{{0,70}}?)(?<!\w){any_of(CHARGES)}(?!\w| ?:)"
)
_INSTRUCTS = re.compile(rf"(?:{_OPENING}(?!\w)[^.;:]{{0,250}}?, )?{_INSTRUCTION}")
_AT_ONCE = rf"(?:{any_of(orders.CONNECTIVES)},? |{any_of(orders.CONCLUDING_OPENINGS)}[^.;:]{{0,120}}?, )?"
_INSTRUCTS_AT_ONCE = re.compile(_AT_ONCE + _INSTRUCTION)
# "Kết luận hội nghị, Bộ trưởng đánh giá cao …; yêu cầu …"
_ALSO_INSTRUCTS = re.compile(
    rf"{_AT_ONCE}(?:đồng chí )?{any_of(CHAIRS)}(?!\w)[^.:]{{0,300}}?"
    rf"[;,] (?:đồng thời |và )?{any_of(BARE_ORDERS)}(?!\w| ?:)"
)
_TOLD_BEFORE = re.compile(rf"(?<!\w)(?:(?:đã|từng) \w|{any_of(SAYINGS)}(?! ?,| và))")
_DEMANDS = whole(BARE_ORDERS)
_CONTINUES = whole(orders.CONTINUATIONS)
_ADDS = whole(orders.ADDITIONS)
_LONGEST_HEADING = 300
_LONGEST_CAPTION = 450
_LONGEST_ANNOUNCEMENT = 120
_PROSE_SHARE = 0.6
_PROSE_LINE = 40  # shorter lines tell little about the others

# --- orders ---
_ORDER = whole((*orders.IMPERATIVES, *BARE_CHARGES))
_LATER_ORDER = re.compile(rf"; {any_of(orders.IMPERATIVES)}(?!\w)")
_AGREES = re.compile(rf"(?:[^,.;:]{{0,60}}(?:xin |đã |bày tỏ ))?{any_of(orders.AGREEMENT)}(?!\w)")
_BUT_ORDERS = re.compile(r"[;,] (?:giao|yêu cầu|đề nghị) ")
_BUT = within(orders.BUTS)
_MODAL = within(orders.MODALS)
_DESCRIBES = within(orders.DESCRIPTION)
_DONE = re.compile(rf"{any_of(orders.DONE_ON_ORDER)} [^,;:.]{{3,200}}, [^,;:.]{{1,80}} (?:đã|đang|vẫn) ")
_NOUN_LIKE = whole(orders.NOUN_LIKE)
_SKIPPED = re.compile(rf"{any_of(orders.CONNECTIVES)},? |{any_of(orders.ADVERBIALS)}(?!\w)[^,;:.]*, ")
_TOPIC = re.compile(r"(?:về|đối với|liên quan đến|liên quan tới) [^:.]{3,400}: ?")
# How far into a sentence its main verb is looked for, and how far a later modal verb is from it.
_MAIN_CLAUSE = 160
_FAR = 60
_NEAR = 30  # how near a describing verb is to its noun

# --- headings and lead-ins ---
_FINDINGS = ((ASSESSMENT, within(orders.ASSESSMENT_NOUNS)), (LIMITATION, within(orders.LIMITATION_NOUNS)))
_NOUNS = ((TASK, within(orders.TASK_NOUNS)), *_FINDINGS)
_HEADING_NOUNS = ((TASK, within(orders.HEADING_TASK_NOUNS)), *_FINDINGS)
_LIMITS = re.compile(any_of(orders.LIMITATION_OPENINGS))
_ORDERING = within(orders.ORDERING_WORDS)
_OTHER_LIST = within(orders.OTHER_LISTS)
_FINDING = within(orders.FINDING_WORDS)


class Judge:
    """Asked about stretches of one text."""

    def __init__(self, sheet: Sheet, cast: Cast) -> None:
        self._flat = sheet.flat
        self._folded = sheet.folded
        self._cast = cast
        long = [(start, end) for start, end in sheet.paragraphs if end - start > _PROSE_LINE]
        stopped = sum(ends_sentence(self._flat[start:end]) for start, end in long)
        # Where paragraphs end with a full stop, a line without one is no paragraph.
        self._prose = stopped > len(long) * _PROSE_SHARE

    # --- frame ---

    def is_recipients(self, start: int, end: int) -> bool:
        return _RECIPIENTS.match(self._folded, start, end) is not None

    def is_source(self, start: int, end: int) -> bool:
        return end - start < _LONGEST_HEADING and _SOURCE.match(self._folded, start, end) is not None

    def is_closing(self, start: int, end: int) -> bool:
        return _CLOSING.match(self._folded, start, end) is not None

    def is_caption(self, start: int, end: int) -> bool:
        if end - start > _LONGEST_CAPTION:
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
        return is_capitals(line) or self._prose and not ends_sentence(line) and not line.endswith(",")

    def is_limitation(self, start: int, end: int) -> bool:
        return _LIMITS.match(self._folded, start, end) is not None

    def is_formula(self, start: int, end: int) -> bool:
        return _FORMULA.search(self._folded, self._last_sentence(start, end), end) is not None

    def concludes(self, start: int, end: int) -> bool:
        sentence = self._last_sentence(start, end)
        return self.is_formula(start, end) and _CONCLUDES.search(self._folded, sentence, end) is not None

    def announces(self, start: int, end: int) -> bool:
        return _ANNOUNCES.search(self._folded, max(start, end - _LONGEST_ANNOUNCEMENT), end) is not None

    def narrates(self, start: int, end: int) -> bool:
        return any(form.match(self._folded, start, end) for form in (_NARRATES, _CHAIR))

    def continues(self, start: int, end: int) -> bool:
        return _CONTINUES.match(self._folded, start, end) is not None

    def adds(self, start: int, end: int) -> bool:
        """ "Ngoài ra, …": beside all that was said above."""
        return _ADDS.match(self._folded, start, end) is not None

    def instructs(self, start: int, end: int, *, at_once: bool = False) -> bool:
        """ "Bộ trưởng yêu cầu …", "Đề nghị …", whoever is addressed."""
        if _DEMANDS.match(self._folded, start, end):
            return True
        if _ALSO_INSTRUCTS.match(self._folded, start, end):
            return True
        found = (_INSTRUCTS_AT_ONCE if at_once else _INSTRUCTS).match(self._folded, start, end)
        if found is None or at_once and "đã" in found["said"]:
            return False
        return _TOLD_BEFORE.search(found["said"]) is None

    # --- what stands below a heading or a lead-in ---

    def heading_verdict(self, start: int, end: int) -> str | None:
        """The kind of what stands below; the first telling word counts; None where the words do not tell."""
        found = sorted(
            (match.start(), kind)
            for kind, pattern in _HEADING_NOUNS
            if (match := pattern.search(self._folded, start, end))
        )
        if not found:
            return None
        first = found[0][1]
        both = first != TASK and any(kind == TASK for _, kind in found)
        return None if both and self._folded.find(" và ", start, end) > 0 else first

    def lead_in_score(self, start: int, end: int) -> int:
        """Above 0 for what announces tasks, below for what announces findings; the last word counts."""
        sentence = self._last_sentence(start, end)
        found = [
            (match.start(), kind)
            for kind, pattern in _NOUNS
            for match in pattern.finditer(self._folded, sentence, end)
        ]
        score = 0 if not found else 2 if max(found)[1] == TASK else -2
        score += 2 * (_ORDERING.search(self._folded, sentence, end) is not None)
        score -= 2 * (_FINDING.search(self._folded, sentence, end) is not None)
        score -= 4 * (_OTHER_LIST.search(self._folded, sentence, end) is not None)
        return score

    def _last_sentence(self, start: int, end: int) -> int:
        position = start
        for one, _ in self._cast.sentences(start, end):
            position = one
        return position

    # --- points ---

    def item_score(self, start: int, end: int) -> int:
        """1 for a point that orders, -1 for one that tells or agrees, 0 for neither."""
        scores = self._scores([(start, end)], 6)
        if not scores:
            return 0
        ordering = sum(score > 0 for score in scores)
        if ordering and (scores[0] >= 0 or ordering > len(scores) / 2):
            return 1
        return min(scores[0], 0)

    def only_tells(self, spans: Sequence[tuple[int, int]]) -> bool:
        """Whether a point praises, agrees or describes, and orders nothing."""
        scores = self._scores(spans, 20)
        return bool(scores) and min(scores) < 0 and max(scores) <= 0

    def tells(self, start: int, end: int) -> bool:
        """Whether the first sentence describes instead of ordering."""
        return self._scores([(start, end)], 1) == [-1]

    def goes_on_ordering(self, start: int, end: int) -> bool:
        """ "Có giải pháp phù hợp; đẩy nhanh tiến độ": a later clause orders and nothing tells."""
        return _LATER_ORDER.search(self._folded, start, end) is not None and not self.tells(start, end)

    def starts_with_order(self, start: int, end: int) -> bool:
        position = start
        for _ in range(3):
            if _DONE.match(self._folded, position, end):
                return False
            if _ORDER.match(self._folded, position, end):
                noun = _NOUN_LIKE.match(self._folded, position, end)
                return noun is None or not _DESCRIBES.search(self._folded, noun.end(), noun.end() + _NEAR)
            skipped = _SKIPPED.match(self._folded, position, end)
            if skipped is None:
                return False
            position = skipped.end()
        return False

    def _scores(self, spans: Sequence[tuple[int, int]], most: int) -> list[int]:
        """Of the first sentences of each stretch."""
        return [
            self._score(*sentence)
            for start, end in spans
            for sentence, _ in zip(self._cast.sentences(start, end), range(most), strict=False)
        ]

    def _score(self, start: int, end: int) -> int:
        folded = self._folded
        topic = _TOPIC.match(folded, start, end)
        if topic is not None and topic.end() < end:
            start = topic.end()
        if _AGREES.match(folded, start, end):
            ordered = _BUT_ORDERS.search(folded, start, end) or self._cast.roles(start, end).charges
            return 1 if ordered else -1
        if self.starts_with_order(start, end) or self._cast.roles(start, end).charges:
            return 1
        if _PEOPLE.match(folded, start, end):
            return -1
        modal = _MODAL.search(folded, start, end)
        told = _DESCRIBES.search(folded, start, min(end, start + _MAIN_CLAUSE))
        if modal is not None:
            near = told is not None and told.start() < modal.start() <= told.start() + _FAR
            if told is None or not near or _BUT.search(folded, told.end(), modal.start()):
                return 1
        return -1 if told is not None else 0
