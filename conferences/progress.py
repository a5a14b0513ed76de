"""How far the work on a conference is: five steps, each with the page where it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from conferences.models import Conference

# By the reverse accessors of the apps to the right. One join a query, or the counts would multiply.
COUNTED: tuple[dict[str, Count], ...] = (
    {"logged": Count("recommendations")},
    {
        "conclusions": Count("conclusion", distinct=True),
        "accepted": Count("conclusion__tasks", Q(conclusion__tasks__accepted_at__isnull=False)),
        "proposed": Count(
            "conclusion__tasks",
            Q(conclusion__tasks__accepted_at__isnull=True, conclusion__tasks__dismissed_at__isnull=True),
        ),
    },
    {
        "given": Count("assignments", ~Q(assignments__state__in=("withdrawn", "merged"))),
        "unassigned": Count("assignments", Q(assignments__state="received")),
    },
    {
        "printed": Count("notices__renderings", Q(notices__renderings__state="done"), distinct=True),
        "issued": Count("notices__issuance", distinct=True),
    },
)


@dataclass(frozen=True)
class Counts:
    """Of recommendations logged, tasks, assignments given, PDFs made and notices issued."""

    logged: int = 0
    conclusions: int = 0
    accepted: int = 0
    proposed: int = 0
    given: int = 0
    unassigned: int = 0
    printed: int = 0
    issued: int = 0

    @property
    def has_conclusion(self) -> bool:
        return self.conclusions > 0


def counts_of(conferences: Sequence[Conference]) -> dict[int, Counts]:
    """In as many queries for one conference as for a page of them."""
    ids = [conference.pk for conference in conferences]
    numbers: dict[int, dict[str, int]] = {pk: {} for pk in ids}
    for counted in COUNTED:
        rows = Conference.objects.filter(pk__in=ids).order_by().annotate(**counted)
        for row in rows.values("pk", *counted):
            numbers[row.pop("pk")] |= row
    return {pk: Counts(**per) for pk, per in numbers.items()}


def steps(conference: Conference, counts: Counts) -> list[dict[str, Any]]:
    """For components/steps.html; the first that is not done is the current one."""
    rows = [
        _recommendations_step(conference, counts),
        _conclusion_step(conference, counts),
        _tasks_step(conference, counts),
        _assignments_step(conference, counts),
        _notice_step(conference, counts),
    ]
    current = next((row for row in rows if not row["done"]), None)
    for row in rows:
        row["state"] = "done" if row["done"] else "current" if row is current else "todo"
    return rows


def _step(
    done: bool, label: str, url: str, note: str, call: str, call_url: str | None = None
) -> dict[str, Any]:
    """`call`: what the button of the next step says; it leads to the step's page unless told otherwise."""
    if call_url is None:
        call_url = url
    return {"done": done, "label": label, "url": url, "note": note, "call": call, "call_url": call_url}


def _recommendations_step(conference: Conference, counts: Counts) -> dict[str, Any]:
    number = counts.logged
    note = ngettext("%(number)d logged", "%(number)d logged", number) % {"number": number} if number else ""
    is_to_come = conference.held_on > timezone.localdate()
    if is_to_come and conference.submissions_until:
        call, page = _("Take over what the units sent beforehand"), "submissions:of_conference"
    else:
        call, page = _("Log the recommendations"), "recommendations:live"
    return _step(
        number > 0 and not is_to_come,
        _("Recommendations"),
        f"{reverse('recommendations:list')}?conference={conference.pk}",
        note,
        call,
        reverse(page, args=[conference.pk]),
    )


def _conclusion_step(conference: Conference, counts: Counts) -> dict[str, Any]:
    return _step(
        counts.has_conclusion,
        _("Conclusion"),
        reverse("conferences:review", args=[conference.pk]),
        _("entered") if counts.has_conclusion else "",
        _("Enter the conclusion"),
    )


def _tasks_step(conference: Conference, counts: Counts) -> dict[str, Any]:
    total = counts.accepted + counts.proposed
    note = _("%(accepted)d of %(total)d accepted") % {"accepted": counts.accepted, "total": total}
    return _step(
        counts.accepted > 0 and not counts.proposed,
        _("Tasks"),
        reverse("conferences:review", args=[conference.pk]) if counts.has_conclusion else "",
        note if total else "",
        _("Check and accept the tasks"),
    )


def _assignments_step(conference: Conference, counts: Counts) -> dict[str, Any]:
    path = f"{reverse('assignments:list')}?conference={conference.pk}"
    note = (
        ngettext("%(number)d without a unit", "%(number)d without a unit", counts.unassigned)
        if counts.unassigned
        else ngettext("%(number)d assignment", "%(number)d assignments", counts.given)
    ) % {"number": counts.unassigned or counts.given}
    return _step(
        counts.given > 0 and not counts.unassigned,
        _("Assigning"),
        f"{path}&state=received" if counts.unassigned else path,
        note if counts.given else "",
        _("Assign what has no unit yet"),
    )


def _notice_step(conference: Conference, counts: Counts) -> dict[str, Any]:
    return _step(
        counts.issued > 0,
        _("Notice"),
        reverse("notices:of_conference", args=[conference.pk]),
        _("issued") if counts.issued else _("PDF ready") if counts.printed else "",
        _("Issue the conclusion notice") if counts.printed else _("Make the conclusion notice"),
    )


def stage(counts: Counts) -> tuple[str, str]:
    """One word for lists: the stage the work has reached, and the tone of its badge."""
    if counts.issued and not counts.proposed and not counts.unassigned:
        return _("Notice issued"), "green"
    if counts.proposed:
        return _("Tasks to be accepted"), "ochre"
    if counts.unassigned:
        return _("To be assigned"), "ochre"
    if counts.accepted:
        return (_("Notice to be issued") if counts.printed else _("Notice to be made")), "blue"
    if counts.has_conclusion:
        return _("No task accepted"), "ochre"
    if counts.logged:
        return _("Conclusion awaited"), "blue"
    return _("Prepared"), "neutral"
