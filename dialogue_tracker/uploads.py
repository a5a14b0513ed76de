"""Uploads end at a size of our own, also where no proxy before the web process has one."""

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler


class TooBig(UploadedFile):
    """Nothing of it was kept; its size lets the form say what is wrong, beside all that was typed."""


class SizeLimit(FileUploadHandler):
    """Stands before the handlers that keep the pieces, and gives them no more once a file is too big."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start + len(raw_data) <= settings.UPLOAD_MAX_BYTES + 1 else None

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if file_size <= settings.UPLOAD_MAX_BYTES:
            return None
        for handler in self.request.upload_handlers if self.request else ():
            handler.upload_interrupted()  # removes what it has kept so far
        return TooBig(name=self.file_name, content_type=self.content_type, size=file_size)
