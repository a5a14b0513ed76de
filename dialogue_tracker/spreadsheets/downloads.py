"""Handing a workbook to a browser: from the disk, so that its size does not matter."""

from collections.abc import Callable
from tempfile import TemporaryFile
from typing import IO

from django.http import FileResponse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def written(write: Callable[[IO[bytes]], None], name: str) -> FileResponse:
    file = TemporaryFile()  # noqa: SIM115  (the response closes it)
    write(file)
    file.seek(0)
    return attachment(file, name)


def attachment(file: IO[bytes], name: str) -> FileResponse:
    response = FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
