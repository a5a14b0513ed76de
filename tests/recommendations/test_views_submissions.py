"""The pages of what units send beforehand, as their people and the office use them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from conferences.models import Conference
from recommendations import actions_submissions as actions
from recommendations.models import Submission
from recommendations.submission_workflow import Stage, Verb

WORDS = "Đề nghị trang bị thiết bị đo nhanh cho kiểm tra viên."
pytestmark = pytest.mark.django_db


@pytest.fixture
def coming(conference, unit_a):
    """Unit A is not in the list of those who attend yet."""
    today = timezone.localdate()
    conference.held_on, conference.submissions_until = today + timedelta(20), today + timedelta(10)
    conference.save()
    conference.attendances.filter(unit=unit_a).delete()
    return conference


@pytest.fixture
def sent(coming, unit_a, head_a):
    def make(text: str = WORDS) -> Submission:
        made = actions.write(coming, unit_a, key=uuid4(), values={"text": text}, version=0, by=head_a)
        return actions.change(made, Verb.SEND, version=made.version, by=head_a)

    return make


def post(client, name, *args, **data):
    return client.post(reverse(f"submissions:{name}", args=args), data)


def new_page(unit, conference):
    return reverse("submissions:create", query={"unit": unit.pk, "conference": conference.pk})


def test_a_unit_finds_the_call_though_it_does_not_see_the_conference_yet(
    client_of, coming, unit_a, head_a, officer_a
):
    assert client_of(head_a).get(coming.get_absolute_url()).status_code == 404
    mine = reverse("submissions:mine")
    for page in (reverse("assignments:my_unit"), mine):
        response = client_of(officer_a).get(page)
        assertContains(response, coming.title)
        assertContains(response, coming.place)
        assertNotContains(response, coming.chair_title)
    assertContains(response, "You write; the head of the unit sends.")
    page = client_of(officer_a).get(new_page(unit_a, coming))
    assertContains(page, "Save the draft")
    assertContains(page, 'What the unit raises<span class="required"')
    assertContains(page, "autofocus", count=1)
    begin = reverse("submissions:create")
    assertRedirects(client_of(officer_a).get(begin), new_page(unit_a, coming))
    coming.submissions_until = None
    coming.save()
    assertContains(client_of(head_a).get(mine), "No conference takes recommendations now.")
    assertRedirects(client_of(head_a).get(begin), f"{mine}?unit={unit_a.pk}")
    assertNotContains(client_of(head_a).get(reverse("assignments:my_unit")), "takes recommendations")


def test_typing_is_kept_on_the_server_and_saving_makes_no_second_one(client_of, coming, unit_a, officer_a):
    officer, path, key = client_of(officer_a), new_page(unit_a, coming), str(uuid4())
    typed = {"key": key, "draft_version": "0", "text": "Đề nghị"}
    empty = officer.post(path, {**typed, "text": "", "do": "autosave"})
    assertContains(empty, 'data-draft-version="0"')
    assert not Submission.objects.exists()
    kept = officer.post(path, {**typed, "do": "autosave"})
    assertContains(kept, 'data-draft-version="1"')
    saved = officer.post(path, {**typed, "draft_version": "1", "text": WORDS, "do": "save"})
    assert Submission.objects.get().text == WORDS
    assert saved.url == f"{reverse('submissions:mine')}?unit={unit_a.pk}#conference-{coming.pk}"
    too_long = officer.post(path, {**typed, "text": "x" * 20_001, "do": "autosave"})
    assert too_long.status_code == 422
    assert officer.post(path, {**typed, "draft_version": "2", "do": "send"}).status_code == 403


def test_what_is_sent_twice_is_sent_once(client_of, coming, unit_a, head_a):
    head, typed = client_of(head_a), {"key": str(uuid4()), "draft_version": "0", "text": WORDS, "do": "send"}
    for _time in range(2):
        page = head.post(new_page(unit_a, coming), typed, follow=True)
        assertContains(page, "It is sent.")
    assert list(Submission.objects.get().history.values_list("verb", flat=True)) == [Verb.SEND]


def test_two_on_one_draft_are_shown_both_texts(client_of, coming, unit_a, officer_a, head_a):
    draft = actions.write(coming, unit_a, key=uuid4(), values={"text": "Cũ"}, version=0, by=officer_a)
    actions.write(coming, unit_a, key=draft.client_key, values={"text": WORDS}, version=1, by=head_a)
    path = reverse("submissions:update", args=[draft.pk])
    typed = {"key": draft.client_key, "draft_version": "1", "text": "Bản của chuyên viên"}
    response = client_of(officer_a).post(path, {**typed, "do": "autosave"})
    assertContains(response, "saved another text meanwhile", status_code=409)
    page = client_of(officer_a).post(path, {**typed, "do": "save"})
    assertContains(page, "Bản của chuyên viên</textarea>", status_code=409)
    assertContains(page, 'name="draft_version" value="2"', status_code=409)
    actions.change(draft, Verb.SEND, version=2, by=head_a)
    response = client_of(officer_a).post(path, {**typed, "draft_version": "2", "do": "save"})
    assertContains(response, "It was sent or withdrawn meanwhile.", status_code=409)


def test_the_officer_asks_and_the_head_sends_what_is_ticked(client_of, coming, unit_a, officer_a, head_a):
    here = {"unit": unit_a.pk, "conference": coming.pk}
    rows = [
        actions.write(coming, unit_a, key=uuid4(), values={"text": text}, version=0, by=officer_a)
        for text in (WORDS, "Đề nghị mở lớp bồi dưỡng.", "")
    ]
    assertRedirects(post(client_of(officer_a), "ready", **here), reverse("submissions:mine", query={"unit": unit_a.pk}) + f"#conference-{coming.pk}")  # fmt: skip
    assert head_a.notifications.get().subject.startswith("Chuyên viên Cục Hóa chất wrote 2 recommendations")
    post(client_of(officer_a), "ready", **here)
    assert head_a.notifications.count() == 1
    page = client_of(head_a).get(reverse("submissions:mine"))
    assertContains(page, f'value="{rows[0].pk}-1" checked')
    assertContains(page, "Ready to be sent", count=2)
    picks = [f"{rows[0].pk}-1", f"{rows[1].pk}-9", f"{rows[2].pk}-1"]
    page = client_of(head_a).post(reverse("submissions:send_many"), {**here, "pick": picks}, follow=True)
    assertContains(page, "1 recommendation is sent to the office.")
    assertContains(page, "Somebody changed it meanwhile. Look at it first.")
    assertContains(page, "It is still empty.")
    assert [row.stage for row in Submission.objects.order_by("pk")] == [Stage.SENT, Stage.DRAFT, Stage.DRAFT]
    post(client_of(officer_a), "move", rows[1].pk, up="1")
    assert list(Submission.objects.order_by("position").values_list("pk", flat=True))[0] == rows[1].pk


def test_the_office_sees_what_was_sent_and_returns_it_with_a_reason(
    client_of, coming, sent, unit_a, unit_b, office, officer_a, leader
):
    submission = sent()
    page = client_of(office).get(reverse("submissions:of_conference", args=[coming.pk]))
    assertContains(page, WORDS)
    assert [sender.unit for sender in page.context["overview"].silent] == [unit_b]
    assertContains(page, "Remind 1 unit")
    step = {"version": submission.version}
    post(client_of(office), "change", submission.pk, "return", **step)
    assert Submission.objects.get().stage == Stage.SENT  # without a reason nothing is returned
    long = "Dòng.\r\n" * 3400  # with one character for each end of a line more than is taken
    page = post(client_of(office), "change", submission.pk, "return", reason=long, **step)
    assertContains(page, "The reason is longer than 20000 characters.")
    assert page.text.count("Dòng.") == 3400
    assert Submission.objects.get().stage == Stage.SENT
    post(client_of(office), "change", submission.pk, "return", reason="Nêu rõ số lượng.", **step)
    actions.write(
        coming, unit_a, key=submission.client_key, values={"text": "Đang sửa"}, version=3, by=officer_a
    )
    for path in (submission.get_absolute_url(), reverse("submissions:of_conference", args=[coming.pk])):
        for reader in (office, leader):
            assertContains(client_of(reader).get(path), WORDS)
            assertNotContains(client_of(reader).get(path), "Đang sửa")
    own = client_of(officer_a).get(submission.get_absolute_url())
    assertContains(own, "Đang sửa")
    assertContains(own, "Nêu rõ số lượng.")


def test_taken_over_with_another_wording_the_own_one_stays_beside(client_of, sent, unit_a, office, head_a):
    submission, following = sent(), sent("Đề nghị mở lớp bồi dưỡng.")
    client, path = client_of(office), reverse("submissions:take", args=[submission.pk])
    assertContains(client.get(path), WORDS)
    typed = {"raised_by": unit_a.pk, "text": "Đề nghị trang bị thiết bị đo.", "next": "1"}
    stale = client.post(path, {**typed, "version": "1"})
    assertContains(stale, "Đề nghị trang bị thiết bị đo.</textarea>", status_code=409)
    taken = client.post(path, {**typed, "version": submission.version})
    assert taken.url == reverse("submissions:take", args=[following.pk])
    recommendation = Submission.objects.get(pk=submission.pk).recommendation
    assert recommendation.text == typed["text"]
    for reader in (office, head_a):
        assertContains(client_of(reader).get(recommendation.get_absolute_url()), WORDS)
    assertContains(client_of(head_a).get(reverse("submissions:mine")), recommendation.code)
    assert client.post(path, {**typed, "version": submission.version}).url == submission.get_absolute_url()


def test_many_are_taken_over_and_one_while_its_unit_speaks(client_of, coming, sent, unit_a, unit_b, office):
    first, second, third = sent("Một."), sent("Hai."), sent("Ba.")
    client = client_of(office)
    picks = [f"{first.pk}-{first.version}", f"{second.pk}-1"]
    page = client.post(reverse("submissions:take_many", args=[coming.pk]), {"pick": picks}, follow=True)
    assertContains(page, "1 recommendation is taken over; its unit is told.")
    assertContains(page, "Left as it was: “Hai.”")
    waiting = reverse("submissions:waiting", args=[coming.pk])
    assertContains(client.get(waiting, {"raised_by": unit_a.pk}), "Ba.")
    assertNotContains(client.get(waiting, {"raised_by": unit_b.pk}), "Ba.")
    response = client.post(
        reverse("submissions:take", args=[third.pk]),
        {"as_worded": "1", "version": third.version},
        headers={"HX-Request": "true"},
    )
    assertContains(response, "Hai.")
    assertNotContains(response, "Ba.")
    assert set(coming.recommendations.values_list("text", flat=True)) == {"Một.", "Ba."}


def test_who_took_an_old_list_reads_nothing_that_was_not_sent(
    client_of, coming, sent, unit_a, office, head_a
):
    seen = sent()
    returned = actions.change(seen, Verb.RETURN, version=seen.version, by=office, reason="Nêu rõ.")
    unsent = {"text": "Còn đang cân nhắc."}
    actions.write(coming, unit_a, key=seen.client_key, values=unsent, version=returned.version, by=head_a)
    path = reverse("submissions:take_many", args=[coming.pk])
    page = client_of(office).post(path, {"pick": f"{seen.pk}-{seen.version}"}, follow=True)
    assertContains(page, f"Left as it was: “{WORDS}”")
    assertNotContains(page, unsent["text"])


def test_the_term_is_set_on_the_form_of_the_conference(client_of, coming, office):
    path = reverse("conferences:update", args=[coming.pk])
    data = client_of(office).get(path).context["form"].initial
    data = {name: value for name, value in data.items() if value is not None}
    day = coming.held_on
    late = client_of(office).post(path, data | {"held_on": f"{day:%d/%m/%Y}", "submissions_until": f"{day + timedelta(1):%d/%m/%Y}"})  # fmt: skip
    assertContains(late, "Choose that day or an earlier one.")
    client_of(office).post(path, data | {"held_on": f"{day:%d/%m/%Y}", "submissions_until": f"{day:%d/%m/%Y}"})  # fmt: skip
    coming.refresh_from_db()
    assert coming.submissions_until == day
    assert "submissions_until" in coming.changes.get(verb="edit").changes


def test_what_was_not_taken_over_is_written_for_the_next_conference(
    client_of, coming, sent, unit_a, unit_b, head_a, head_b
):
    submission, held = sent(), coming
    coming = Conference.objects.get(pk=held.pk)
    coming.pk, coming._state.adding = None, True
    coming.save()
    held.held_on = held.submissions_until = timezone.localdate() - timedelta(1)
    held.save()
    client = client_of(head_a)
    page = client.get(submission.get_absolute_url())
    assertContains(page, f"conference={coming.pk}&amp;from={submission.pk}")
    assert client.get(reverse("submissions:update", args=[submission.pk])).status_code == 302
    path = f"{new_page(unit_a, coming)}&from={submission.pk}"
    assertContains(client.get(path), f"{WORDS}</textarea>")
    assertNotContains(client.get(path), str(submission.client_key))
    foreign = f"{new_page(unit_b, coming)}&from={submission.pk}"
    assertNotContains(client_of(head_b).get(foreign), WORDS)


@pytest.mark.parametrize("count", [1, 4])
def test_the_pages_ask_as_often_for_one_as_for_many(
    client_of, coming, sent, office, head_a, count, django_assert_num_queries
):
    for number in range(count):
        taken = sent(f"Đề nghị {number}.")
        actions.change(taken, Verb.TAKE_OVER, version=taken.version, by=office)
    clerk, head = client_of(office), client_of(head_a)
    with django_assert_num_queries(19):
        clerk.get(reverse("submissions:of_conference", args=[coming.pk]))
    with django_assert_num_queries(18):
        head.get(reverse("submissions:mine"))
