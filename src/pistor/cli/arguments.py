"""What can be typed after ``pistor``."""

import argparse
from collections.abc import Callable
from datetime import date
from typing import NoReturn

from pistor import __version__
from pistor.cli.terminal import Refused

# Each command is imported only when it runs: nobody waits for a PDF engine to screen a patient.

FOUNDING = {
    "organisation": "name of the first organisation",
    "clinic": "name of its first clinic",
    "time-zone": "of the clinic, such as Europe/Paris",
    "country": "of the clinic as two letters, such as FR",
    "email": "of the manager, who makes all other accounts",
    "name": "of the manager",
}
MOST_WORKERS = 64


class _Parser(argparse.ArgumentParser):
    """Refuses in one line, as every command does."""

    def error(self, message: str) -> NoReturn:  # type: ignore[explicit-override]
        raise Refused(f"{message}; see {self.prog} --help")


def parsed(arguments: list[str]) -> argparse.Namespace:
    """Read the command line.

    Returns:
        The arguments, with ``run``: the function to call with them.
    """
    return _parser().parse_args(arguments)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="pistor",
        description="Screen, plan and look things up for mesotherapy. Supports a clinician's "
        "decision; never takes it.",
    )
    parser.add_argument("--version", action="version", version=f"pistor {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    screen = commands.add_parser("screen", help="may this person be treated?")
    _takes_file(screen, _screen)
    screen.add_argument("--on", type=_day, metavar="DATE", help="day of the check")
    plan = commands.add_parser("plan", help="doses, limits, mixture, dates of a plan")
    _takes_file(plan, _plan)
    plan.add_argument("--on", type=_day, metavar="DATE", help="day of the check")
    plan.add_argument("--pdf", metavar="OUT", help="write plan and mixing sheet to this file")
    _knowledge_parser(commands)
    schema = commands.add_parser("schema", help="the JSON Schema of an input")
    schema.add_argument("name", metavar="NAME", help="screen or plan")
    schema.set_defaults(run=_schema)
    casebook = commands.add_parser("casebook", help="screen and plan the case book, with PDFs")
    casebook.add_argument("--out", default="casebook-out", metavar="FOLDER", help="where PDFs go")
    casebook.set_defaults(run=_casebook)
    _demo_parser(commands)
    _server_parsers(commands)
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = f"{text!r} is no day, such as 2026-03-02"
        raise argparse.ArgumentTypeError(message) from error


def _takes_file(parser: argparse.ArgumentParser, run: Callable[[argparse.Namespace], None]) -> None:
    parser.add_argument("file", metavar="FILE", help="JSON or TOML; - reads standard input")
    parser.add_argument("--json", action="store_true", help="print data instead of text")
    parser.set_defaults(run=run)


def _knowledge_parser(commands: "argparse._SubParsersAction[_Parser]") -> None:
    knowledge = commands.add_parser("knowledge", help="what is known, with sources")
    kinds = knowledge.add_subparsers(title="commands", required=True, metavar="COMMAND")
    check = kinds.add_parser("check", help="prove that the knowledge base hangs together")
    check.add_argument("--json", action="store_true", help="print data instead of text")
    check.set_defaults(run=_knowledge_check)
    show = kinds.add_parser("show", help="show what goes by a key, a name or some words")
    show.add_argument("key", nargs="+", metavar="KEY")
    show.add_argument("--json", action="store_true", help="print data instead of text")
    show.set_defaults(run=_knowledge_show)
    export = kinds.add_parser("export", help="print the whole knowledge base as JSON")
    export.set_defaults(run=_knowledge_export)


def _demo_parser(commands: "argparse._SubParsersAction[_Parser]") -> None:
    demo = commands.add_parser("demo", help="fill an invented clinic and serve it")
    demo.add_argument("--data", default="pistor-demo", metavar="FOLDER", help="where it is kept")
    _takes_address(demo)
    demo.add_argument("--no-serve", action="store_true", help="fill it only")
    demo.add_argument("--fresh", action="store_true", help="throw the last demo away first")
    demo.set_defaults(run=_demo)


def _takes_address(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on")


def _server_parsers(commands: "argparse._SubParsersAction[_Parser]") -> None:
    init = commands.add_parser("init", help="set up the practice: keys, tables, first account")
    for name, says in FOUNDING.items():
        init.add_argument(f"--{name}", metavar=name.split("-")[-1].upper(), help=says)
    init.add_argument("--password-file", metavar="FILE", help="its first line is the password")
    init.set_defaults(run=_init)
    serve = commands.add_parser("serve", help="serve the clinic")
    _takes_address(serve)
    serve.add_argument("--workers", type=_workers, default=1, help="processes")
    serve.set_defaults(run=_serve)
    check = commands.add_parser("check", help="prove that the practice holds together")
    check.set_defaults(run=_check)


def _workers(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"{text!r}: expected 1 to {MOST_WORKERS}")
    return int(text)


def _screen(asked: argparse.Namespace) -> None:
    from pistor.cli.screen import run

    run(asked.file, on=asked.on, as_json=asked.json)


def _plan(asked: argparse.Namespace) -> None:
    from pistor.cli.plan import run

    run(asked.file, on=asked.on, as_json=asked.json, pdf=asked.pdf)


def _schema(asked: argparse.Namespace) -> None:
    from pistor.cli.schema import run

    run(asked.name)


def _casebook(asked: argparse.Namespace) -> None:
    from pistor.cli.casebook import run

    run(asked.out)


def _demo(asked: argparse.Namespace) -> None:
    from pistor.cli.demo import run

    run(
        asked.data,
        host=asked.host,
        port=asked.port,
        serving=not asked.no_serve,
        fresh=asked.fresh,
    )


def _knowledge_check(asked: argparse.Namespace) -> None:
    from pistor.cli.knowledge import check

    check(as_json=asked.json)


def _knowledge_show(asked: argparse.Namespace) -> None:
    from pistor.cli.knowledge import show

    show(" ".join(asked.key), as_json=asked.json)


def _knowledge_export(_: argparse.Namespace) -> None:
    from pistor.cli.knowledge import export

    export()


def _init(asked: argparse.Namespace) -> None:
    from pistor.cli.server import init

    names = [name.replace("-", "_") for name in FOUNDING]
    init({name: getattr(asked, name) for name in names}, password_file=asked.password_file)


def _serve(asked: argparse.Namespace) -> None:
    from pistor.cli.server import serve

    serve(host=asked.host, port=asked.port, workers=asked.workers)


def _check(_: argparse.Namespace) -> int:
    from pistor.cli.server import check

    return check()
