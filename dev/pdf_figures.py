"""The figures of `make bench-pdf`.

- bare: WeasyPrint on the same HTML, as PDF/A with tags; fonts and a page number are added to its CSS;
- naive: a template of the same look with WeasyPrint's defaults: column widths found from the text, no tags;
- forked: a parent that has all loaded forks a process per notice, which runs bare WeasyPrint.

What runs in one process is timed by the processor, ours and the other in turn; what runs in several by the
clock, which tells the truth only while nobody else is at work on the machine. Memory is the greatest sum over
all processes of what each has for itself and its share of what they have in common (PSS).
"""

import json
import os
import re
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from weasyprint import HTML

from dev.folders import VAR
from dev.talk import say
from dialogue_tracker.isolated import run_isolated
from dialogue_tracker.pdf import PdfError, render_pdf
from dialogue_tracker.pdf_pages import ShippedFontsOnly
from dialogue_tracker.typeface import FILES, FOLDER, FONT_FACES
from notices.document import NoticeAnswer, NoticeDocument
from notices.pdf import notice_pdf
from notices.printing import notice_html
from tests.notices.samples import UNITS, WORK, long_notice

ROUNDS = 7
NOTICES = 24  # for the rate
RENDERS = 300  # for the growth of memory
MEBIBYTE = 1 << 20
NUMBERS = "@page{@top-center{content:counter(page)}}"
BORDERS = "table{border-collapse:collapse} th,td{border:0.75pt solid}"
RECOMMENDATIONS = (
    "Đề nghị bổ sung kinh phí sửa chữa phòng họp trực tuyến.",
    "Đề nghị mở lớp bồi dưỡng kỹ năng phân tích dữ liệu cho công chức mới được tuyển dụng.",
    "Đề nghị lấy ý kiến giữa các đơn vị trên hệ thống thay cho công văn giấy.",
)
ANSWERS = (
    "Đồng ý về chủ trương; đưa vào dự toán năm sau.",
    "Đã giao lập kế hoạch, trình trong quý IV; ưu tiên các đơn vị mới sắp xếp lại.",
    "Đang xem xét cùng với việc sửa đổi quy chế làm việc.",
)


@dataclass(frozen=True)
class Figure:
    name: str
    ours: float
    other: float | None
    unit: str
    wanted: str = ""
    ok: bool = True


def run(*, quick: bool) -> bool:
    """Whether a wanted figure was missed."""
    figures = [
        *one_notice(rounds=2 if quick else ROUNDS),
        rate(6 if quick else NOTICES),
        growth(30 if quick else RENDERS),
        *large_annexes([40, 200] if quick else [40, 500, 2000]),
    ]
    target = VAR / "bench" / "pdf.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps([asdict(figure) for figure in figures], indent=1, ensure_ascii=False))
    say(f"load at the end: {os.getloadavg()[0]:.1f}")
    return not all(figure.ok for figure in figures)


def told(figure: Figure) -> Figure:
    other = "" if figure.other is None else f"{figure.other:>10.3g}"
    verdict = "" if not figure.wanted else "ok" if figure.ok else "MISSED"
    say(f"{figure.name:64}{figure.ours:>10.3g}{other:>10} {figure.unit:12} {figure.wanted} {verdict}")
    return figure


# --- The documents ------------------------------------------------------------------------------------------
def notice(rows: int) -> NoticeDocument:
    """Four tasks and a table of so many answers; with 40 it has six pages."""
    return replace(long_notice(tasks=4, answers=0), annexes=(), answers=tuple(map(answer, range(rows))))


def answer(position: int) -> NoticeAnswer:
    return NoticeAnswer(
        raised_by=UNITS[position % 3],
        recommendation=RECOMMENDATIONS[position % 3],
        answer=ANSWERS[position * 7 % 3],
        lead=WORK[position % 2][0],
        due="31/12/2026",
    )


def bare(html: str) -> bytes:
    with_fonts = html.replace("<style>", f"<style>{FONT_FACES}{NUMBERS}", 1)
    page = HTML(string=with_fonts, base_url=None, url_fetcher=ShippedFontsOnly())
    pdf: bytes = page.write_pdf(pdf_variant="pdf/a-2b", pdf_tags=True, pdf_identifier=b"bench")
    return pdf


def naive(html: str) -> bytes:
    faces = FONT_FACES
    for name in FILES.values():
        faces = faces.replace(f"font:{name}", (FOLDER / name).as_uri())
    css = html.replace("<style>", f"<style>{faces}{NUMBERS}{BORDERS}", 1)
    for careful in ("table-layout: fixed", "overflow-wrap: anywhere"):
        css = css.replace(careful, "")
    pdf: bytes = HTML(string=re.sub(r"<colgroup>.*?</colgroup>", "", css, flags=re.DOTALL)).write_pdf()
    return pdf


def ours(html: str) -> bytes:
    return render_pdf(html, identifier=b"bench")


# --- One notice ---------------------------------------------------------------------------------------------
def one_notice(*, rounds: int) -> list[Figure]:
    html = notice_html(notice(40))
    makers = (ours, bare, naive)
    for maker in makers:
        maker(html)
    taken = [[processor_time(partial(maker, html)) for maker in makers] for _round in range(rounds)]
    mine, plain, simple = (statistics.median(column) for column in zip(*taken, strict=True))
    to_bare = statistics.median(row[0] / row[1] for row in taken)
    to_naive = statistics.median(row[0] / row[2] for row in taken)
    return [
        told(Figure("40 rows, one process: processor time, bare", mine, plain, "s")),
        told(Figure("  part of bare WeasyPrint's", to_bare, None, "", "<= 1.05", to_bare <= 1.05)),
        told(Figure("  processor time, naive template", mine, simple, "s")),
        told(Figure("  part of the naive template's", to_naive, None, "", "<= 0.8", to_naive <= 0.8)),
    ]


def processor_time(run: Callable[[], object]) -> float:
    begun = time.process_time()
    run()
    return time.process_time() - begun


# --- Many notices -------------------------------------------------------------------------------------------
def rate(count: int) -> Figure:
    """As the product works: a worker per core, each forks for every notice, with limits and progress."""
    document, html = notice(40), notice_html(notice(40))
    mine = per_minute(lambda: isolated(document), count)
    other = per_minute(lambda: forked(lambda: bare(html)), count)
    name = "notices of 40 rows a minute on 2 cores, forked bare WeasyPrint"
    return told(Figure(name, mine, other, "per minute", ">= 240", mine >= 240))


def isolated(document: NoticeDocument) -> None:
    run_isolated(
        lambda progress: notice_pdf(document, identifier=b"bench", progress=progress),
        report=lambda percent, step: None,
        seconds=60,
        megabytes=1000,
        expected=PdfError,
    )


def per_minute(make: Callable[[], object], count: int) -> float:
    def make_many() -> None:
        for _notice in range(count // 2):
            make()

    begun = time.perf_counter()
    workers = [start(make_many) for _worker in range(2)]
    for worker in workers:
        finish(worker)
    return 60 * count / (time.perf_counter() - begun)


def growth(count: int) -> Figure:
    """In one process that is never renewed, as a worker's is after fifty notices."""
    reading, writing = os.pipe()

    def render_many() -> None:
        html = notice_html(replace(notice(0)))
        for number in range(count):
            ours(html)
            if number == count // 6:
                first = own_memory()
        os.write(writing, json.dumps([first, own_memory()]).encode())

    forked(render_many)
    first, last = json.loads(os.read(reading, 1000))
    name = f"memory after {count} renders, after {count // 6}"
    return told(Figure(name, last, first, "MiB", "<= 1.05 x", last <= 1.05 * first))


# --- Large annexes ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Run:
    seconds: float
    processor: float
    peak: float  # MiB


def large_annexes(sizes: Sequence[int]) -> list[Figure]:
    runs = {rows: ours_and_bare(notice(rows)) for rows in sizes}
    figures = [figure for rows, pair in runs.items() for figure in compared(rows, *pair)]
    if 2000 in runs:
        part = runs[2000][0].seconds / runs[500][0].seconds
        name = "2000 rows: times the time of 500"
        figures.append(told(Figure(name, part, None, "", "<= 4.4", part <= 4.4)))
    return figures


def ours_and_bare(document: NoticeDocument) -> tuple[Run, Run]:
    html = notice_html(document)
    return clocked(lambda: notice_pdf(document, identifier=b"bench")), clocked(lambda: bare(html))


def compared(rows: int, mine: Run, other: Run) -> list[Figure]:
    """What is wanted is wanted of 2,000 rows."""
    time_, memory_ = ("<= half", "< 200") if rows >= 2000 else ("", "")
    half, little = mine.seconds <= other.seconds / 2, mine.peak < 200
    return [
        told(Figure(f"{rows} rows: time, bare", mine.seconds, other.seconds, "s", time_, half or not time_)),
        told(Figure("  processor time, bare", mine.processor, other.processor, "s")),
        told(Figure("  peak memory, bare", mine.peak, other.peak, "MiB", memory_, little or not memory_)),
    ]


def clocked(make: Callable[[], object]) -> Run:
    """In a process of its own."""
    before = os.times()
    begun, peak = time.perf_counter(), 0.0
    worker = start(make)
    while os.waitid(os.P_PID, worker, os.WEXITED | os.WNOWAIT | os.WNOHANG) is None:
        peak = max(peak, sum(map(memory, family(worker))))
        time.sleep(0.1)
    seconds = time.perf_counter() - begun
    finish(worker)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Run(seconds, used, peak)


def family(process: int) -> list[int]:
    found = [process]
    with suppress(OSError):
        children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        for child in children:
            found += family(int(child))
    return found


def memory(process: int) -> float:
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("Pss:")).split()[1]) / 1024
    return 0.0


def own_memory() -> float:
    resident = int(Path("/proc/self/statm").read_text().split()[1])
    return resident * os.sysconf("SC_PAGESIZE") / MEBIBYTE


# --- Processes ----------------------------------------------------------------------------------------------
def start(work: Callable[[], Any]) -> int:
    process = os.fork()
    if process == 0:
        status = 1
        try:
            work()
            status = 0
        finally:
            os._exit(status)
    return process


def finish(process: int) -> None:
    _process, status = os.waitpid(process, 0)
    if status != 0:
        raise RuntimeError("A process of the benchmark failed.")


def forked(work: Callable[[], Any]) -> None:
    finish(start(work))
