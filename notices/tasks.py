"""Imported by workers only, which find it by themselves; web processes send the task by its name."""

from celery import shared_task

from notices import rendering, rendering_jobs, reporting


@shared_task(name="notices.render")
def render(rendering_id: int) -> None:
    rendering.render(rendering_id)


@shared_task(name="notices.report")
def report(report_id: int) -> None:
    reporting.make_report(report_id)


@shared_task(name="notices.remove_old_renderings")
def remove_old_renderings() -> None:
    rendering_jobs.remove_old_renderings()
