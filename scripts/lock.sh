#!/bin/sh
# Writes the lock files: exact versions and hashes for every platform, and no address of a registry.
set -eu
cd "$(dirname "$0")/.."
tools=build/lock-tools
[ -x "$tools/bin/uv" ] || { python3 -m venv "$tools" && "$tools/bin/python" -m pip install --quiet uv; }
pin() {
    "$tools/bin/uv" pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-annotate --no-header --quiet "$@"
}
pin --group build --output-file requirements/base.lock
pin --group build --group test --group lint --constraint requirements/base.lock --output-file requirements/dev.lock
(cd web && npm install --package-lock-only --ignore-scripts --silent)
echo "locked: requirements/base.lock, requirements/dev.lock, web/package-lock.json"
