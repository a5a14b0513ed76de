"""Recommendations brought into their states through the product's own doors."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from assignments.actions import Change, change_state
from assignments.actions_updates import Proof
from assignments.workflow import Verb
from recommendations import actions
from recommendations.models import Recommendation, Theme

WORDS = "Đề nghị trang bị thiết bị đo nhanh cho kiểm tra viên."
RESULT = "Đã trang bị 05 bộ thiết bị đo nhanh."


@pytest.fixture
def log(conference, unit_a, office) -> Callable[..., Recommendation]:
    """Logged by the office, raised by unit A unless said otherwise."""

    def make(text: str = WORDS, *, raised_by=unit_a, at=conference, **fields) -> Recommendation:
        raised = actions.Raised(raised_by=raised_by, text=text, **fields)
        return actions.log(conference=at, raised=raised, key=uuid4(), by=office)

    return make


@pytest.fixture
def recommendation(log, unit_b) -> Recommendation:
    return log(speaker="Cục trưởng", theme=Theme.objects.get(name="Khác"), proposed_lead=unit_b)


@pytest.fixture
def assigned(recommendation, unit_b, office) -> Recommendation:
    """Unit A raised it, unit B leads, due in 15 days."""
    change = Change(unit=unit_b, due_on=timezone.localdate() + timedelta(days=15))
    change_state(recommendation.assignment, Verb.ASSIGN, by=office, change=change)
    return Recommendation.objects.get(pk=recommendation.pk)


@pytest.fixture
def done(assigned, head_b, office) -> Recommendation:
    """Unit B reported, the office confirmed."""
    report = Change(result=RESULT, proof=Proof(document="12/PC, 05/3/2026"))
    for verb, by, change in (
        (Verb.ACCEPT, head_b, Change()),
        (Verb.REPORT, head_b, report),
        (Verb.CONFIRM, office, Change()),
    ):
        change_state(assigned.assignment, verb, by=by, change=change)
    return Recommendation.objects.get(pk=assigned.pk)
