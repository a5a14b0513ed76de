"""What the PDF needs from the machine, as system checks: a warning, for only the workers print."""

import ctypes
from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Warning

from dialogue_tracker.typeface import FILES, FOLDER

# The library, its file on Linux and on macOS.
NEEDED = (
    ("libpango-1.0", "libpango-1.0.so.0", "libpango-1.0.dylib"),
    ("libpangoft2-1.0", "libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
    ("libharfbuzz", "libharfbuzz.so.0", "libharfbuzz.0.dylib"),
    ("libfontconfig", "libfontconfig.so.1", "libfontconfig.1.dylib"),
)
QUICK = (("libharfbuzz-subset", "libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),)
HINT = (
    "On Debian or Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig. "
    "On macOS: brew install pango."
)


def document_libraries(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if missing := missing_libraries(NEEDED):
        text = f"Notices cannot be printed as PDF on this machine: {', '.join(missing)} not found."
        found.append(Warning(text, hint=HINT, id="dialogue_tracker.W001"))
    elif missing := missing_libraries(QUICK):
        text = f"PDFs take three times as long as they need to: {', '.join(missing)} not found."
        found.append(Warning(text, hint=HINT, id="dialogue_tracker.W002"))
    return found


def document_fonts(app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    missing = [name for name in FILES.values() if not (FOLDER / name).is_file()]
    if not missing:
        return []
    text = f"The typeface of the documents is incomplete: {', '.join(missing)} not found in {FOLDER}."
    return [Error(text, hint="They belong to the project: check them out again.", id="dialogue_tracker.E001")]


def missing_libraries(libraries: Sequence[tuple[str, ...]]) -> list[str]:
    return [name for name, *files in libraries if not any(map(_loads, files))]


def _loads(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True
