"""The invented clinic, filled and served as anybody would, in a folder of its own."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PATIENCE_S = 60


@dataclass(frozen=True)
class Served:
    """Where the clinic answers, and who may sign in; sign-ins are kept and used again."""

    address: str
    how_to_sign_in: str
    sign_ins: dict[str, Any] = field(default_factory=dict)

    def email(self, who: str) -> str:
        """The address of an account, by what stands before the at sign."""
        found = re.search(rf"\b{who}@\S+", self.how_to_sign_in)
        assert found, f"pistor demo names no account {who}:\n{self.how_to_sign_in}"
        return found[0]

    @property
    def password(self) -> str:
        """The one of them all, as it was printed."""
        return self.how_to_sign_in.split("the password: ")[1].splitlines()[0]


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """Fill the clinic, serve it, and end it."""
    port = _free_port()
    command = [sys.executable, "-m", "pistor.cli", "demo", "--data", str(folder)]
    filled = subprocess.run(
        [*command, "--no-serve"], check=False, capture_output=True, text=True, env=_surroundings()
    )
    assert filled.returncode == 0, f"pistor demo failed:\n{filled.stdout}{filled.stderr}"
    log = folder.parent / "serving.txt"
    with (
        log.open("w") as written,
        subprocess.Popen(
            [*command, "--port", str(port)],
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=subprocess.STDOUT,
            env=_surroundings(),
            start_new_session=True,
        ) as server,
    ):
        try:
            _wait_until_it_answers(f"http://127.0.0.1:{port}", server, log)
            yield Served(f"http://127.0.0.1:{port}", filled.stdout)
        finally:
            _end(server)


def _surroundings() -> dict[str, str]:
    """The environment without the settings of the tests."""
    ours = ("PISTOR_", "DJANGO_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def _free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def _wait_until_it_answers(address: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/accounts/login/", timeout=5):  # noqa: S310
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise AssertionError(f"the clinic does not answer:\n{log.read_text()}")


def _end(server: "subprocess.Popen[bytes]") -> None:
    """End it, and whatever it started."""
    server.send_signal(signal.SIGTERM)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait(10)
