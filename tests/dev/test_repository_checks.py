import shutil

import pytest

from dev.budgets import findings
from dev.locks import lines_with_addresses
from dev.manual import unknown_targets
from dev.plain_words import code_findings, template_findings
from dev.translations import compile_catalogue, messages, texts

PO = """
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"

msgid "Save"
msgstr "Lưu"

msgid "Close"
msgstr ""

msgid ""
"First line.\\n"
"Second line."
msgstr ""

#, fuzzy
msgid "Open"
msgstr "Mở"
"""


def test_budgets_name_what_is_too_long_and_spare_tests_and_migrations(tmp_path):
    long_function = "def long():\n" + "    pass\n" * 50
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "views.py").write_text(long_function + "def hidden():\n    import os\n")
    (tmp_path / "app" / "models.py").write_text("A = 1\n" * 401)
    (tmp_path / "page.html").write_text("<p></p>\n" * 151)
    for spared in ("tests", "migrations", "node_modules"):
        (tmp_path / spared).mkdir()
        (tmp_path / spared / "views.py").write_text("A = 1\n" * 401)

    assert sorted(findings(tmp_path)) == [
        "app/models.py: 401 lines, 400 at most",
        "app/views.py:1: long has 51 lines, 50 at most",
        "app/views.py:52: hidden has an import inside; it hides a dependency",
        "page.html: 151 lines, 150 at most",
    ]


def test_lock_files_name_no_address(tmp_path):
    (tmp_path / "requirements.txt").write_text("django==5.2\n    # via -r /tmp/some.in\n")
    (tmp_path / "requirements-dev.txt").write_text("--index-url https://mirror.example/simple\n")
    (tmp_path / "package-lock.json").write_text('{"resolved": "https://x", "url": "https://funding"}\n')

    assert [line.split(":")[0] for line in lines_with_addresses(tmp_path)] == [
        "requirements-dev.txt",
        "requirements.txt",
        "package-lock.json",
    ]


def test_the_manual_names_only_commands_that_exist(tmp_path):
    (tmp_path / "Makefile").write_text("run: ## Start\ntest:\n")
    (tmp_path / "README.md").write_text(
        "`make run`, `PORT=8001 make run`; they make sense.\n\n    make tset\n"
    )

    assert list(unknown_targets(tmp_path)) == ["README.md: there is no `make tset`"]


@pytest.mark.skipif(not shutil.which("msgattrib"), reason="gettext is not installed; `make check` needs it")
def test_translations_that_are_missing_or_guessed_are_found(tmp_path):
    po = tmp_path / "django.po"
    po.write_text(PO)

    assert messages(po, "--untranslated") == ['"Close"', '"First line.\\n"']
    assert messages(po, "--only-fuzzy") == ['"Open"']
    assert texts(compile_catalogue(po)) == {"Save": "Lưu"}
    assert texts(tmp_path / "nothing.mo") == {}


def test_words_in_a_template_must_be_translatable():
    page = """{% load i18n %}
{% block main_class %}narrow{% endblock %}
<h1 title="Close it" class="big title">{% translate "Tasks" %}</h1>
{% blocktranslate trimmed %}
  All tasks
{% endblocktranslate %}
<p>{{ unit.name }} &nbsp;owes {# a comment #}</p><kbd>Ctrl</kbd>
"""

    assert list(template_findings(page)) == [(3, "Close it"), (7, "&nbsp;owes")]
    assert list(template_findings("{# one language: the law prescribes it #}<p>Kính gửi</p>")) == []


def test_words_in_code_must_be_translatable():
    source = """
field = CharField(_("name"), help_text="Say it.", max_length=5)
messages.success(request, "Saved.")
messages.success(request, _("Saved."))
raise ValidationError("Too long.", code="long")
logger.info("not for people")
name = f"{_('units')}-{day}.xlsx"
"""

    assert list(code_findings(source)) == [(2, "Say it."), (3, "Saved."), (5, "Too long."), (7, "_('units')")]
