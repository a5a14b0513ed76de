"""What the notice says, for each state of the data. The printed words are Vietnamese, whatever the page's language."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from assignments.actions import Change, change_state
from assignments.actions_updates import Proof
from assignments.carry_over import carry_over
from assignments.workflow import Verb
from conferences.models import Attendance, Conference, Task
from notices import actions
from notices.compose import TABLE_FROM, build_document, fingerprint, material_of, texts_of
from notices.models import Notice
from notices.printing import printed_notice
from notices.wording import first_draft
from recommendations.models import Recommendation
from tests.conftest import make_unit
from tests.notices.builders import ASSESSMENT, LIMITATION, answer, conclude, entrust, raise_
from units.models import Unit


@pytest.fixture
def notice(conference, office):
    return actions.prepare(conference, by=office)


@pytest.fixture
def only_answer(notice):
    """The one answer the notice prints."""

    def read():
        (found,) = build_document(notice).answers
        return found

    return read


def in_days(days):
    return f"{timezone.localdate() + timedelta(days=days):%d/%m/%Y}"


# --- The first draft --------------------------------------------------------------------------------------------
def test_the_draft_says_who_met_where_and_when(conference):
    conference.held_on = date(2026, 2, 5)
    draft = first_draft(conference)
    assert draft["title"] == (
        "Kết luận của Bộ trưởng Bộ Công Thương tại Hội nghị đối thoại giữa Lãnh đạo Bộ với các đơn vị"
    )
    held, heard = draft["opening"].splitlines()
    assert held == (
        "Ngày 05 tháng 02 năm 2026, tại Hội trường tầng 2, Bộ trưởng Bộ Công Thương đã chủ trì Hội nghị đối "
        "thoại giữa Lãnh đạo Bộ với các đơn vị với chủ đề “Tháo gỡ khó khăn, thúc đẩy chuyển đổi số”. "
        "Tham dự Hội nghị có đại diện lãnh đạo: Cục Hóa chất; Vụ Pháp chế."
    )
    assert heard.startswith(
        "Sau khi nghe ý kiến phát biểu, kiến nghị, đề xuất của đại diện lãnh đạo các đơn vị,"
    )
    assert heard.endswith("kết luận như sau:")
    assert draft["symbol"] == "TB-BCT"


def test_many_attending_units_are_counted(conference, ministry):
    for number in range(7):
        Attendance.objects.create(conference=conference, unit=make_unit(f"Cục {number}", ministry))
    assert "đại diện lãnh đạo 09 cơ quan, đơn vị." in first_draft(conference)["opening"]


def test_nothing_is_said_of_attendance_when_it_is_not_known(conference):
    conference.attendances.all().delete()
    assert "Tham dự" not in first_draft(conference)["opening"]


@pytest.mark.parametrize(
    ("title", "name", "said"),
    [
        ("Bộ trưởng", "Nguyễn Văn A", "Bộ trưởng Nguyễn Văn A"),
        ("Bộ trưởng Bộ Công Thương", "Bộ trưởng", "Bộ trưởng Bộ Công Thương"),
        ("Bộ trưởng", "Bộ trưởng Bộ Công Thương", "Bộ trưởng Bộ Công Thương"),
    ],
)
def test_the_chair_is_named_once(conference, title, name, said):
    conference.chair_title, conference.chair_name = title, name
    assert first_draft(conference)["title"].startswith(f"Kết luận của {said} tại")


def test_a_title_without_the_word_conference_is_quoted(conference):
    conference.title = "Đối thoại năm 2026."
    assert first_draft(conference)["title"].endswith("tại Hội nghị “Đối thoại năm 2026”")


def test_a_unit_signs_its_own_notice(conference, unit_a, office):
    conference.host, conference.kind = unit_a, Conference.Kind.UNIT
    conference.save()
    document = build_document(actions.prepare(conference, by=office))
    assert (document.parent, document.issuer, document.symbol) == ("Bộ Công Thương", "Cục Hóa chất", "TB-HC")
    assert (document.signer.authority, document.signer.title) == ("", "Cục trưởng")
    assert document.drafted_by == "HC"
    assert "người lao động" in document.opening[1]


# --- Signing ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", ["state", "party"])
@pytest.mark.parametrize(
    ("authority", "of", "title", "state", "party"),
    [
        (
            "TL.",
            "Bộ trưởng",
            "Chánh Văn phòng",
            "TL. BỘ TRƯỞNG|CHÁNH VĂN PHÒNG",
            "T/L BỘ TRƯỞNG|CHÁNH VĂN PHÒNG",
        ),
        ("KT.", "Bộ trưởng", "Thứ trưởng", "KT. BỘ TRƯỞNG|THỨ TRƯỞNG", "K/T BỘ TRƯỞNG|THỨ TRƯỞNG"),
        ("TM.", "Ban Thường vụ", "Bí thư", "TM. BAN THƯỜNG VỤ|BÍ THƯ", "T/M BAN THƯỜNG VỤ|BÍ THƯ"),
        ("T/M", "Ban Thường vụ", "Bí thư", "TM. BAN THƯỜNG VỤ|BÍ THƯ", "T/M BAN THƯỜNG VỤ|BÍ THƯ"),
        ("TUQ.", "Bộ trưởng", "Vụ trưởng", "TUQ. BỘ TRƯỞNG|VỤ TRƯỞNG", None),
        ("Q.", "", "Bộ trưởng", "Q. BỘ TRƯỞNG", "Q. BỘ TRƯỞNG"),
        ("", "", "Bộ trưởng", "BỘ TRƯỞNG", "BỘ TRƯỞNG"),
    ],
)
def test_signing_lines(notice, form, authority, of, title, state, party):
    Notice.objects.update(form=form, authority=authority, authority_of=of, signer_title=title)
    blocks = printed_notice(build_document(Notice.objects.get()))["authority"]
    wanted = {"state": state, "party": party}[form]
    if wanted:
        assert "|".join(line for block in blocks for line in block.lines) == wanted
        # The right to sign is bold in both formats, the office the signer holds in the state format only.
        assert [block.component for block in blocks] == (
            ["authority", "post"] if of else ["authority" if authority else "post"]
        )


# --- Tasks ------------------------------------------------------------------------------------------------------
def test_an_accepted_task_is_printed_as_worded(notice, conference, office, unit_a, unit_b):
    conclude(
        conference, office, lead=unit_a, supporting=unit_b, due_phrase="trong quý I/2027", number="Thứ nhất"
    )
    document = build_document(notice)
    (task,) = document.tasks
    assert task.label == "Thứ nhất,"
    assert task.paragraphs == (
        "Giao Cục Hóa chất chủ trì rà soát quy chuẩn an toàn hóa chất,",
        "trình Lãnh đạo Bộ xem xét.",
    )
    assert (task.lead, task.support, task.due) == ("Cục Hóa chất", "Vụ Pháp chế", "trong quý I/2027")
    assert document.assessments == (ASSESSMENT,)
    assert document.limitations == (LIMITATION,)
    assert document.tasks_lead_in


def test_a_date_without_phrase_is_printed_as_one(notice, conference, office, unit_a):
    conclude(conference, office, lead=unit_a, due_on=date(2027, 3, 5))
    assert build_document(notice).tasks[0].due == "trước ngày 05/03/2027"


def test_a_task_of_all_units_names_them_together(notice, conference, office, unit_a):
    conclude(conference, office, lead=unit_a, all_units=True)
    document = build_document(notice)
    assert document.tasks[0].lead == "các đơn vị thuộc Bộ"
    assert document.recipients == ("Lãnh đạo Bộ (để b/c)", "Các đơn vị thuộc Bộ")


def test_what_is_only_proposed_is_not_printed(notice, conference, office, unit_a, conclusion):
    Task.objects.create(conclusion=conclusion, position=1, text="Chưa duyệt.")
    document = build_document(notice)
    assert document.tasks == document.tasks_lead_in == ()
    assert material_of(conference).proposed == 1


# --- Answers ----------------------------------------------------------------------------------------------------
def test_who_is_entrusted_is_the_answer_where_none_is_written(
    only_answer, conference, office, unit_a, unit_b, office_unit
):
    entrust(raise_(conference, unit_a, office), unit_b, office, supporting=[office_unit])
    found = only_answer()
    assert found.answer == (
        "Giao Vụ Pháp chế chủ trì, phối hợp với Văn phòng Bộ nghiên cứu, giải quyết, trả lời Cục Hóa chất "
        f"trước ngày {in_days(15)}."
    )
    assert (found.lead, found.due) == ("", "")


def test_a_unit_does_not_answer_itself(only_answer, conference, office, unit_a):
    entrust(raise_(conference, unit_a, office), unit_a, office)
    assert "trả lời" not in only_answer().answer


def test_without_lead_and_answer_it_is_being_considered(only_answer, conference, office, unit_a):
    raise_(conference, unit_a, office)
    assert (
        only_answer().answer == "Nội dung kiến nghị đang được xem xét, phân công đơn vị chủ trì giải quyết."
    )
    material = material_of(conference)
    assert len(material.unassigned) == len(material.unanswered) == 1
    assert material.entrusted == []


def test_the_written_answer_comes_with_who_leads_and_until_when(
    only_answer, conference, office, unit_a, unit_b
):
    found = entrust(raise_(conference, unit_a, office), unit_b, office)
    answer(found, office, words="Ghi nhận, giao nghiên cứu.", outcome="roadmap", roadmap_on=date(2027, 6, 1))
    printed = only_answer()
    assert printed.answer == "Ghi nhận, giao nghiên cứu."
    assert (printed.lead, printed.due) == ("Vụ Pháp chế", "trước ngày 01/06/2027")
    assert material_of(conference).unanswered == []


@pytest.mark.parametrize("outcome", ["resolved", "explained"])
def test_what_is_settled_has_no_deadline(only_answer, conference, office, unit_a, unit_b, outcome):
    answer(
        entrust(raise_(conference, unit_a, office), unit_b, office), office, words="Đã xong.", outcome=outcome
    )
    assert (only_answer().lead, only_answer().due) == ("", "")


def test_the_confirmed_result_answers_where_the_office_wrote_nothing(
    only_answer, conference, office, head_b, unit_a, unit_b
):
    work = entrust(raise_(conference, unit_a, office), unit_b, office).assignment
    report = Change(result="Đã cấp thiết bị.", proof=Proof(document="12/PC, 05/3/2026"))
    for verb, by, change in (("accept", head_b, Change()), ("report", head_b, report)):
        change_state(work, verb, by=by, change=change)
    assert only_answer().answer.startswith("Giao ")
    change_state(work, Verb.CONFIRM, by=office, change=Change())
    assert only_answer().answer == "Đã cấp thiết bị."


def test_what_is_merged_has_the_answer_of_the_one_that_answers_it(
    notice, conference, office, unit_a, unit_b, ministry
):
    third = make_unit("Cục Điện lực", ministry)
    merged = raise_(conference, unit_a, office)
    found = entrust(raise_(conference, third, office, "Đề nghị cấp thiết bị đo."), unit_b, office)
    change_state(merged.assignment, Verb.MERGE, by=office, change=Change(into=found.assignment))
    of_merged, _own = build_document(notice).answers
    assert of_merged.raised_by == "Cục Hóa chất"
    assert of_merged.answer.startswith("Giao Vụ Pháp chế chủ trì")
    assert material_of(conference).unassigned == []
    answer(found, office, words="Ghi nhận, giao nghiên cứu.", outcome="roadmap", roadmap_on=date(2027, 6, 1))
    printed = [(one.answer, one.lead, one.due) for one in build_document(notice).answers]
    assert printed == [("Ghi nhận, giao nghiên cứu.", "Vụ Pháp chế", "trước ngày 01/06/2027")] * 2


def test_withdrawn_recommendations_are_not_answered(notice, conference, office, unit_a):
    found = raise_(conference, unit_a, office)
    change_state(found.assignment, Verb.WITHDRAW, by=office, change=Change(reason="Trùng."))
    assert build_document(notice).answers == ()


def test_answers_stand_unit_by_unit_as_the_units_first_spoke(notice, conference, office, unit_a, unit_b):
    for unit, text in ((unit_b, "1"), (unit_a, "2"), (unit_b, "3")):
        raise_(conference, unit, office, text)
    assert [found.recommendation for found in build_document(notice).answers] == ["1", "3", "2"]


def test_many_answers_are_a_table_with_columns_for_lead_and_deadline(
    notice, conference, office, unit_a, unit_b
):
    for number in range(TABLE_FROM[""]):
        found = entrust(raise_(conference, unit_a, office, f"Số {number}."), unit_b, office)
    answer(found, office, words="Đã xong.", outcome="resolved")
    document = build_document(notice)
    assert document.answers_in_annex
    assert (document.answers[0].lead, document.answers[0].due) == ("Vụ Pháp chế", f"trước ngày {in_days(15)}")
    assert (document.answers[-1].lead, document.answers[-1].due) == ("Vụ Pháp chế", "Đã giải quyết")


# --- Recipients -------------------------------------------------------------------------------------------------
def test_units_with_work_receive_the_notice(notice, conference, office, unit_a, unit_b, office_unit):
    conclude(conference, office, lead=unit_b, supporting=office_unit)
    raise_(conference, unit_a, office)
    # In the official order, which is that of the alphabet here.
    wanted = ("Lãnh đạo Bộ (để b/c)", "Cục Hóa chất", "Văn phòng Bộ", "Vụ Pháp chế")
    assert build_document(notice).recipients == wanted


def test_a_long_list_of_recipients_is_summed_up(notice, conference, office, ministry):
    for number in range(15):
        raise_(conference, make_unit(f"Cục {number:02d}", ministry), office, f"Số {number}.")
    assert build_document(notice).recipients == ("Lãnh đạo Bộ (để b/c)", "Các đơn vị nêu tại Thông báo này")


def test_bodies_outside_all_units_are_still_named(notice, conference, office, ministry, unit_a):
    union = make_unit("Công đoàn Bộ", ministry, kind=Unit.Kind.UNION)
    conclude(conference, office, lead=unit_a, supporting=union, all_units=True)
    assert build_document(notice).recipients[-1] == "Công đoàn Bộ"


# --- The same data ----------------------------------------------------------------------------------------------
def test_the_fingerprint_changes_with_the_data_only(notice, conference, office, unit_a, time_machine):
    raise_(conference, unit_a, office)
    before = fingerprint(build_document(notice))
    time_machine.move_to(timezone.now() + timedelta(days=500))
    notice = Notice.objects.get()
    assert fingerprint(build_document(notice)) == before
    Recommendation.objects.update(answer="Có.")
    assert fingerprint(build_document(notice)) != before


def test_texts_are_found_at_every_depth(notice, conference, office, unit_a):
    raise_(conference, unit_a, office, "Sâu bên trong.")
    texts = list(texts_of(build_document(notice)))
    assert "Sâu bên trong." in texts
    assert "Bộ trưởng" in texts


@pytest.mark.parametrize("count", [1, 3])
def test_it_takes_as_many_queries_for_one_as_for_three(
    notice, conference, office, unit_a, unit_b, count, django_assert_num_queries
):
    for number in range(count):
        conclude(conference, office, lead=unit_a, supporting=unit_b)
        entrust(raise_(conference, unit_a, office, f"Số {number}."), unit_b, office)
    loaded = Notice.objects.select_related("conference__host__parent").get()
    with django_assert_num_queries(7):
        build_document(loaded)


# --- Carried over ---------------------------------------------------------------------------------------------------
def test_carried_over_work_is_an_annex_where_it_is_wanted(notice, conference, office, unit_a, unit_b):
    earlier = Conference.objects.get(pk=conference.pk)
    earlier.pk, earlier.held_on = None, conference.held_on - timedelta(days=365)
    earlier.save()
    task = conclude(earlier, office, lead=unit_a, due_on=earlier.held_on + timedelta(days=90))
    carry_over(task.assignments.get(), to=conference, reason="Chờ Chính phủ ban hành nghị định.", by=office)
    assert build_document(notice).carried_over == ()
    assert unit_a.name not in build_document(notice).recipients
    notice.with_carried_over = True
    document = build_document(notice)
    (row,) = document.carried_over
    assert row.source == f"1, Hội nghị ngày {earlier.held_on:%d/%m/%Y}"
    assert (row.unit, row.reason) == (unit_a.name, "Chờ Chính phủ ban hành nghị định.")
    assert row.original_due == f"{earlier.held_on + timedelta(days=90):%d/%m/%Y}"
    assert "rà soát quy chuẩn an toàn hóa chất" in row.text
    assert unit_a.name in document.recipients
    (annex,) = printed_notice(document)["annexes"]
    assert "CÁC KỲ TRƯỚC" in " ".join(annex.title_lines)


# --- The Party format -----------------------------------------------------------------------------------------------
def test_a_party_notice_starts_with_the_words_of_the_committee(conference, office, unit_a):
    conclude(conference, office, lead=unit_a)
    document = build_document(actions.prepare(conference, by=office, form="party"))
    assert (document.form, document.symbol, document.parent) == ("party", "TB/ĐUB", "Đảng bộ Chính phủ")
    assert document.issuer == f"Ban Thường vụ\nĐảng ủy {conference.host.name}"
    assert document.subject.startswith("Kết luận của Ban Thường vụ Đảng ủy, lãnh đạo Bộ tại Hội nghị")
    content = printed_notice(document)
    assert [line for block in content["head_left"] for line in block.lines] == [
        "ĐẢNG BỘ CHÍNH PHỦ", "BAN THƯỜNG VỤ", "ĐẢNG ỦY BỘ CÔNG THƯƠNG"
    ]  # fmt: skip
    assert [line for block in content["authority"] for line in block.lines] == ["T/M BAN THƯỜNG VỤ", "BÍ THƯ"]
    assert content["recipients"][-1] == ("- Lưu Văn phòng Đảng ủy.", "")
    assert content["number"].lines == [f"Số {8 * chr(160)}-TB/ĐUB"]
    assert content["author"] == "Ban Thường vụ Đảng ủy Bộ Công Thương"
    assert build_document(actions.prepare(conference, by=office)).form == "state"


@pytest.mark.parametrize(("wanted", "annex"), [("", False), ("text", False), ("annex", True)])
def test_where_answers_stand_is_a_choice(notice, conference, office, unit_a, wanted, annex):
    raise_(conference, unit_a, office)
    notice.answers_as = wanted
    assert build_document(notice).answers_in_annex == annex
