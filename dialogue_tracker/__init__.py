# Celery's shared_task finds its app only when the app was imported with Django.
from dialogue_tracker.celery import app as celery_app

__all__ = ("celery_app",)
