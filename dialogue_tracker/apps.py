from django.apps import AppConfig
from django.core.checks import register

from dialogue_tracker.checks import document_fonts, document_libraries


class DialogueTrackerConfig(AppConfig):
    name = "dialogue_tracker"

    def ready(self) -> None:
        register(document_libraries)
        register(document_fonts)
