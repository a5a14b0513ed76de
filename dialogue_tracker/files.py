"""Uploaded and generated files: rows of the database point to them, so they come and go with their rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.db import transaction
from django.db.models.fields.files import FieldFile
from django.http import Http404


def stored(file: FieldFile) -> IO[Any]:
    """Opened for handing out; a file that is gone from the disk is not found, like a row that is gone."""
    try:
        return file.open("rb")
    except FileNotFoundError:
        raise Http404 from None


@contextmanager
def atomic_with_files(written: list[FieldFile]) -> Iterator[None]:
    """A transaction that, rolled back, takes with it the files that were added to the list meanwhile."""
    try:
        with transaction.atomic():
            yield
    except BaseException:
        for file in written:
            file.storage.delete(str(file.name))
        raise
