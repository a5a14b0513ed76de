"""From the conference, its accepted tasks and its recommendations to the document that is printed."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import date

from django.utils import timezone

from assignments.carry_over import Carried, carried_over_to
from assignments.workflow import State
from conferences.models import Conclusion, Conference, Task
from notices.document import (
    CarriedOver,
    NoticeAnswer,
    NoticeDocument,
    NoticeTask,
    Signer,
    paragraphs,
    task_label,
)
from notices.models import Notice
from recommendations.models import Recommendation
from units.models import Unit

# Printed words, always Vietnamese.
ALL_UNITS = "các đơn vị thuộc {host}"
NAMED_ABOVE = "Các đơn vị nêu tại Thông báo này"
COLLECTIVE = "Ban Thường vụ"
MOST_RECIPIENTS = 14
# As many answers make a table in an annex.
TABLE_FROM = {
    Notice.Answers.BY_NUMBER.value: 6,
    Notice.Answers.TEXT.value: 10**6,
    Notice.Answers.ANNEX.value: 1,
}
NOT_ASSIGNED = "Nội dung kiến nghị đang được xem xét, phân công đơn vị chủ trì giải quyết."
OUTCOMES = {
    Recommendation.Outcome.RESOLVED: "Đã giải quyết",
    Recommendation.Outcome.EXPLAINED: "Đã giải trình, cung cấp thông tin",
}


@dataclass(frozen=True)
class Material:
    """Everything a notice is made of, read in a fixed number of queries."""

    conference: Conference
    conclusion: Conclusion | None
    tasks: list[Task]
    proposed: int
    recommendations: list[Recommendation]

    @property
    def unassigned(self) -> list[Recommendation]:
        """Printed as “under consideration”: nobody leads them and no answer is written."""
        return [found for found in self.unanswered if not found.answering.assignment.unit]

    @property
    def entrusted(self) -> list[Recommendation]:
        """Printed as “X is to deal with it by then”."""
        return [found for found in self.unanswered if found.answering.assignment.unit]

    @property
    def unanswered(self) -> list[Recommendation]:
        return [found for found in self.recommendations if not words_of(found)]


def material_of(conference: Conference) -> Material:
    tasks = Task.objects.filter(conclusion__conference=conference)
    raised = (
        Recommendation.objects.filter(conference=conference)
        .exclude(assignment__state=State.WITHDRAWN)
        .select_related(
            "assignment__unit",
            "assignment__merged_into__unit",
            "assignment__merged_into__recommendation",
            "raised_by",
        )
        .prefetch_related("assignment__supporting_units", "assignment__merged_into__supporting_units")
        .order_by("position")
    )
    for recommendation in raised:
        recommendation.conference = conference  # known already, so not asked for again
    return Material(
        conference=conference,
        conclusion=Conclusion.objects.filter(conference=conference).first(),
        tasks=list(tasks.accepted().prefetch_related("lead_units", "supporting_units")),
        proposed=tasks.proposed().count(),
        recommendations=list(raised),
    )


def build_document(notice: Notice, material: Material | None = None) -> NoticeDocument:
    material = material or material_of(notice.conference)
    host, conclusion = notice.conference.host, material.conclusion
    table_from = TABLE_FROM[notice.answers_as]
    carried = carried_over_to(notice.conference) if notice.with_carried_over else []
    return NoticeDocument(
        form=str(notice.form),
        # The collective stands on a line of its own above the body it leads.
        issuer=(notice.issuer or host.name).replace(f"{COLLECTIVE} ", f"{COLLECTIVE}\n", 1),
        parent=notice.parent_body or (host.parent.name if host.parent and not notice.issuer else ""),
        symbol=notice.symbol,
        place=notice.place,
        subject=notice.title,
        # Not today's year: the same data must give the same bytes tomorrow.
        year=timezone.localdate(notice.updated_at).year,
        opening=paragraphs(notice.opening),
        assessments=paragraphs(conclusion.assessments) if conclusion else (),
        limitations=paragraphs(conclusion.limitations) if conclusion else (),
        tasks_lead_in=paragraphs(notice.lead_in) if material.tasks else (),
        tasks=tuple(printed_task(task, host) for task in material.tasks),
        answers=printed_answers(material.recommendations, table_from=table_from),
        answers_in_annex_from=table_from,
        carried_over=tuple(map(printed_carried, carried)),
        closing=notice.closing,
        recipients=(*lines(notice.recipients), *units_with_work(material, carried)),
        drafted_by=notice.drafted_by_unit.strip(),
        drafter_mark=notice.drafter_mark.strip(),
        signer=Signer(
            authority=str(notice.authority),
            of=notice.authority_of.strip(),
            title=notice.signer_title.strip(),
            name=notice.signer_name.strip(),
        ),
    )


def fingerprint(document: NoticeDocument) -> str:
    """Equal for equal content: tells whether a PDF still says what the data say."""
    return hashlib.sha256(repr(document).encode()).hexdigest()


def texts_of(value: object) -> Iterator[str]:
    """Every text of a document, for checking what the typeface can print."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from texts_of(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name))


def lines(text: str) -> Iterator[str]:
    return (line.strip() for line in text.splitlines() if line.strip())


# --- Tasks --------------------------------------------------------------------------------------------------
def printed_task(task: Task, host: Unit) -> NoticeTask:
    everybody = ALL_UNITS.format(host=short_name(host))
    return NoticeTask(
        label=task_label(task.number),
        paragraphs=paragraphs(task.text),
        lead=everybody if task.all_units else names(task.lead_units.all()),
        support=names(task.supporting_units.all()),
        due=task.due_phrase.removeprefix("là ") or (before(task.due_on) if task.due_on else ""),
    )


def short_name(host: Unit) -> str:
    """The ministry calls itself “Bộ”."""
    return "Bộ" if host.parent_id is None else host.name


def names(units: Iterable[Unit]) -> str:
    return ", ".join(unit.name for unit in units)


def before(day: date) -> str:
    return f"trước ngày {day:%d/%m/%Y}"


def printed_carried(row: Carried) -> CarriedOver:
    held_on = row.conference.held_on
    return CarriedOver(
        source=", ".join(filter(None, (row.old_number, f"Hội nghị ngày {held_on:%d/%m/%Y}"))),
        text=row.wording,
        unit=row.unit.name if row.unit else "",
        original_due=f"{row.original_due_on:%d/%m/%Y}" if row.original_due_on else "",
        due=f"{row.new_due_on:%d/%m/%Y}" if row.new_due_on else "",
        reason=row.reason,
    )


# --- Answers ------------------------------------------------------------------------------------------------
def printed_answers(recommendations: list[Recommendation], *, table_from: int) -> tuple[NoticeAnswer, ...]:
    """Unit by unit, in the order in which the units first spoke."""
    turns: dict[int, int] = {}
    for recommendation in recommendations:
        turns.setdefault(recommendation.raised_by_id, len(turns))
    in_turn = sorted(recommendations, key=lambda found: (turns[found.raised_by_id], found.position))
    in_table = len(in_turn) >= table_from
    return tuple(printed_answer(recommendation, in_table=in_table) for recommendation in in_turn)


def printed_answer(recommendation: Recommendation, *, in_table: bool) -> NoticeAnswer:
    """A table has columns for who leads and until when; in the text the answer's own sentence says it."""
    unit = recommendation.answering.assignment.unit
    words = words_of(recommendation)
    outcome = recommendation.answering.outcome
    settled = OUTCOMES.get(Recommendation.Outcome(outcome)) if outcome else None
    day = deadline_of(recommendation)
    told_apart = in_table or (bool(words) and not settled)
    return NoticeAnswer(
        raised_by=recommendation.raised_by.name,
        recommendation=recommendation.text,
        answer=words or entrusted(recommendation),
        lead=unit.name if unit and told_apart else "",
        due=settled if settled and in_table else (before(day) if day and told_apart and not settled else ""),
    )


def words_of(recommendation: Recommendation) -> str:
    """The answer as the office wrote it, else the confirmed result; of a merged one that of the other."""
    answering = recommendation.answering
    if answering.answer:
        return answering.answer
    assignment = answering.assignment
    return assignment.result if assignment.state == State.DONE else ""


def deadline_of(recommendation: Recommendation) -> date | None:
    answering = recommendation.answering
    assignment = answering.assignment
    if assignment.state == State.DONE:
        return answering.roadmap_on
    return answering.roadmap_on or (assignment.due_on if assignment.unit else None)


def entrusted(recommendation: Recommendation) -> str:
    """The answer where none is written: who is to deal with it, with whom, until when."""
    assignment = recommendation.answering.assignment
    if assignment.unit is None:
        return NOT_ASSIGNED
    supporting = names(assignment.supporting_units.all())
    day = deadline_of(recommendation)
    return "".join(
        (
            f"Giao {assignment.unit.name} chủ trì",
            f", phối hợp với {supporting}" if supporting else "",
            " nghiên cứu, giải quyết",
            ""
            if assignment.unit_id == recommendation.raised_by_id
            else f", trả lời {recommendation.raised_by.name}",
            f" {before(day)}." if day else ".",
        )
    )


# --- Recipients ---------------------------------------------------------------------------------------------
def units_with_work(material: Material, carried: Iterable[Carried] = ()) -> tuple[str, ...]:
    """Who must do something or is answered; all by name while that stays a short list."""
    found = {row.unit.pk: row.unit for row in carried if row.unit}
    everybody = False
    for task in material.tasks:
        everybody |= task.all_units
        found |= {unit.pk: unit for unit in (*task.lead_units.all(), *task.supporting_units.all())}
    for recommendation in material.recommendations:
        assignment = recommendation.assignment
        asked = [assignment.unit] if assignment.unit else []
        units = (*asked, *assignment.supporting_units.all(), recommendation.raised_by)
        found |= {unit.pk: unit for unit in units}
    return tuple(recipients(found.values(), material.conference.host, everybody=everybody))


def recipients(units: Iterable[Unit], host: Unit, *, everybody: bool) -> Iterator[str]:
    in_order = sorted(units, key=lambda unit: (unit.position, unit.sort_key, unit.pk))
    if everybody:
        words = ALL_UNITS.format(host=short_name(host))
        yield f"{words[0].upper()}{words[1:]}"
        in_order = [unit for unit in in_order if unit.kind in (Unit.Kind.PARTY, Unit.Kind.UNION)]
    elif len(in_order) > MOST_RECIPIENTS:
        yield NAMED_ABOVE
        return
    yield from (unit.name for unit in in_order if unit.pk != host.pk)
