"""Past years come in as they were checked: conferences, tasks and recommendations with their work."""

from collections import defaultdict
from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from accounts.models import User
from assignments.actions_load import Past, load
from conferences.actions_load import LoadedTask, add_tasks, bring_in
from conferences.models import Conference, Task
from dialogue_tracker.vietnamese import compare_key
from recommendations.actions import store
from recommendations.actions_links import link
from recommendations.import_plan import Report
from recommendations.imports.current import refuse_logged_since
from recommendations.imports.past_plan import PastConference, PastPlan, PastRecommendation, PastTask
from recommendations.imports.rows import Outdated
from recommendations.models import Recommendation
from recommendations.permissions import may_load_past
from units.models import Unit

AT_ONCE = 500
TaskKey = tuple[str, str]


@transaction.atomic
def load_past(planned: PastPlan, *, by: User, report: Report) -> dict[str, int]:
    """All or nothing. What is there already is left alone; nobody is told or reminded of the past."""
    if not may_load_past(by):
        raise PermissionDenied
    # Two loads at once: the second waits here, then finds what the first one brought.
    list(Unit.objects.select_for_update(of=("self",), no_key=True).filter(parent=None).values_list("pk"))
    homes, tasks, raised = (_of(planned, kind) for kind in (PastConference, PastTask, PastRecommendation))
    for home in homes:
        _refuse_loaded_since(home, tasks, raised)
        bring_in(home.conference, notice=home.notice, by=by)
    _load_tasks(tasks, by=by)
    made: dict[int, Recommendation] = {}
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


def _refuse_loaded_since(
    home: PastConference, tasks: list[PastTask], raised: list[PastRecommendation]
) -> None:
    conference = home.conference
    if home.is_new:
        there = Conference.objects.filter(host=conference.host, held_on=conference.held_on)
        if there.filter(kind=conference.kind).exists():
            sentence = _(
                "The conference “%(title)s” was entered since the file was checked. Check the file again."
            )
            raise Outdated(sentence % {"title": conference.title})
        return
    refuse_logged_since(conference, [one.raised for one in raised if one.home is home])
    concluded = Task.objects.accepted().filter(conclusion__conference=conference)
    wordings = {compare_key(text) for text in concluded.values_list("text", flat=True)}
    if any(one.home is home and compare_key(one.text) in wordings for one in tasks):
        raise Outdated(
            _("Some of these tasks were entered since the file was checked. Check the file again.")
        )


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
