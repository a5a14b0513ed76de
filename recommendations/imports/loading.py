"""Past years come in as they were checked: conferences, tasks and recommendations with their work."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions_load import Past, load
from conferences.actions_load import LoadedTask, add_tasks, bring_in
from conferences.models import Conference, Task
from recommendations.actions import store
from recommendations.actions_links import link
from recommendations.import_plan import Report
from recommendations.imports.past_plan import PastConference, PastPlan, PastRecommendation, PastTask
from recommendations.imports.rows import Outdated
from recommendations.models import Recommendation
from recommendations.permissions import may_load_past

AT_ONCE = 500
TaskKey = tuple[str, str]


@transaction.atomic
def load_past(planned: PastPlan, *, by: User, report: Report) -> dict[str, int]:
    """All or nothing. What is there already is left alone; nobody is told or reminded of the past."""
    if not may_load_past(by):
        raise PermissionDenied
    homes = [row.payload for row in planned.rows if isinstance(row.payload, PastConference)]
    _bring_in(homes, by=by)
    tasks = _of(planned, PastTask)
    _load_tasks(tasks, by=by)
    made: dict[int, Recommendation] = {}
    raised = _of(planned, PastRecommendation)
    for start in range(0, len(raised), AT_ONCE):
        report(100 * start // len(raised), _("Loading recommendations"))
        made |= _load_recommendations(raised[start : start + AT_ONCE], by=by)
    for one in raised:
        for earlier in one.repeats:
            before = earlier if isinstance(earlier, Recommendation) else made[id(earlier)]
            link(made[id(one)], before, by=by)
    same = sum(row.act == "same" for row in planned.rows)
    return {"new": len(planned.rows) - same, "change": 0, "same": same}


def _of(planned: PastPlan, kind: type) -> list:
    return [row.payload for row in planned.rows if isinstance(row.payload, kind)]


def _bring_in(homes: Iterable[PastConference], *, by: User) -> None:
    for home in homes:
        conference = home.conference
        there = Conference.objects.filter(
            host=conference.host, held_on=conference.held_on, kind=conference.kind
        )
        if home.is_new and there.exists():
            sentence = _(
                "The conference “%(title)s” was entered since the file was checked. Check the file again."
            )
            raise Outdated(sentence % {"title": conference.title})
        bring_in(conference, notice=home.notice, by=by)


# --- Tasks --------------------------------------------------------------------------------------------------
def _load_tasks(planned: list[PastTask], *, by: User) -> None:
    by_home: dict[str, dict[TaskKey, list[PastTask]]] = defaultdict(lambda: defaultdict(list))
    for one in planned:
        by_home[one.home.key][one.number, one.text].append(one)
    for shares in by_home.values():
        groups = list(shares.values())
        home = groups[0][0].home
        loaded = [_as_concluded(group) for group in groups]
        tasks = add_tasks(home.conference, loaded, notice=home.notice, by=by)
        pasts = [
            _of_task(past, task) for task, group in zip(tasks, groups, strict=True) for past in _pasts(group)
        ]
        load(pasts, by=by)


def _as_concluded(group: list[PastTask]) -> LoadedTask:
    """The units of that time lead the task, whoever has its work now."""
    first = group[0]
    leads = [past.came_from or past.new.unit for past in _pasts(group)]
    return LoadedTask(
        number=first.number,
        text=first.text,
        due_phrase=first.due_phrase,
        due_on=first.due_on,
        all_units=any(one.all_units for one in group),
        leads=[unit for unit in leads if unit],
        supporting=[unit for one in group for unit in one.supporting],
    )


def _pasts(group: list[PastTask]) -> list[Past]:
    return [past for one in group for past in one.shares]


def _of_task(past: Past, task: Task) -> Past:
    return replace(past, new=replace(past.new, task=task, title=task.summary))


# --- Recommendations ----------------------------------------------------------------------------------------
def _load_recommendations(planned: list[PastRecommendation], *, by: User) -> dict[int, Recommendation]:
    """By the identity of what was planned."""
    last: dict[int, int] = {}
    rows = []
    for one in planned:
        conference = one.home.conference
        if conference.pk not in last:
            locked = Conference.objects.select_for_update().get(pk=conference.pk)
            last[conference.pk] = locked.recommendations.aggregate(last=Max("position"))["last"] or 0
        last[conference.pk] += 1
        rows.append(
            Recommendation(
                **vars(one.raised),
                conference=conference,
                position=last[conference.pk],
                answer=one.answer,
                outcome=one.outcome,
                roadmap_on=one.roadmap_on,
                created_by=by,
            )
        )
    works = load([one.past for one in planned], by=by)
    return {id(one): row for one, row in zip(planned, store(rows, works), strict=True)}
