"""The project's addresses with the gallery of development."""

from django.urls import path

from dialogue_tracker import gallery
from dialogue_tracker.urls import urlpatterns as project

urlpatterns = [*project, path("components/", gallery.components, name="components")]
