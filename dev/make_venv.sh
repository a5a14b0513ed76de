#!/bin/sh
# Makes .venv from the lock files. POSIX shell, because Python is what may be missing.
set -eu
cd "$(dirname "$0")/.."

fail() { printf '\n%s\n' "$1" >&2; exit 1; }

is_311() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; }

find_python() {
    for name in ${PYTHON:+"$PYTHON"} python3.11 python3 python; do
        if is_311 "$name"; then command -v "$name"; return; fi
    done
    found=$(python3 --version 2>/dev/null || echo "no Python at all")
    fail "Python 3.11 is needed, and this machine has $found.
Install it (Debian 12: apt-get install python3 python3-venv), or say where it is: make setup PYTHON=/path/to/python3.11"
}

python=$(find_python)

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    line="apt-get install --no-install-recommends -y python3.11-venv"
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python3.11-venv (apt-get, as root) …"
        { apt-get update -q && $line; } >/dev/null || true
    fi
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        fail "$python cannot make environments: its venv module is not installed. As root, run: $line"
fi

if ! is_311 .venv/bin/python; then
    echo "Making .venv with $("$python" --version) …"
    "$python" -m venv --clear .venv || fail "Python could not make .venv; the lines above say why."
fi

echo "Installing the locked packages into .venv …"
# uv brings its own certificates; a network with an inspecting proxy is only trusted by the machine's.
certificates=
if [ -e /etc/ssl/certs/ca-certificates.crt ]; then certificates=--system-certs; fi
pip=".venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes"

$pip -r requirements-uv.txt ||
    fail "The package installer could not be installed. Is the package registry within reach?"
.venv/bin/uv pip sync --quiet $certificates --python .venv/bin/python --require-hashes requirements-dev.txt ||
    { echo "uv could not install them; trying pip, which is slower but reads pip's own settings …" &&
      $pip -r requirements-dev.txt; } ||
    fail "The locked packages could not be installed. Is the package registry within reach?"
