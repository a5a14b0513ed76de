"""Imported by workers only, which find it by themselves; web processes send the task by its name."""

from celery import shared_task

from notices import rendering


@shared_task(name="notices.render")
def render(rendering_id: int) -> None:
    rendering.render(rendering_id)
