"""``pistor demo``: an invented clinic, filled, in a folder of its own."""

import os
import shutil
import time
from pathlib import Path

from pistor.cli import practice, server
from pistor.cli.terminal import Refused, coloured, table

MARKER = "this-is-the-demo"
_SAYS = "Nobody in this clinic exists. 'pistor demo --fresh' throws this whole folder away.\n"
_HERE = ("127.0.0.1", "localhost")


def run(folder: str, *, host: str, port: int, serving: bool, fresh: bool) -> None:
    """Fill an invented clinic, say how to sign in, and serve it until it is stopped.

    Args:
        serving: False where it is only filled.
        fresh: throw an earlier demo in this folder away first.

    Raises:
        Refused: the folder holds something else or cannot be written, or the address is taken.
    """
    os.umask(practice.OTHERS)
    place = Path(folder).absolute()
    if serving:
        server.check_address(host, port)
    _make_folder(place, fresh=fresh)
    _surround(place, host)
    practice.make_keys(place)
    practice.start_framework()
    with practice.database_refusals():
        server.make_tables_and_styles()
        _fill()
    print(_how_to_sign_in(host, port))
    if serving:
        server.serve(host=host, port=port, workers=1)


def _make_folder(place: Path, *, fresh: bool) -> None:
    """Make the folder with its marker; a folder without one is never touched."""
    marker = place / MARKER
    try:
        if place.exists() and not marker.exists() and (not place.is_dir() or any(place.iterdir())):
            raise Refused(f"{place}: holds something else than a demo; choose another --data")
        if fresh and marker.exists():
            shutil.rmtree(place)
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        marker.write_text(_SAYS, encoding="utf-8")
    except OSError as error:
        says = error.strerror or error
        raise Refused(f"{place}: cannot be the folder of the demo ({says})") from error


def _surround(place: Path, host: str) -> None:
    """Settings of the demo alone: those of a real clinic on this machine are left out."""
    for name in [each for each in os.environ if each.startswith("PISTOR_")]:
        del os.environ[name]
    os.environ["PISTOR_DATA"] = str(place)
    os.environ["PISTOR_DEMO"] = "yes"
    if host not in _HERE:
        everywhere = host in {"0.0.0.0", "::"}  # noqa: S104
        os.environ["PISTOR_HOSTS"] = "*" if everywhere else ",".join([*_HERE, host])


def _fill() -> None:
    from django.utils import timezone

    from pistor.cli.clinic import fill
    from pistor.practice.access.models import Organisation

    founded = Organisation.objects.first()
    if founded is not None:
        print(f"{founded.name} is here already and goes on as it was left; --fresh begins anew.")
        return
    begun = time.monotonic()
    print("Filling the clinic ...", flush=True)
    patients = fill(now=timezone.now())
    print(f"{patients} invented patients, in {time.monotonic() - begun:.0f} s.")


def _how_to_sign_in(host: str, port: int) -> str:
    from pistor.cli.clinic import PASSWORD, accounts

    rows = [["Who", "E-mail", "Role"], *([a.name, a.email, a.roles] for a in accounts())]
    lines = [
        "",
        f"Sign in at {coloured(f'http://{host}:{port}/', 'bold')}",
        f"with one of these addresses and the password: {coloured(PASSWORD, 'bold')}",
        "",
        table(rows),
        "",
        "Everybody can read this password: never enter a real person here.",
        "",
    ]
    return "\n".join(lines)
