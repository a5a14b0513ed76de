"""`make check-images`: build the image of the Dockerfile without a container engine, and try it.

The official Python image is replaced by a plain Debian of the same release, made with debootstrap; buildah
builds in chroots. What that cannot show is said at the end.
"""

import os
import shutil
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from dev.check import container_checks, passes
from dev.folders import ROOT, VAR
from dev.ports import HOST, require_free
from dev.talk import Problem, run_tool, say, step

PLACE = VAR / "images"
BASE_ROOT = PLACE / "base"
BASE = "docker.io/library/python:3.11-slim-bookworm"
IMAGE = "dialogue-tracker"
PORT = 8765
UNPROVEN = (
    "Unproven here: the official python, postgres and redis images (the base is Debian's own Python), and "
    "docker-compose.yml as a whole with its health checks, which need a real engine."
)
# The image trusts what this machine trusts, and asks the same package registry, only while it is built.
BORROWED = ("/etc/ssl/certs", "/usr/local/share/ca-certificates", "/etc/pip.conf")
ENVIRONMENT = {
    "SECRET_KEY": "check-" * 12 + "0123456789",
    "DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none",
    "REDIS_URL": "redis://127.0.0.1:9",
    "ALLOWED_HOSTS": "tracker.example",
}
PDF = """
from dialogue_tracker.pdf import render_pdf
from dialogue_tracker.typeface import FONT_FACES
head = '<head><title>Thông báo</title><style>' + FONT_FACES + '</style></head>'
page = '<html lang="vi">' + head + '<body>Kết luận</body></html>'
pdf = render_pdf(page, identifier=b"check")
assert pdf.startswith(b"%PDF-"), pdf[:20]
print(len(pdf), "bytes of PDF")
"""


def main() -> None:
    if os.geteuid() != 0:
        raise Problem("Building an image without an engine needs root. Run: sudo make check-images")
    if [check for check in container_checks() if not passes(check)]:
        raise Problem("Put the container files right first.")
    make_base()
    with step(f"Building the image of {ROOT / 'Dockerfile'}"):
        buildah(
            *("bud", "--isolation", "chroot", "--network", "host", "--pull-never", "--format", "docker"),
            *(f"--volume={path}:{path}:ro" for path in BORROWED if Path(path).exists()),
            *("--tag", IMAGE, str(ROOT)),
        )
    buildah("rmi", "--prune")  # what earlier builds left
    with container(IMAGE) as name:
        with step("Checking the settings for deployment in it"):
            inside(name, "python3", "manage.py", "check", "--deploy", "--fail-level", "WARNING")
        with step("Rendering a PDF in it, as its numeric user"):
            told = inside(name, "python3", "-c", PDF)
        say(f"    {told.splitlines()[-1]}")
        with step("Serving a page and a style sheet from it"):
            serve(name)
    say(f"The image builds and works. {UNPROVEN}")


def buildah_command(*arguments: str) -> list[str]:
    """Its storage is a folder of the project, not the machine's."""
    storage = ["--root", str(PLACE / "storage"), "--runroot", str(PLACE / "run"), "--storage-driver", "vfs"]
    return ["buildah", *storage, *arguments]


def buildah(*arguments: str) -> str:
    return run(buildah_command(*arguments))


def run(command: Sequence[str]) -> str:
    done = subprocess.run(
        command, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    )
    if done.returncode != 0:
        raise Problem(f"`{' '.join(command[:6])} …` failed:\n{done.stdout[-3000:]}")
    return done.stdout


def make_base() -> None:
    """A Debian with Python under the official image's name; kept, because it takes a minute."""
    if buildah("images", "--quiet", "--filter", f"reference={BASE}").strip():
        return
    shutil.rmtree(BASE_ROOT, ignore_errors=True)
    BASE_ROOT.parent.mkdir(parents=True, exist_ok=True)
    packages = "--include=python3,python3-pip,ca-certificates"
    with step("Making a base image with debootstrap"):
        run(["debootstrap", "--variant=minbase", packages, "bookworm", str(BASE_ROOT)])
        name = buildah("from", "scratch").strip()
        buildah("add", "--quiet", name, str(BASE_ROOT), "/")
        # Debian's pip would refuse what the official image's pip does.
        buildah("config", "--env", "PIP_BREAK_SYSTEM_PACKAGES=1", name)
        buildah("commit", "--quiet", "--rm", name, BASE)
    shutil.rmtree(BASE_ROOT)


@contextmanager
def container(image: str) -> Iterator[str]:
    name = buildah("from", "--pull-never", image).strip()
    try:
        yield name
    finally:
        buildah("rm", name)


def inside(name: str, *command: str) -> str:
    return buildah(*_run_arguments(name), *command)


def _run_arguments(name: str) -> list[str]:
    variables = [f"--env={key}={value}" for key, value in ENVIRONMENT.items()]
    return ["run", "--isolation", "chroot", "--network", "host", *variables, name, "--"]


def serve(name: str) -> None:
    command = ["python3", "-m", "gunicorn", "dialogue_tracker.wsgi", "--bind", f"{HOST}:{PORT}"]
    require_free(PORT)
    log = PLACE / "web.log"
    with log.open("w") as output:
        server = subprocess.Popen(
            buildah_command(*_run_arguments(name), *command, "--no-control-socket"),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        page = wait_for_page("/healthz", server)
        if b"true" not in page or b"{" not in fetch("/static/css/app.css"):
            raise Problem("The web server in the image serves the wrong thing.")
    except OSError as error:
        raise Problem(f"The web server in the image: {error}\n{log.read_text()[-2000:]}") from error
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(20)


def wait_for_page(path: str, server: subprocess.Popen[bytes]) -> bytes:
    deadline = time.monotonic() + 30
    while server.poll() is None and time.monotonic() < deadline:
        with suppress(OSError):
            return fetch(path)
        time.sleep(0.5)
    return fetch(path)


def fetch(path: str) -> bytes:
    request = urllib.request.Request(  # noqa: S310 (a fixed http address of this machine)
        f"http://{HOST}:{PORT}{path}", headers={"Host": "tracker.example", "X-Forwarded-Proto": "https"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return bytes(answer.read())


if __name__ == "__main__":
    run_tool(main)
