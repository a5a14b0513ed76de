"""The few things Python wheels cannot bring: system libraries for PDF, Chromium for browser tests, gettext.

`python -m dev.system pdf [browser] [gettext]` looks; as root on Debian or Ubuntu it installs what is missing
and says so, elsewhere it says which line to run.
"""

import argparse
import ctypes
import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from dev.talk import Problem, run_tool, say, step

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_MISSING = (
    "Chromium is not installed and could not be installed here; "
    "run `apt-get install chromium` as root, or set CHROMIUM to its path."
)
APT_TIMEOUT = 900


@dataclass(frozen=True)
class Need:
    packages: tuple[str, ...]
    purpose: str
    missing: Callable[[], list[str]]
    required: bool = True


def _missing_pdf_libraries() -> list[str]:
    wanted = {
        "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib"),
        "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib"),
        "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib"),
    }
    missing = [package for package, names in wanted.items() if not any(map(_loads, names))]
    return missing if shutil.which("fc-cache") else [*missing, "fontconfig"]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def find_chromium() -> str | None:
    """A Chromium that runs; Ubuntu's package may be a stub that only asks for snap."""
    chosen = os.environ.get("CHROMIUM")
    for name in [chosen] if chosen else CHROMIUM_NAMES:
        path = shutil.which(name)
        if path and _runs([path, "--version"]):
            return path
    return None


def _runs(command: list[str]) -> bool:
    try:
        return subprocess.run(command, check=False, capture_output=True, timeout=30).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _missing_commands(**packages: str) -> list[str]:
    """Packages of the commands that are not there."""
    return [package for command, package in packages.items() if not shutil.which(command)]


NEEDS = {
    "pdf": Need(
        ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fontconfig"),
        "making PDF files",
        _missing_pdf_libraries,
    ),
    "browser": Need(
        ("chromium",), "browser tests", lambda: [] if find_chromium() else ["chromium"], required=False
    ),
    "gettext": Need(("gettext",), "translations", lambda: _missing_commands(xgettext="gettext")),
    "images": Need(
        ("buildah", "debootstrap"),
        "building the container image",
        lambda: _missing_commands(buildah="buildah", debootstrap="debootstrap"),
    ),
}


def ensure(names: Sequence[str]) -> list[str]:
    """Have the needs met. Returns sentences on optional ones that cannot be; a required one is a Problem."""
    notes = []
    for name in names:
        need = NEEDS[name]
        missing = need.missing()
        if missing and may_install():
            _install(missing, need)
            missing = need.missing()
        if not missing:
            continue
        if need.required:
            raise Problem(advice(missing, need.purpose))
        notes.append(advice(missing, need.purpose))
    return notes


def may_install() -> bool:
    return os.geteuid() == 0 and is_debian_like() and shutil.which("apt-get") is not None


def is_debian_like(os_release: Path = Path("/etc/os-release")) -> bool:
    try:
        lines = os_release.read_text().splitlines()
    except OSError:
        return False
    values = dict(line.split("=", 1) for line in lines if "=" in line)
    families = f"{values.get('ID', '')} {values.get('ID_LIKE', '')}".replace('"', "").split()
    return bool({"debian", "ubuntu"} & set(families))


def advice(missing: Sequence[str], purpose: str) -> str:
    line = f"apt-get install --no-install-recommends -y {' '.join(missing)}"
    if is_debian_like():
        how = f"Run: {line if os.geteuid() == 0 else f'sudo {line}'}"
    else:
        how = f"Install what your system calls them (on Debian: {line})."
    return f"Needed for {purpose}, and not on this machine: {', '.join(missing)}. {how}"


def _install(packages: Sequence[str], need: Need) -> None:
    with step(f"Installing {', '.join(packages)} for {need.purpose} (apt-get, as root)"):
        environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
        # A failed update is not the end: the lists may already be there.
        update = _apt(["update", "-q"], environment)
        install = _apt(["install", "-q", "-y", "--no-install-recommends", *packages], environment)
    if install.returncode != 0:
        told = (install.stderr or update.stderr or "").strip().splitlines()[-4:]
        say("apt-get could not install them:\n    " + "\n    ".join(told))


def _apt(arguments: Sequence[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = ["apt-get", *arguments]
    try:
        return subprocess.run(
            command, check=False, capture_output=True, text=True, env=environment, timeout=APT_TIMEOUT,
            stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return subprocess.CompletedProcess(command, 1, "", f"apt-get took longer than {APT_TIMEOUT} seconds.")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m dev.system")
    parser.add_argument("needs", nargs="+", choices=NEEDS)
    for note in ensure(parser.parse_args().needs):
        say(f"Note: {note}")


if __name__ == "__main__":
    run_tool(main)
