"""Finds the PostgreSQL of the tests: prints its address, or says on standard error why not."""

import os
import sys

import psycopg

USUAL = "postgresql://postgres@127.0.0.1:5432/postgres"
WAIT_SECONDS = 3


def main() -> int:
    """Give 0 and the address where somebody answers and may make a database, else 1."""
    address = os.environ.get("PISTOR_TEST_POSTGRESQL") or USUAL
    try:
        with psycopg.connect(address, connect_timeout=WAIT_SECONDS) as connection:
            row = connection.execute(
                "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        print(f"{address}: {' '.join(str(error).split())}", file=sys.stderr)
        return 1
    if not row or not row[0]:
        print(f"{address}: this role may not make a database", file=sys.stderr)
        return 1
    print(address)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
