"""``pistor init``, ``serve`` and ``check``: set the practice up, run it, prove that it holds."""

import os
import socket
import sys
from collections.abc import Mapping
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from pistor.cli import practice
from pistor.cli.terminal import Refused, coloured

if TYPE_CHECKING:
    from pistor.practice.access.founding import Foundation

THREADS = 4
MOST_SHOWN = 5
_QUESTIONS = {
    "organisation": "Name of the organisation",
    "clinic": "Name of its first clinic",
    "time_zone": "Time zone, such as Europe/Paris",
    "country": "Country as two letters, such as FR",
    "email": "E-mail address of the manager",
    "name": "Name of the manager",
}


def init(given: Mapping[str, str | None], *, password_file: str | None) -> None:
    """Make folder, keys, tables and style sheets, and found the first organisation.

    Raises:
        Refused: all of it was there already, or something cannot be used.
    """
    os.umask(practice.OTHERS)
    folder = practice.data_folder()
    keys = practice.make_keys(folder)
    practice.start_framework()
    with practice.database_refusals():
        was_missing = [*keys, *practice.unreachable(), *practice.unapplied()]
        was_missing += practice.uncollected()
        make_tables_and_styles()
        founded = _found(given, password_file)
    if not was_missing and not founded:
        raise Refused(f"{folder}: is set up already; nothing was changed")
    for key in keys:
        print(f"Key made: {key} (keep a copy where no backup of the data lies)")
    print(f"Ready: {folder}")
    if founded:
        print(f"Founded: {founded.organisation}, {founded.clinic}; {founded.email} may sign in.")
    print("Next: pistor serve")


def serve(*, host: str, port: int, workers: int) -> None:
    """Serve the clinic until it is stopped.

    Raises:
        Refused: something is not as it must be, or the address is taken.
    """
    os.umask(practice.OTHERS)
    practice.start_framework()
    for name, problems in _asked(practice.BEFORE_SERVING):
        if problems:
            raise Refused(f"{name}: {problems[0]}")
    check_address(host, port)
    from django.db import connections
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    connections.close_all()  # a worker process must not inherit one
    print(f"Pistor serves http://{host}:{port}/ (Ctrl+C ends it)", flush=True)
    Server(
        "pistor.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_level=LogLevels.warning,
    ).serve()


def check() -> int:
    """Prove that the practice holds together, one line each.

    Returns:
        0 when it does, 1 when there is a problem.
    """
    wrong = 0
    try:
        practice.start_framework()
    except Refused as refused:
        print(f"{coloured('PROBLEM', 'red')}  settings: {refused}")
        return 1
    for name, problems in _asked(practice.ALL):
        for problem in problems[:MOST_SHOWN]:
            print(f"{coloured('PROBLEM', 'red')}  {name}: {problem}")
        if len(problems) > MOST_SHOWN:
            print(f"{coloured('PROBLEM', 'red')}  {name}: and {len(problems) - MOST_SHOWN} more")
        if not problems:
            print(f"{coloured('ok', 'green')}       {name}")
        wrong += len(problems)
    return 1 if wrong else 0


def _asked(checks: Mapping[str, practice.Check]) -> practice.Answers:
    """Ask each in turn; a database that cannot answer ends it."""
    for name, ask in checks.items():
        try:
            with practice.database_refusals():
                problems = ask()
        except Refused as refused:
            problems = [str(refused)]
        yield name, problems
        if problems and name in {"database", "migrations"}:
            return


def make_tables_and_styles() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)


def _found(given: Mapping[str, str | None], password_file: str | None) -> "Foundation | None":
    """Found the organisation that was named, or that somebody at a terminal names now."""
    from pistor.practice.access.founding import (
        Foundation,
        FoundingRefused,
        check_password,
        found_organisation,
        is_founded,
    )

    named = any(given.values()) or password_file
    if not named and (is_founded() or not sys.stdin.isatty()):
        return None
    try:
        if is_founded():
            raise FoundingRefused("an organisation was founded here already; nothing was changed")
        foundation = Foundation(**{asked: _answer(asked, given) for asked in _QUESTIONS})
        password = _password(password_file)
        check_password(password, foundation)
        found_organisation(foundation, password=password)
    except FoundingRefused as refused:
        raise Refused(str(refused)) from refused
    return foundation


def _answer(asked: str, given: Mapping[str, str | None]) -> str:
    """An answer from the command line, or from the person at the terminal."""
    from pistor.practice.access.founding import FoundingRefused, check_answer

    answer = given.get(asked)
    if answer is None and not sys.stdin.isatty():
        raise Refused(f"--{asked.replace('_', '-')} is missing: an organisation needs it")
    while answer is None:
        try:
            typed = input(f"{_QUESTIONS[asked]}: ").strip()
            check_answer(asked, typed)
            answer = typed
        except FoundingRefused as refused:
            print(refused)
        except (EOFError, KeyboardInterrupt) as error:
            raise Refused("stopped; no organisation was founded") from error
    check_answer(asked, answer)
    return answer


def _password(file: str | None) -> str:
    if file:
        try:
            return Path(file).read_text(encoding="utf-8").split("\n")[0].strip("\r")
        except (OSError, UnicodeDecodeError) as error:
            raise Refused(f"{file}: cannot be read as a password ({error})") from error
    if not sys.stdin.isatty():
        raise Refused("--password-file is missing: nobody is here to type a password")
    try:
        first, second = getpass("Password of the manager: "), getpass("Once more: ")
    except (EOFError, KeyboardInterrupt) as error:
        raise Refused("stopped; no organisation was founded") from error
    if first != second:
        raise Refused("the two passwords differ; run 'pistor init' again")
    return first


def check_address(host: str, port: int) -> None:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family, socket.SOCK_STREAM) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host, port))
    except (OSError, OverflowError) as error:
        says = getattr(error, "strerror", None) or error
        raise Refused(f"{host}:{port} cannot be served ({says}): try another --port") from error
