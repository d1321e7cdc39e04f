"""``pistor schema``: the JSON Schema of each input."""

import msgspec

from pistor.cli.terminal import Refused, print_data
from pistor.notation.plan_input import PlanInput
from pistor.notation.screen_file import ScreenInput

INPUTS: dict[str, type[msgspec.Struct]] = {"screen": ScreenInput, "plan": PlanInput}


def run(name: str) -> None:
    """Print the schema of one input.

    Raises:
        Refused: there is no such input.
    """
    if name not in INPUTS:
        raise Refused(f"schema: no input {name!r}; expected {' or '.join(INPUTS)}")
    print_data(msgspec.json.schema(INPUTS[name]))
