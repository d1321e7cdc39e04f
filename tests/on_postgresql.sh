#!/usr/bin/env bash
# Runs the tests of the practice on PostgreSQL where it answers; says so loudly where it does not.
set -euo pipefail
python="$1"
if address="$("$python" -m tests.postgresql)"; then
    PISTOR_TEST_POSTGRESQL="$address" "$python" -m pytest tests/practice
elif [[ "${CI:-}" == true ]]; then
    echo "FAILED: the tests of the practice must run on PostgreSQL too, and it is absent" >&2
    exit 1
else
    echo "================ not run: PostgreSQL absent; the practice was tested on SQLite only"
fi
