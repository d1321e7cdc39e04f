"""Every verb of the story by its name."""

from collections.abc import Callable

from pistor.cli.clinic import planning_acts, record_acts, screening_acts
from pistor.cli.clinic.scene import Act, Scene

VERBS: dict[str, Callable[[Scene, Act], None]] = {
    "come": record_acts.come,
    "intake": record_acts.intake,
    "record": record_acts.add,
    "withdraw": record_acts.withdraw,
    "note": record_acts.note,
    "sign": record_acts.sign,
    "addendum": record_acts.addendum,
    "document": record_acts.document,
    "portrait": record_acts.portrait,
    "join": record_acts.join,
    "part": record_acts.part,
    "screen": screening_acts.screen,
    "override": screening_acts.override,
    "second look": screening_acts.second_look,
    "read again": screening_acts.read_again,
    "plan": planning_acts.begin,
    "hand in": planning_acts.hand_over,
    "override plan": planning_acts.override,
    "look again": planning_acts.look,
    "approve": planning_acts.approve,
    "revise": planning_acts.revise,
}
