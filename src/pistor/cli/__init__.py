"""The ``pistor`` command."""

import os
import sys

from pistor.cli.arguments import parsed
from pistor.cli.terminal import Refused


def main(arguments: list[str] | None = None) -> int:
    """Run one command.

    Args:
        arguments: as typed; those of the process by default.

    Returns:
        0 when it ran, whatever it found; 1 when ``pistor check`` found a problem; 2 for unusable
        input, with one line on standard error.
    """
    try:
        asked = parsed(sys.argv[1:] if arguments is None else arguments)
        code: int | None = asked.run(asked)
        sys.stdout.flush()
    except Refused as refused:
        print(f"pistor: {refused}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # The reader has gone (| head). Python flushes once more at exit and would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code or 0
