PYTHON = .venv/bin/python

.PHONY: setup test
setup: .venv/.ok

.venv/.ok: requirements-uv.txt requirements-dev.txt
	python3.11 -m venv .venv
	$(PYTHON) -m pip install -q --require-hashes -r requirements-uv.txt
	.venv/bin/uv pip sync -q --require-hashes requirements-dev.txt
	touch $@

test: .venv/.ok
	$(PYTHON) -m pytest $(ARGS)
