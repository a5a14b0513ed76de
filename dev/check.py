"""`make check`: every check by name and time; all of them run, and the last lines list what failed."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dev.folders import ROOT, project_files
from dev.talk import Problem, run_tool, say
from dev.throwaway import throwaway_environment

PYTHON = [sys.executable, "-m"]
SCRIPTS = ROOT / ".venv" / "bin"
MANAGE = [sys.executable, "manage.py"]
# The deployment checks want to see what production would set.
PRODUCTION = {
    "DEBUG": "0",
    "DEVELOPMENT": "0",
    "SECRET_KEY": "check-" * 12 + "0123456789",
    "ALLOWED_HOSTS": "tracker.example",
}


@dataclass(frozen=True)
class Check:
    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    mend: str = ""  # what puts it right, where a command does


def checks(environment: Mapping[str, str]) -> list[Check]:
    templates = [str(path.relative_to(ROOT)) for path in project_files(ROOT, ".html")]
    ruff, djade = str(SCRIPTS / "ruff"), str(SCRIPTS / "djade")
    concise = ["--quiet", "--output-format", "concise", "."]

    def check(name: str, *command: str, mend: str = "", also: Mapping[str, str] | None = None) -> Check:
        return Check(name, command, {**environment, **(also or {})}, mend)

    return [
        check("format of the code", ruff, "format", "--check", *concise, mend="make fix"),
        check("code", ruff, "check", *concise, mend="make fix"),
        check("types", *PYTHON, "mypy"),
        check("format of the templates", djade, "--check", *templates, mend="make fix"),
        check("templates", *PYTHON, "djlint", "--lint", "--quiet", *templates),
        check("deployment", *MANAGE, "check", "--deploy", "--fail-level", "WARNING", also=PRODUCTION),
        check("migrations", *MANAGE, "makemigrations", "--check", "--dry-run"),
        check("translations", *PYTHON, "dev.translations", mend="make messages"),
        check("words not marked", *PYTHON, "dev.plain_words"),
        check("sizes", *PYTHON, "dev.budgets"),
        check("lock files", *PYTHON, "dev.locks", mend="make lock"),
        check("commands in the manual", *PYTHON, "dev.manual"),
        check(
            "life of an assignment",
            *MANAGE,
            "write_life",
            "--check",
            mend="python manage.py write_life",
        ),
        *container_checks(),
    ]


def container_checks() -> list[Check]:
    schema = ["--builtin-schema", "vendor.compose-spec"]
    return [
        Check("compose file", [*PYTHON, "check_jsonschema", *schema, "docker-compose.yml"]),
        Check("Dockerfile", [str(SCRIPTS / "hadolint"), "Dockerfile"]),
    ]


def passes(check: Check) -> bool:
    print(f"{check.name:.<28} ", end="", flush=True)
    began = time.monotonic()
    done = subprocess.run(
        check.command,
        check=False,
        cwd=ROOT,
        env=os.environ | check.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    say(f"{'ok' if done.returncode == 0 else 'FAILED'} ({time.monotonic() - began:.1f} s)")
    if done.returncode != 0:
        say(re.sub("^", "    ", done.stdout.strip(), flags=re.MULTILINE))
    return done.returncode == 0


def main() -> None:
    with throwaway_environment() as environment:
        failed = [check for check in checks(environment) if not passes(check)]
    if failed:
        names = [f"{check.name} (try: {check.mend})" if check.mend else check.name for check in failed]
        raise Problem(f"{len(failed)} checks failed: {', '.join(names)}.")
    say("All checks passed.")


if __name__ == "__main__":
    run_tool(main)
