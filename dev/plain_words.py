"""Words for people that no translation can reach: literal text in templates and usual places of the code.

A template in one language by law says so with a comment {# one language: … #}.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from dev.folders import ROOT, project_files
from dev.talk import Problem, run_tool

# The gallery shows components with sample texts, in development only.
EXEMPT = {"tests", "migrations", "dev", "demo", "docs", "vendor", "gallery"}
ONE_LANGUAGE = "{# one language:"
WORD = re.compile(r"[^\W\d_]{2,}")

# Removed in this order, each keeping its line breaks; what is left of a template is its literal text.
NOT_LITERAL = [
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"{% comment %}.*?{% endcomment %}",
        r"{% block \w*(?:class|width)\w* %}[^<]*?{% endblock[^%]*%}",
        r"{% blocktrans(?:late)?\b.*?{% endblocktrans(?:late)? %}",
        r"{#.*?#}",
        r"{%.*?%}",
        r"{{.*?}}",
        r"<!--.*?-->",
        r"<(script|style|svg|kbd)\b.*?</\1>",
    )
]
TAG = re.compile(r"<[^>]*>", re.DOTALL)
ENTITY = re.compile(r"&\w+;")
SPOKEN_ATTRIBUTE = re.compile(r'\b(?:alt|aria-label|aria-description|placeholder|title)="([^"]*)"')

SPOKEN_KEYWORDS = {
    "empty_label",
    "help_text",
    "label",
    "placeholder",
    "verbose_name",
    "verbose_name_plural",
} | {"violation_error_message"}
TRANSLATING_CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
SPEAKING_CALLS = {"ValidationError", "debug", "error", "info", "success", "warning"}


def template_findings(text: str) -> Iterator[tuple[int, str]]:
    if ONE_LANGUAGE in text:
        return
    for pattern in NOT_LITERAL:
        text = pattern.sub(lambda match: "\n" * match[0].count("\n"), text)
    spoken = TAG.sub(_attributes_of, text)
    for number, line in enumerate(spoken.splitlines(), start=1):
        if WORD.search(ENTITY.sub(" ", line)):
            yield number, line.strip()


def _attributes_of(tag: re.Match[str]) -> str:
    """The words a tag says aloud, and its line breaks."""
    return " ".join(SPOKEN_ATTRIBUTE.findall(tag[0])) + "\n" * tag[0].count("\n")


def code_findings(source: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.JoinedStr):
            yield from _hidden(node)
        elif isinstance(node, ast.Call):
            spoken = [keyword.value for keyword in node.keywords if keyword.arg in SPOKEN_KEYWORDS]
            for value in [*spoken, *_arguments_of_speech(node)]:
                if (
                    isinstance(value, ast.Constant)
                    and isinstance(value.value, str)
                    and WORD.search(value.value)
                ):
                    yield value.lineno, value.value


def _hidden(text: ast.JoinedStr) -> Iterator[tuple[int, str]]:
    """What is marked inside an f-string: the collector of texts does not look there."""
    for node in ast.walk(text):
        called = node.func if isinstance(node, ast.Call) else None
        if isinstance(called, ast.Name) and called.id in TRANSLATING_CALLS:
            yield called.lineno, ast.unparse(node)


def _arguments_of_speech(call: ast.Call) -> list[ast.expr]:
    """What is said by messages.success(request, …) and ValidationError(…)."""
    function = call.func
    if isinstance(function, ast.Name) and function.id == "ValidationError":
        return call.args[:1]
    if isinstance(function, ast.Attribute) and function.attr in SPEAKING_CALLS:
        owner = function.value
        return call.args if isinstance(owner, ast.Name) and owner.id in ("messages", "forms") else []
    return []


def findings(root: Path) -> Iterator[str]:
    for path in project_files(root, ".py", ".html"):
        shown = path.relative_to(root)
        if EXEMPT & set(shown.parts):
            continue
        find = code_findings if path.suffix == ".py" else template_findings
        yield from (f"{shown}:{number}: {text}" for number, text in find(path.read_text()))


def main() -> None:
    if found := list(findings(ROOT)):
        raise Problem("\n".join(["These words are not marked for translation:", *found]))


if __name__ == "__main__":
    run_tool(main)
