"""Office files are archives of XML. Distrusts every size in them, and every document type. No Django."""

import struct
import zipfile
import zlib
from dataclasses import dataclass
from xml.parsers import expat

CHUNK = 1 << 16
RATIO_FREE = 1_000_000  # small parts may be as dense as they like
# What reading a damaged archive or its XML raises.
BROKEN = (
    zipfile.BadZipFile,
    LookupError,  # a part, or an encoding, that does not exist
    expat.ExpatError,
    NotImplementedError,
    RuntimeError,
    EOFError,
    OSError,
    ValueError,
    struct.error,
    zlib.error,
)


class Bomb(Exception):
    """It unpacks to far more than it should, or declares what is to grow."""


@dataclass(frozen=True)
class Limits:
    unpacked: int
    ratio: int
    entries: int = 3_000

    def guard(self, archive: zipfile.ZipFile) -> None:
        """By what the archive says itself; what it really unpacks to is counted by `feed`."""
        parts = archive.infolist()
        if len(parts) > self.entries or sum(part.file_size for part in parts) > self.unpacked:
            raise Bomb
        if any(part.file_size > max(RATIO_FREE, part.compress_size * self.ratio) for part in parts):
            raise Bomb

    def feed(self, archive: zipfile.ZipFile, name: str, parser: expat.XMLParserType) -> None:
        parser.StartDoctypeDeclHandler = _no_doctype
        read = 0
        with archive.open(name) as stream:
            while chunk := stream.read(CHUNK):
                read += len(chunk)
                if read > self.unpacked:
                    raise Bomb
                parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _no_doctype(*_: object) -> None:
    """Office programs never write one; it is how entities are made to grow or to point at other files."""
    raise Bomb
