"""A matter raised again is linked to its earlier times: how often, how often promised, and who may see what."""

from datetime import timedelta

import pytest
from django.utils import timezone

from assignments.actions import Change, change_state
from assignments.writing import Refused, lock
from conferences.models import Attendance, Conference
from recommendations import actions
from recommendations.actions_links import link, unlink
from recommendations.life_line import Chain, chains_of, life_line
from recommendations.models import RaisedAgain, Recommendation
from tests.concurrency import meanwhile

TEXT = "Đề nghị bổ sung biên chế làm công tác quản lý hóa chất nguy hiểm tại các địa phương."


@pytest.fixture
def years(conference, unit_a, unit_b):
    """Conferences of three, two and one years ago, and the one of today's tests."""
    found = []
    for ago in (3, 2, 1):
        held = Conference.objects.get(pk=conference.pk)
        held.pk, held._state.adding = None, True
        held.held_on = timezone.localdate() - timedelta(days=365 * ago + 30)
        held.save()
        Attendance.objects.create(conference=held, unit=unit_a)
        found.append(held)
    return [*found, conference]


@pytest.fixture
def raised(years, log):
    return [log(TEXT, at=year) for year in years]


def promise(recommendation, office):
    actions.answer(
        recommendation,
        answer="Sẽ trình Chính phủ.",
        outcome="roadmap",
        roadmap_on=recommendation.conference.held_on + timedelta(days=200),
        version=recommendation.version,
        by=office,
    )


def in_a_row(raised, office):
    for earlier, later in zip(raised, raised[1:], strict=False):
        link(later, earlier, by=office)


def test_how_often_raised_and_promised(raised, office, head_a, django_assert_num_queries):
    in_a_row(raised, office)
    for row in raised[:2]:
        promise(row, office)
    with django_assert_num_queries(2):
        chains = chains_of(raised, user=office)
    assert [chains.get(row.pk) for row in raised] == [None, Chain(2, 1), Chain(3, 2), Chain(4, 2)]
    # Until the result is confirmed the answers are drafts, and the unit is not told of them.
    assert chains_of(raised, user=head_a)[raised[3].pk] == Chain(4, 0)


def test_two_earlier_ones_of_one_conference_are_one_time(years, log, unit_b, office):
    first, second, now = log(TEXT, at=years[0]), log(TEXT, at=years[0], raised_by=unit_b), log(TEXT)
    for earlier in (first, second):
        link(now, earlier, by=office)
    assert chains_of([now], user=office)[now.pk].times == 2


def test_the_history_of_a_link_has_the_state_that_is_and_not_the_one_that_was_read(raised, office, unit_b):
    stale = Recommendation.objects.select_related("assignment").get(pk=raised[1].pk)
    change_state(raised[1].assignment, "assign", by=office, change=Change(unit=unit_b))
    unlink(link(stale, raised[0], by=office), by=office)
    entries = stale.assignment.history.filter(verb__in=["link_earlier", "unlink_earlier"])
    assert set(entries.values_list("from_state", "to_state")) == {("assigned", "assigned")}


def test_only_earlier_ones_and_never_in_a_circle(raised, years, log, office):
    with pytest.raises(Refused, match="not of an earlier conference"):
        link(raised[0], raised[1], by=office)
    with pytest.raises(Refused, match="not of an earlier conference"):
        link(raised[1], log("Việc khác", at=years[1]), by=office)
    link(raised[1], raised[0], by=office)
    with pytest.raises(Refused, match="already"):
        link(raised[1], raised[0], by=office)
    # A date corrected afterwards turns the order round; a circle there is not, all the same.
    Conference.objects.filter(pk=years[0].pk).update(held_on=timezone.localdate())
    turned = Recommendation.objects.get(pk=raised[0].pk)
    with pytest.raises(Refused, match="repeats this one itself"):
        link(turned, raised[1], by=office)


@pytest.mark.django_db(transaction=True)
def test_linked_by_two_at_once_is_linked_once(raised, office, second_office):
    refused = meanwhile(
        lambda: link(raised[1], raised[0], by=office), lambda: link(raised[1], raised[0], by=second_office)
    )
    assert isinstance(refused, Refused)
    assert RaisedAgain.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_who_corrects_waits_for_who_links_and_not_the_other_way_round(raised, office, second_office):
    one, last = raised[0], raised[-1]
    words = actions.Raised(raised_by=last.raised_by, text="Sửa lại.")
    refused = meanwhile(
        lambda: lock(last.assignment),
        lambda: actions.correct(last, raised=words, version=last.version, by=second_office),
        lambda: link(last, one, by=office),
    )
    assert refused is None
    last.refresh_from_db()
    assert last.text == words.text


def test_linking_and_unlinking_stay_in_the_history(raised, office, head_a):
    made = link(raised[1], raised[0], by=office)
    with pytest.raises(Refused):
        unlink(made, by=head_a)
    unlink(made, by=office)
    entries = raised[1].assignment.history.filter(verb__endswith="_earlier")
    code = raised[0].code
    assert [(row.verb, row.changes) for row in entries] == [
        ("link_earlier", {"earlier": ["", code]}),
        ("unlink_earlier", {"earlier": [code, ""]}),
    ]


def test_a_unit_sees_of_the_line_what_it_may_see(years, log, unit_b, office, head_a, client_of):
    theirs, own, now = (
        log("Nội dung của đơn vị khác", at=years[0], raised_by=unit_b),
        log(TEXT, at=years[1]),
        log(TEXT),
    )
    link(own, theirs, by=office)
    link(now, own, by=office)
    line = life_line(now, user=head_a)
    assert [raising.recommendation for raising in line] == [None, own, now]
    page = client_of(head_a).get(now.get_absolute_url())
    assert "Raised by another unit." in page.text
    assert "Nội dung của đơn vị khác" not in page.text
    assert "raised 3 times" in page.text
    assert "Take the link away" not in page.text
    assert "Nội dung của đơn vị khác" in client_of(office).get(now.get_absolute_url()).text


def test_a_line_shows_what_came_later_too(raised, office):
    in_a_row(raised, office)
    assert [row.recommendation for row in life_line(raised[1], user=office)] == raised
    assert [row.is_this for row in life_line(raised[1], user=office)] == [False, True, False, False]


def test_a_withdrawn_one_can_still_be_linked(raised, office):
    change_state(raised[1].assignment, "withdraw", by=office, change=Change(reason="Không còn cần"))
    link(raised[1], raised[0], by=office)
    assert chains_of([raised[1]], user=office)[raised[1].pk].times == 2
