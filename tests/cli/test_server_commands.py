"""Setting a practice up, proving that it holds, and serving it, as somebody at a terminal does."""

import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from pistor.cli import main, server
from pistor.cli.casebook import CASES
from pistor.cli.terminal import Refused
from pistor.practice.access.models import User

PASSWORD = "ein ganz geheimes Wort"  # noqa: S105
LINDENHOF = {
    "organisation": "Lindenhof",
    "clinic": "Lindenhof Clinic",
    "time-zone": "Europe/Paris",
    "country": "FR",
    "email": "max@lindenhof.example",
    "name": "Max Kasse",
}


def surroundings(folder: Path) -> dict[str, str]:
    ours = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("PISTOR_") and name != "DJANGO_SETTINGS_MODULE"
    }
    return {**ours, "PISTOR_DATA": str(folder)}


def pistor(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pistor.cli", *arguments],
        env=surroundings(folder),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def founding(folder: Path, **changed: str) -> list[str]:
    password = folder.parent / "password"
    password.write_text(f"{changed.pop('password', PASSWORD)}\n")
    answers = {**LINDENHOF, **{name.replace("_", "-"): says for name, says in changed.items()}}
    options = [part for name, says in answers.items() for part in (f"--{name}", says)]
    return ["init", *options, "--password-file", str(password)]


@pytest.fixture(scope="module")
def practice(tmp_path_factory) -> Path:
    """A practice that was set up once, with its first account."""
    folder = tmp_path_factory.mktemp("practice") / "clinic"
    done = pistor(folder, *founding(folder))
    assert done.returncode == 0, done.stderr
    return folder


def test_the_keys_and_the_data_are_for_nobody_else(practice):
    modes = {
        path.name: oct(stat.S_IMODE(path.stat().st_mode))
        for path in (practice, practice / "keys", *(practice / "keys").iterdir())
    }

    assert modes == {
        "clinic": "0o700",
        "keys": "0o700",
        "secret_key": "0o600",
        "audit_key": "0o600",
    }
    assert (practice / "pistor.sqlite3").stat().st_mode & 0o077 == 0


def test_the_first_account_is_manager_and_auditor_and_is_on_the_chain(practice):
    with closing(sqlite3.connect(practice / "pistor.sqlite3")) as database:
        roles = database.execute("SELECT role FROM access_membership").fetchall()
        events = database.execute("SELECT event FROM audit_auditrow ORDER BY number").fetchall()

    assert sorted(roles) == [("auditor",), ("manager",)]
    assert events[0] == ("access.organisation founded",)
    assert len(events) == 5


def test_setting_up_again_changes_nothing_and_says_so(practice):
    keys = [file.read_text() for file in sorted((practice / "keys").iterdir())]

    again = pistor(practice, "init")
    another = pistor(practice, *founding(practice, organisation="Seeblick"))

    assert again.returncode == another.returncode == 2
    assert "is set up already; nothing was changed" in again.stderr
    assert "was founded here already; nothing was changed" in another.stderr
    assert keys == [file.read_text() for file in sorted((practice / "keys").iterdir())]


def test_a_practice_that_holds_is_said_to_hold(practice):
    done = pistor(practice, "check")

    assert done.returncode == 0, done.stdout
    assert "ok       guards" in done.stdout
    assert "ok       chains" in done.stdout


def test_a_lost_guard_a_changed_row_and_an_open_key_are_named(practice):
    file = practice / "pistor.sqlite3"
    with closing(sqlite3.connect(file)) as database:
        (sql,) = database.execute(
            "SELECT sql FROM sqlite_master WHERE name = 'audit_auditrow_no_update'"
        ).fetchone()
        database.execute("DROP TRIGGER audit_auditrow_no_update")
        database.execute("UPDATE audit_auditrow SET event = 'x' WHERE number = 2")
        database.commit()
    (practice / "keys" / "audit_key").chmod(0o644)
    checked, served = pistor(practice, "check"), pistor(practice, "serve")
    (practice / "keys" / "audit_key").chmod(0o600)
    with closing(sqlite3.connect(file)) as database:
        database.execute("UPDATE audit_auditrow SET event = 'access.clinic opened' WHERE number=2")
        database.execute(sql)
        database.commit()

    assert checked.returncode == 1
    assert "guards: audit_auditrow does not refuse UPDATE" in checked.stdout
    assert "row 2 was changed" in checked.stdout
    assert "audit_key can be read by others (mode 644): chmod 600" in checked.stdout
    assert served.returncode == 2
    assert "can be read by others" in served.stderr


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"time_zone": "Mars/Olympus"}, "time zone 'Mars/Olympus': Mars/Olympus is no time zone"),
        ({"country": "France"}, "country 'France': "),
        ({"email": "max"}, "email 'max': Enter a valid email address."),
        ({"password": "short"}, "password: This password is too short."),
    ],
)
def test_what_cannot_be_founded_is_refused_in_one_line(tmp_path, changed, says):
    done = pistor(tmp_path / "clinic", *founding(tmp_path / "clinic", **changed))

    assert done.returncode == 2
    assert says in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_organisation_needs_every_answer(tmp_path):
    done = pistor(tmp_path / "clinic", "init", "--organisation", "Lindenhof")

    assert done.returncode == 2
    assert "--clinic is missing: an organisation needs it" in done.stderr


@pytest.mark.parametrize("command", ["serve", "check"])
def test_before_it_is_set_up_it_says_what_to_do(tmp_path, command):
    done = pistor(tmp_path / "nothing", command)

    assert done.returncode == (2 if command == "serve" else 1)
    assert "run 'pistor init' first" in done.stdout + done.stderr
    assert not (tmp_path / "nothing").exists()


def test_a_misspelt_setting_is_refused(practice):
    done = subprocess.run(
        [sys.executable, "-m", "pistor.cli", "serve"],
        env={**surroundings(practice), "PISTOR_HOST": "x"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "PISTOR_HOST is no setting" in done.stderr


@pytest.mark.parametrize("workers", ["0", "65", "two", "-1"])
def test_a_strange_number_of_processes_is_refused(capsys, workers):
    assert main(["serve", f"--workers={workers}"]) == 2
    assert "expected 1 to 64" in capsys.readouterr().err


@pytest.fixture
def terminal(monkeypatch):
    """Somebody at a terminal, who types what they are given."""

    def types(*lines: str, passwords: tuple[str, str] = (PASSWORD, PASSWORD)) -> None:
        typed, secret = iter(lines), iter(passwords)
        monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
        monkeypatch.setattr("builtins.input", lambda _: next(typed))
        monkeypatch.setattr(server, "getpass", lambda _: next(secret))

    return types


@pytest.mark.django_db
def test_at_a_terminal_it_asks_and_asks_again_where_an_answer_cannot_be_used(terminal, capsys):
    terminal("Lindenhof", "Clinic", "Paris", "Europe/Paris", "FR", "m@l.example", "Max")

    founded = server._found({}, None)

    assert founded.time_zone == "Europe/Paris"
    assert "Paris is no time zone" in capsys.readouterr().out
    assert User.objects.get().check_password(PASSWORD)
    assert server._found({}, None) is None


@pytest.mark.django_db
def test_two_passwords_that_differ_found_nothing(terminal):
    terminal(*LINDENHOF.values(), passwords=(PASSWORD, "another invented word"))

    with pytest.raises(Refused, match="the two passwords differ"):
        server._found({}, None)
    assert not User.objects.exists()


def a_free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def page(address: str) -> str:
    """The page, as soon as the server is up."""
    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=20) as answer:  # noqa: S310
                return str(answer.read().decode())
        except urllib.error.HTTPError:
            raise
        except OSError:
            time.sleep(0.2)
    raise AssertionError("nobody answers")


def test_it_serves_until_it_is_stopped_and_refuses_an_address_that_is_taken(practice):
    port = a_free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "pistor.cli", "serve", "--port", str(port)],
        env=surroundings(practice),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        signing_in = page(f"http://127.0.0.1:{port}/accounts/login/")
        second = pistor(practice, "serve", "--port", str(port))
    finally:
        server.send_signal(signal.SIGTERM)
        said, _ = server.communicate(timeout=60)

    assert "<h1" in signing_in
    assert second.returncode == 2
    assert f"127.0.0.1:{port} cannot be served" in second.stderr
    assert said.startswith("Pistor serves http://127.0.0.1:")


def test_screening_does_not_wait_for_the_web_framework():
    case = str(next(iter(sorted(CASES.glob("*.toml")))))
    asks = (
        "import sys; from pistor.cli import main; main(sys.argv[1:]); "
        "assert 'django' not in sys.modules, 'django was loaded'"
    )

    done = subprocess.run(
        [sys.executable, "-c", asks, "screen", case], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
