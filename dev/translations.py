"""Are all texts translated and compiled? With --update, collect them into locale/ and compile them.

The texts are collected in a copy of the project, so that a check changes nothing here.
"""

import argparse
import gettext
import os
import shutil
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

from dev.folders import ROOT, project_files
from dev.talk import Problem, run_tool, say

# English is the language of the msgids: a catalogue for it holds only what has to differ, if there is one.
COMPLETE = "vi"
PARTIAL = "en"
SHOWN = 30  # missing texts listed by name


def catalogue(root: Path, language: str) -> Path:
    return root / "locale" / language / "LC_MESSAGES" / "django.po"


def languages() -> list[str]:
    return [COMPLETE, PARTIAL] if catalogue(ROOT, PARTIAL).exists() else [COMPLETE]


def collect(copy: Path) -> None:
    """Fill `copy` with the sources and bring its catalogues up to date with them."""
    for path in project_files(ROOT, ".py", ".html", ".txt", ".po"):
        target = copy / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    (copy / "locale").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "dev.collect_messages", *languages()]
    # No database is asked, but the settings want its address.
    nowhere = {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none", "REDIS_URL": "redis://127.0.0.1:9"}
    environment = os.environ | nowhere | {"SECRET_KEY": "none"}
    done = subprocess.run(command, check=False, cwd=copy, env=environment, capture_output=True, text=True)
    if done.returncode != 0:
        raise Problem(f"The texts could not be collected:\n{done.stdout}{done.stderr}")


def messages(po: Path, selection: str) -> list[str]:
    """The msgids that msgattrib selects, e.g. with --untranslated."""
    command = ["msgattrib", selection, "--no-obsolete", "--no-wrap", str(po)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    found = []
    for line, following in pairwise([*lines, ""]):
        if line == 'msgid ""' and following.startswith('"'):
            found.append(following)  # a text of several lines; the header has no second one
        elif line.startswith("msgid ") and line != 'msgid ""':
            found.append(line.removeprefix("msgid "))
    return found


def compile_catalogue(po: Path) -> Path:
    mo = po.with_suffix(".mo")
    command = ["msgfmt", "--check", "--output-file", str(mo), str(po)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        raise Problem(f"A translation is malformed:\n{done.stderr}")
    return mo


def texts(mo: Path) -> dict[object, str]:
    """What the catalogue says, without its header, whose dates do not matter."""
    if not mo.exists():
        return {}
    with mo.open("rb") as file:
        translations = vars(gettext.GNUTranslations(file))["_catalog"]
    return {key: text for key, text in translations.items() if key != ""}


def faults(copy: Path) -> list[str]:
    found = []
    for language in languages():
        fresh, kept = catalogue(copy, language), catalogue(ROOT, language)
        if language == COMPLETE:
            missing = messages(fresh, "--untranslated")
            found += [f"{language}: not translated: {text}" for text in missing[:SHOWN]]
            if len(missing) > SHOWN:
                found.append(f"{language}: … and {len(missing) - SHOWN} more are not translated")
        found += [f"{language}: marked as fuzzy: {text}" for text in messages(fresh, "--only-fuzzy")]
        if texts(compile_catalogue(fresh)) != texts(kept.with_suffix(".mo")):
            found.append(
                f"{language}: the compiled catalogue is not what the texts and their translations are"
            )
    return found


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m dev.translations", description=__doc__)
    parser.add_argument("--update", action="store_true")
    update = parser.parse_args().update
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        collect(copy)
        if update:
            for language in languages():
                fresh, kept = catalogue(copy, language), catalogue(ROOT, language)
                compile_catalogue(fresh)
                shutil.copytree(fresh.parent, kept.parent, dirs_exist_ok=True)
                missing = len(messages(kept, "--untranslated"))
                say(f"{kept.relative_to(ROOT)}: up to date, {missing} texts still to translate.")
        elif found := faults(copy):
            raise Problem(
                "\n".join([*found, "Translate what is missing in locale/, then run: make messages"])
            )


if __name__ == "__main__":
    run_tool(main)
