# One command per wish; CI calls the same ones.
PYTHON_VENV = .venv/bin/python
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make lock" .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes

.DEFAULT_GOAL := help
.PHONY: help setup run test screenshots notice-pictures bench-reader bench-pages bench-similar bench-reminders bench-import chaos bench-pdf check fix messages lock vendor check-images clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.ok ## Make .venv from the locked dependencies

.venv/.ok: requirements-uv.txt requirements-dev.txt
	@dev/make_venv.sh
	@touch $@

run: .venv/.ok ## Start everything with demonstration data (PORT=8001 for another port, RELOAD=1 to follow code changes)
	@$(PYTHON_VENV) -m dev.system pdf
	@$(PYTHON_VENV) -m dev.run

test: .venv/.ok ## Run all tests on a throw-away PostgreSQL and Redis (ARGS="tests/units -k name" for some)
	@$(PYTHON_VENV) -m dev.system pdf browser
	@$(PYTHON_VENV) -m pytest $(or $(ARGS),-n auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder)

screenshots: .venv/.ok ## Take the pictures of the README on the browser journey, and those of the mails
	@$(PYTHON_VENV) -m dev.system pdf browser
	@mkdir -p docs/screenshots
	@SCREENSHOTS=docs/screenshots $(PYTHON_VENV) -m pytest tests/e2e/test_journey.py tests/e2e/test_mails.py -k "whole or test_mails"

notice-pictures: .venv/.ok ## Take the stored pictures of printed notices anew; look at them before you commit
	@$(PYTHON_VENV) -m dev.system pdf
	@NOTICE_PICTURES=1 $(PYTHON_VENV) -m pytest -q tests/notices/test_pdf_pictures.py

bench-reader: .venv/.ok ## Measure the conclusion reader on 1 MB of text, and that its time grows with the text
	@$(PYTHON_VENV) -m dev.bench_reader

bench-pages: .venv/.ok ## Measure pages and verbs with 10, 100,000 and 1,000,000 assignments (about 3 minutes)
	@$(PYTHON_VENV) -m dev.bench_pages

bench-similar: .venv/.ok ## Measure finding similar ones among 100,000 recommendations: time, and what is found (about 2 minutes)
	@$(PYTHON_VENV) -m dev.bench_similar

bench-reminders: .venv/.ok ## Measure planning reminders for a million assignments, and making and sending 10,000 digests
	@$(PYTHON_VENV) -m dev.bench_reminders
	@$(PYTHON_VENV) -m dev.bench_digests

bench-import: .venv/.ok ## Measure a workbook of 10,000 recommendations: reading, dry run, applying, exporting
	@$(PYTHON_VENV) -m dev.bench_import

chaos: .venv/.ok ## Kill workers, flush Redis, break the mail server; count that everybody gets each mail once
	@$(PYTHON_VENV) -m dev.chaos

bench-pdf: .venv/.ok ## Measure notices as PDF: time and memory beside bare WeasyPrint (QUICK=1 for a first look)
	@$(PYTHON_VENV) -m dev.system pdf
	@$(PYTHON_VENV) -m dev.bench_pdf

check: .venv/.ok ## Check format, code, types, templates, migrations, translations, sizes, lock files, container files
	@$(PYTHON_VENV) -m dev.system pdf gettext
	@$(PYTHON_VENV) -m dev.check

fix: .venv/.ok ## Format the code and templates, mend what can be mended automatically
	@.venv/bin/ruff check --quiet --fix-only .
	@.venv/bin/ruff format --quiet .
	@.venv/bin/djade $$(find templates -name '*.html') || true  # 1 means: something was formatted

messages: .venv/.ok ## Collect the texts to translate into locale/, compile the translations
	@$(PYTHON_VENV) -m dev.system pdf gettext
	@$(PYTHON_VENV) -m dev.translations --update

lock: .venv/.ok ## Lock the dependencies of pyproject.toml into requirements*.txt
	$(COMPILE) --group pyproject.toml:installer --output-file requirements-uv.txt
	$(COMPILE) pyproject.toml --output-file requirements.txt
	$(COMPILE) pyproject.toml --group dev --constraint requirements.txt --output-file requirements-dev.txt
	@$(PYTHON_VENV) -m dev.locks

vendor: .venv/.ok ## Copy styles, scripts, fonts and icons from npm into static/vendor (needs node and npm)
	$(PYTHON_VENV) -m dev.vendor

check-images: .venv/.ok ## Check the container files, build the image without an engine and try it (root on Debian)
	@$(PYTHON_VENV) -m dev.system images
	@$(PYTHON_VENV) -m dev.images

clean: ## Remove .venv and caches; var/ with your data stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis staticroot
