"""The worker's part: the task makes a real PDF, reports progress, and never leaves a row without an end."""

import hashlib
import subprocess
import sys
from datetime import timedelta
from io import BytesIO

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation
from pypdf import PdfReader

from dialogue_tracker.isolated import Died, TooLong, TooMuchMemory
from dialogue_tracker.jobs import STALE_AFTER
from dialogue_tracker.pdf import PdfError
from notices import actions, job_runs, rendering, rendering_jobs
from notices.models import Rendering
from notices.rendering_jobs import cancel, remove_old_renderings, request_rendering
from notices.tasks import render
from tests.notices.builders import answer, conclude, entrust, raise_


@pytest.fixture
def queued(conference, office, unit_a, unit_b, no_worker):
    """A conference with a task, an answered and an entrusted recommendation, and a PDF asked for."""
    conclude(conference, office, lead=unit_a, supporting=unit_b)
    answer(raise_(conference, unit_a, office), office, words="Đã cấp 05 bộ thiết bị.", outcome="resolved")
    entrust(raise_(conference, unit_b, office, "Đề nghị bổ sung biên chế."), unit_a, office)
    notice = actions.prepare(conference, by=office)
    return request_rendering(notice, by=office)


def made(queued):
    render(queued.pk)
    return Rendering.objects.get(pk=queued.pk)


def bytes_of(made):
    with made.file.open("rb") as opened:
        return opened.read()


def text_of(made):
    pages = PdfReader(BytesIO(bytes_of(made))).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


def test_the_pdf_has_the_task_and_the_answers(queued):
    found = made(queued)
    text = text_of(found)
    for words in (
        "DỰ THẢO",
        "Kết luận của Bộ trưởng Bộ Công Thương tại",
        "1. Giao Cục Hóa chất chủ trì rà soát quy chuẩn an toàn hóa chất,",
        "Chủ trì: Cục Hóa chất; phối hợp: Vụ Pháp chế.",
        "Đề nghị trang bị thiết bị đo nhanh.",
        "Đã cấp 05 bộ thiết bị.",
        "Giao Cục Hóa chất chủ trì nghiên cứu, giải quyết, trả lời Vụ Pháp chế",
        "Văn phòng Bộ thông báo để các đơn vị biết, thực hiện./.",
        "TL. BỘ TRƯỞNG",
        "Lưu: VT, VP.",
    ):
        assert words in text


def test_the_row_knows_what_was_made(queued):
    found = made(queued)
    pdf = bytes_of(found)
    assert (found.state, found.progress, found.step) == ("done", 100, "done")
    assert found.sha256 == hashlib.sha256(pdf).hexdigest()
    assert found.pages == len(PdfReader(BytesIO(pdf)).pages)
    assert found.size == len(pdf)
    assert len(found.fingerprint) == 64
    assert found.finished_at


def test_the_same_data_give_the_same_bytes_on_another_day(queued, office, time_machine):
    first = made(queued)
    time_machine.move_to(timezone.now() + timedelta(days=400))
    again = made(request_rendering(queued.notice, by=office))
    assert again.sha256 == first.sha256


def test_the_document_is_vietnamese_for_readers_of_english_too(queued):
    with translation.override("en"):
        assert "THÔNG BÁO" in text_of(made(queued))


def test_a_message_that_comes_twice_makes_one_pdf(queued):
    first = made(queued)
    assert made(queued).file.name == first.file.name


def test_progress_is_seen_while_the_worker_is_at_it(queued, monkeypatch):
    seen = []
    report_of = rendering.progress_of

    def watched(row):
        report = report_of(row)

        def both(percent, step):
            report(percent, step)
            now = Rendering.objects.get(pk=queued.pk)
            seen.append((now.state, now.progress, now.sentence))

        return both

    monkeypatch.setattr(rendering, "progress_of", watched)
    assert made(queued).is_done
    assert [step for step in dict.fromkeys(seen) if step[2] != "Laying out the pages"] == [
        ("running", 0, "Reading the text"),
        ("running", 65, "Writing the PDF"),
        ("running", 100, "Ready"),
    ]
    assert ("running", 10, "Laying out the pages") in seen


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (PdfError("The text tries to load a file."), "tries to load"),
        (SoftTimeLimitExceeded(), "too long"),
        (TooLong(), "too long"),
        (TooMuchMemory(), "too much memory"),
        (Died(), "made a mistake"),
    ],
)
def test_a_failure_says_why_and_keeps_the_draft(queued, monkeypatch, error, says):
    def broken(*_args, **_options):
        raise error

    monkeypatch.setattr(job_runs, "run_isolated", broken)
    found = made(queued)
    assert found.is_failed
    assert says in found.sentence
    assert found.notice.is_draft


def test_a_mistake_of_the_program_is_logged_and_told(queued, monkeypatch):
    monkeypatch.setattr(rendering, "document_of", lambda _notice: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        render(queued.pk)
    assert "made a mistake" in Rendering.objects.get(pk=queued.pk).sentence


def test_a_limit_in_time_and_memory_is_kept(queued, settings, monkeypatch):
    settings.PDF_SECONDS = 0.001
    assert "too long" in made(queued).sentence
    settings.PDF_SECONDS, settings.PDF_MEGABYTES = 60, 50
    # A real notice would fit into what earlier tests have left free in this process.
    monkeypatch.setattr(rendering, "notice_pdf", lambda *_args, **_options: bytes(500 * 1024 * 1024))
    again = request_rendering(queued.notice, by=queued.requested_by)
    assert "too much memory" in made(again).sentence


# --- Cancel and clean up ----------------------------------------------------------------------------------------
def test_a_cancelled_one_is_never_taken_up(queued, office):
    assert cancel(queued, by=office)
    found = made(queued)
    assert (found.state, found.sentence, bool(found.file)) == (
        "cancelled",
        "Cancelled by Cán bộ Văn phòng.",
        False,
    )
    assert not cancel(found, by=office)


def test_cancelled_while_it_is_made_nothing_stays(queued, office, monkeypatch):
    report_of = rendering.progress_of

    def cancelled_at_layout(row):
        report = report_of(row)

        def both(percent, step):
            if step == "layout":
                cancel(queued, by=office)
            report(percent, step)

        return both

    monkeypatch.setattr(rendering, "progress_of", cancelled_at_layout)
    found = made(queued)
    assert found.is_cancelled
    assert not found.file


def test_cancelled_at_the_last_moment_the_file_goes_too(queued, office, monkeypatch, settings):
    def late(pdf):
        cancel(queued, by=office)
        return 1

    monkeypatch.setattr(rendering, "pages_of", late)
    found = made(queued)
    assert found.is_cancelled
    folder = settings.MEDIA_ROOT / "notices" / str(queued.notice_id)
    assert list(folder.glob("*.pdf")) == []


def test_who_may_not_prepare_may_not_cancel(queued, leader):
    with pytest.raises(PermissionDenied):
        cancel(queued, by=leader)


def test_old_renderings_go_with_their_files_but_the_last_one_stays(
    queued, office, django_capture_on_commit_callbacks, settings
):
    old, last = made(queued), made(request_rendering(queued.notice, by=office))
    Rendering.objects.update(requested_at=timezone.now() - timedelta(days=settings.DRAFT_PDF_DAYS + 1))
    fresh = rendering_jobs.request_rendering(queued.notice, by=office)
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_old_renderings() == 1
    assert set(Rendering.objects.all()) == {last, fresh}
    assert not old.file.storage.exists(old.file.name)
    assert last.file.storage.exists(last.file.name)
    actions.change_state(queued.notice, "discard", by=office)
    with django_capture_on_commit_callbacks(execute=True):
        assert remove_old_renderings() == 1
    assert not last.file.storage.exists(last.file.name)


@pytest.mark.parametrize("state", ["queued", "running"])
def test_a_worker_that_died_is_shown_as_failed(queued, state):
    Rendering.objects.filter(pk=queued.pk).update(state=state)
    found = Rendering.objects.get(pk=queued.pk)
    assert found.is_running
    Rendering.objects.filter(pk=queued.pk).update(
        touched_at=timezone.now() - STALE_AFTER - timedelta(seconds=1)
    )
    found = Rendering.objects.get(pk=queued.pk)
    assert not found.is_running
    assert (found.shown_state, found.is_failed) == ("failed", True)
    assert "does not answer" in found.sentence
    assert STALE_AFTER.total_seconds() > settings.CELERY_TASK_TIME_LIMIT


def test_a_file_that_is_gone_has_no_size(queued):
    found = made(queued)
    found.file.storage.delete(found.file.name)
    assert found.size is None


def test_web_processes_do_not_load_weasyprint():
    code = (
        "import sys, django; django.setup(); import dialogue_tracker.wsgi\n"
        "from django.urls import get_resolver; get_resolver().url_patterns\n"
        "from django.contrib import admin; admin.autodiscover()\n"
        "print(sorted(name for name in ('weasyprint', 'pyhanko', 'dialogue_tracker.pdf', 'notices.tasks') if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"
