"""What units send before a conference: its way through the table, exactly once, and what the database refuses."""

from datetime import datetime, time, timedelta
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains

from assignments.writing import Refused, SomebodyWasFaster
from conferences.models import Conference
from notifications.kinds import Kind
from notifications.models import Notification
from recommendations import actions_submissions as actions
from recommendations.actions import Raised
from recommendations.calling_units import call_units, remind_by_hand
from recommendations.models import Recommendation, Submission, SubmissionEntry
from recommendations.submission_workflow import TRANSITIONS, Stage, Verb
from recommendations.submissions import boards, timeline
from tests.concurrency import meanwhile
from units.models import UnitSuccession
from workdays.calendars import calendar

WORDS = "Đề nghị trang bị thiết bị đo nhanh cho kiểm tra viên."


@pytest.fixture
def coming(conference) -> Conference:
    """In twenty days; units send until in ten."""
    today = timezone.localdate()
    conference.held_on, conference.submissions_until = today + timedelta(20), today + timedelta(10)
    conference.save()
    return conference


@pytest.fixture
def draft(coming, unit_a, officer_a, head_a, head_b):
    def make(text: str = WORDS, *, by=officer_a, unit=unit_a, **fields) -> Submission:
        return actions.write(coming, unit, key=uuid4(), values={"text": text, **fields}, version=0, by=by)

    return make


@pytest.fixture
def sent(draft, head_a):
    def make(text: str = WORDS, **fields) -> Submission:
        return step(draft(text, **fields), Verb.SEND, by=head_a)

    return make


def step(submission, verb, *, by, reason=""):
    return actions.change(submission, verb, version=submission.version, by=by, reason=reason)


def told(user, kind):
    return list(Notification.objects.filter(user=user, kind=kind).values_list("subject", flat=True))


# --- The way --------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_written_sent_returned_mended_and_taken_over_with_the_wording_of_the_office(
    draft, coming, unit_a, unit_b, office, head_a, officer_a
):
    written = draft(speaker="Cục trưởng", proposed_lead=unit_b, background="Hỏng 7 lần.")
    assert told(office, Kind.SUBMITTED) == []
    first = step(written, Verb.SEND, by=head_a)
    returned = step(first, Verb.RETURN, by=office, reason="Nêu rõ số lượng.")
    assert told(officer_a, Kind.SUBMISSION_RETURNED) == [
        f"The office returned what your unit sent beforehand: {WORDS}"
    ]
    key, mended = returned.client_key, WORDS.replace("thiết bị", "05 bộ thiết bị")
    changed = actions.write(coming, unit_a, key=key, values={"text": mended}, version=3, by=officer_a)
    assert changed.sent["text"] == WORDS  # what the office reads until it is sent again
    again = step(changed, Verb.SEND, by=head_a)
    assert len(told(office, Kind.SUBMITTED)) == 1  # not read yet, so no second line
    logged = Raised(raised_by=unit_a, text="Đề nghị trang bị 05 bộ thiết bị.", speaker="Cục trưởng")
    taken = actions.take_over(again, version=again.version, by=office, raised=logged)
    assert (taken.stage, taken.text, taken.recommendation.text) == ("taken_over", mended, logged.text)
    assert taken.recommendation.client_key == taken.client_key
    assert [entry.verb for entry in taken.history.all()] == ["send", "return", "send", "take_over"]
    assert [[change.new for change in one.changes] for one in timeline(taken)][1] == [mended]
    assert len(told(head_a, Kind.SUBMISSION_TAKEN)) == 1


@pytest.mark.django_db
def test_the_table_is_the_only_way(sent, draft, office, head_a, officer_a, head_b, leader):
    """Every verb from every stage by everybody: allowed is what the table says, with a sentence otherwise."""
    made = {Stage.DRAFT: draft(), Stage.SENT: sent()}
    made[Stage.RETURNED] = step(sent(), Verb.RETURN, by=office, reason="Thiếu số liệu.")
    made[Stage.WITHDRAWN] = step(sent(), Verb.WITHDRAW, by=head_a)
    made[Stage.TAKEN_OVER] = step(sent(), Verb.TAKE_OVER, by=office)
    people = {"office": office, "head": head_a, "officer": officer_a, "other": head_b, "leader": leader}
    for stage, submission in made.items():
        for row in TRANSITIONS.values():
            for name, user in people.items():
                right = name == ("head" if row.by_unit else "office") and stage in row.from_stages
                outcome = tried(submission, row.verb, by=user)
                assert outcome == row.to_stage if right else outcome.endswith("."), (stage, row.verb, name)


def tried(submission, verb, *, by) -> str:
    """The stage it leads to, or the sentence why not; either way nothing stays."""
    with transaction.atomic():
        try:
            return step(submission, verb, by=by, reason="Lý do.").stage
        except Refused as sentence:
            return str(sentence)
        finally:
            transaction.set_rollback(True)


@pytest.mark.django_db
def test_only_what_was_never_sent_is_discarded_and_what_was_taken_back_is_withdrawn(
    draft, sent, head_a, officer_a
):
    never = draft()
    actions.discard(never, version=never.version, by=officer_a)
    assert not Submission.objects.filter(pk=never.pk).exists()
    back = step(sent(), Verb.TAKE_BACK, by=head_a)
    with pytest.raises(Refused, match="Withdraw it instead"):
        actions.discard(back, version=back.version, by=head_a)
    assert step(back, Verb.WITHDRAW, by=head_a).stage == Stage.WITHDRAWN
    with pytest.raises(Refused, match="still empty"):
        step(draft("", speaker="Cục trưởng"), Verb.SEND, by=head_a)


@pytest.mark.django_db
def test_late_ones_are_marked_until_the_term_is_extended_and_nothing_is_sent_after_the_conference(
    sent, draft, coming, head_a, office
):
    today = timezone.localdate()
    coming.submissions_until = today - timedelta(1)
    coming.save()
    late, waiting = sent(), draft()
    assert late.is_late
    coming.submissions_until = today
    assert not Submission(conference=coming, first_sent_at=late.first_sent_at).is_late
    Conference.objects.get(pk=coming.pk)
    coming.held_on = coming.submissions_until = today - timedelta(1)
    coming.save()
    for verb, submission, by in ((Verb.SEND, waiting, head_a), (Verb.TAKE_BACK, late, head_a)):
        with pytest.raises(Refused, match="Raise it at the next one"):
            step(submission, verb, by=by)
    assert step(late, Verb.TAKE_OVER, by=office).recommendation.raised_by == late.unit


@pytest.mark.django_db
def test_a_unit_that_ends_before_the_conference_is_spoken_for_by_its_successor(
    sent, coming, unit_a, unit_b, office, head_b, client_of
):
    submission = sent()
    ends = timezone.localdate() + timedelta(5)
    unit_a.valid_to = ends
    unit_a.save()
    UnitSuccession.objects.create(
        predecessor=unit_a, successor=unit_b, effective_on=ends + timedelta(1), kind="merge"
    )
    with at_eight(ends + timedelta(2)):
        for user in (office, head_b):
            vars(user).pop("_access", None)
        returned = step(submission, Verb.RETURN, by=office, reason="Nêu rõ.")
        values = {"text": f"{WORDS} Gồm 05 bộ."}
        mended = actions.write(
            coming, unit_a, key=returned.client_key, values=values, version=returned.version, by=head_b
        )
        sent_again = step(mended, Verb.SEND, by=head_b)
        with pytest.raises(Refused, match="not one of the units"):
            actions.write(coming, unit_a, key=uuid4(), values=values, version=0, by=head_b)
        assert boards(unit_b)[0].rows == [sent_again]
    while_it_speaks = reverse("submissions:waiting", args=[coming.pk])
    assertContains(client_of(office).get(while_it_speaks, {"raised_by": unit_b.pk}), "Gồm 05 bộ.")
    assert step(sent_again, Verb.TAKE_OVER, by=office).recommendation.raised_by == unit_b


# --- Several people -------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_an_old_page_does_not_send_again_what_was_returned(sent, coming, unit_a, office, officer_a):
    first = sent()
    returned = step(first, Verb.RETURN, by=office, reason="Nêu rõ số lượng.")
    key, values = returned.client_key, {"text": WORDS}
    for seen in (0, 1, 2):
        with pytest.raises(SomebodyWasFaster):
            actions.write(coming, unit_a, key=key, values=values, version=seen, by=officer_a)
    # Changed since: the answer to that may have been lost.
    mended = {"text": WORDS + " 05 bộ."}
    for _time in range(2):
        written = actions.write(coming, unit_a, key=key, values=mended, version=3, by=officer_a)
        assert written.version == 4


@pytest.mark.django_db
def test_nobody_writes_over_words_they_have_not_seen(draft, coming, unit_a, head_a, officer_a):
    mine = draft()
    values = {"text": "Đề nghị khác."}
    key = mine.client_key
    # The page that made it sends again: it never heard the answer.
    same = actions.write(
        coming, unit_a, key=key, values={"text": WORDS + " Và kho."}, version=0, by=officer_a
    )
    assert (same.pk, same.version) == (mine.pk, 2)
    with pytest.raises(SomebodyWasFaster):
        actions.write(coming, unit_a, key=key, values=values, version=1, by=head_a)
    with pytest.raises(SomebodyWasFaster):
        actions.change(same, Verb.SEND, version=1, by=head_a)
    step(same, Verb.SEND, by=head_a)
    with pytest.raises(SomebodyWasFaster):  # sent meanwhile: the officer's page is an old one
        actions.write(coming, unit_a, key=key, values=values, version=2, by=officer_a)


@pytest.mark.django_db(transaction=True)
def test_two_clerks_take_the_same_one_over_once(sent, office, second_office):
    submission = sent()

    refused = meanwhile(
        lambda: step(submission, Verb.TAKE_OVER, by=office),
        lambda: step(submission, Verb.TAKE_OVER, by=second_office),
    )
    assert isinstance(refused, SomebodyWasFaster)
    assert Recommendation.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_that_is_taken_over_while_another_takes_all_keeps_nobody_waiting_forever(
    sent, office, second_office
):
    one, other = sent(f"{WORDS} 1"), sent(f"{WORDS} 2")
    refused = meanwhile(
        lambda: step(one, Verb.TAKE_OVER, by=office),
        lambda: step(other, Verb.TAKE_OVER, by=second_office),
        lambda: step(other, Verb.TAKE_OVER, by=office),
    )
    assert isinstance(refused, SomebodyWasFaster)
    assert Recommendation.objects.count() == 2


@pytest.mark.django_db
def test_of_several_each_is_told_its_own_reason_and_people_are_told_once(sent, coming, office, head_a):
    rows = [sent(f"{WORDS} {number}") for number in range(3)]
    seen = {row.pk: row.version for row in rows} | {rows[1].pk: 1}
    lines = actions.change_many(rows, Verb.TAKE_OVER, seen, by=office)
    assert [bool(line.why_not) for line in lines] == [False, True, False]
    assert list(coming.recommendations.values_list("position", flat=True).order_by("position")) == [1, 2]
    assert told(head_a, Kind.SUBMISSION_TAKEN) == [
        "The office took over 2 recommendations that your unit sent beforehand."
    ]


@pytest.mark.django_db
def test_who_sees_what(draft, sent, office, leader, observer, officer_a, head_b, administrator):
    hidden, shown = draft(), sent()

    def seen(user):
        return set(Submission.objects.visible_to(user))

    assert seen(officer_a) == {hidden, shown}
    assert seen(office) == seen(leader) == seen(observer) == {shown}
    assert seen(head_b) == seen(administrator) == set()


# --- The database ---------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_the_database_refuses_contradictions_and_keeps_the_history(sent, draft, office):
    submission = sent()
    for changes in (
        {"stage": "taken_over"},
        {"stage": "returned", "reason": ""},
        {"text": ""},
        {"first_sent_at": None},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Submission.objects.filter(pk=submission.pk).update(**changes)
    entries = SubmissionEntry.objects.filter(submission=submission)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entries.update(reason="x")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        entries.delete()


# --- The call -------------------------------------------------------------------------------------------------
@pytest.mark.django_db
def test_units_hear_of_the_call_once_and_of_the_end_of_the_term_where_something_is_left(
    coming, sent, head_a, officer_a, head_b, office_unit
):
    days = calendar()
    today = days.on_or_after(timezone.localdate())
    coming.submissions_until = days.add(today, 10)
    coming.held_on = coming.submissions_until + timedelta(5)
    coming.save()
    counts = []
    for day in (today, today, days.add(today, 6), days.add(today, 7), days.add(today, 8)):
        with at_eight(day):
            counts.append(call_units(day))
            if day == days.add(today, 6):
                sent()
    # Both heads and the officer; three working days before the end only unit B, which has sent nothing.
    assert counts == [3, 0, 0, 1, 0]
    assert told(head_b, Kind.CALLED)[0].startswith("Not sent yet: what Vụ Pháp chế raises")


def at_eight(day):
    moment = timezone.make_aware(datetime.combine(day, time(8)))
    return patch.object(timezone, "now", lambda: moment)


@pytest.mark.django_db
def test_the_office_reminds_who_has_sent_nothing_and_nobody_twice_a_day(coming, sent, head_a, head_b, office):
    sent()
    assert [unit.short for unit in remind_by_hand(coming, by=office)] == ["PC"]
    assert remind_by_hand(coming, by=office) == []
    assert (len(told(head_a, Kind.CALLED)), len(told(head_b, Kind.CALLED))) == (0, 1)
    assert coming.changes.get(verb="call").changes == {"reminded": ["", "PC"]}
    with pytest.raises(Refused):
        remind_by_hand(coming, by=head_b)
