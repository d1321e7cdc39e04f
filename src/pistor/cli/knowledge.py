"""``pistor knowledge``: check, show and export what is known."""

from collections import Counter
from dataclasses import fields, is_dataclass
from typing import Any

import msgspec

from pistor.cli.terminal import Refused, coloured, print_data, refusals, wrapped
from pistor.clinical.evidence import Reference, Row
from pistor.knowledge import KnowledgeBase, found, load, problems_of

MOST_SHOWN = 8


def check(*, as_json: bool) -> None:
    """Prove that the knowledge base hangs together, and count it.

    Raises:
        Refused: it does not; with the first problem and how many there are.
    """
    with refusals():
        knowledge = load()
    problems = problems_of(knowledge)
    counts = Counter(kind for kind, _ in knowledge.rows())
    marks = Counter(row.verification for _, row in knowledge.rows() if isinstance(row, Row))
    unreviewed, _ = knowledge.not_reviewed()
    if as_json:
        print_data(
            {
                "release": knowledge.release,
                "rows": dict(counts),
                "verification": {str(mark): count for mark, count in marks.items()},
                "not_reviewed": unreviewed,
                "problems": [{"where": each.where, "says": each.says} for each in problems],
            }
        )
    elif not problems:
        print(f"Knowledge {knowledge.release}: {sum(counts.values())} rows, every source resolves.")
        print(wrapped(", ".join(f"{count} {kind}" for kind, count in counts.items()), "  ", ""))
        print(wrapped(", ".join(f"{count} {mark}" for mark, count in marks.items()), "  ", ""))
        print(f"  not yet reviewed by a clinician: {unreviewed}")
    if problems:
        first = problems[0]
        raise Refused(f"knowledge: {len(problems)} problems; first: {first.where}: {first.says}")


def show(text: str, *, as_json: bool) -> None:
    """Show every row that goes by a key, a name or some words.

    Raises:
        Refused: nothing does.
    """
    with refusals():
        knowledge = load()
    rows = found(text, knowledge)
    if not rows:
        raise Refused(f"knowledge: nothing goes by {text!r}; try another word")
    if as_json:
        print_data([{"kind": kind, **msgspec.to_builtins(row)} for kind, row in rows])
        return
    if len(rows) > MOST_SHOWN:
        print(f"{len(rows)} rows speak of {text!r}; name one:")
        for kind, row in rows:
            print(wrapped(f"{kind} {row.key}: {title_of(row)}", "  "))
        return
    print("\n\n".join(as_text(kind, row, knowledge) for kind, row in rows))


def export() -> None:
    """Print every row as JSON."""
    with refusals():
        knowledge = load()
    print_data(
        {
            "release": knowledge.release,
            "rows": [{"kind": kind, **msgspec.to_builtins(row)} for kind, row in knowledge.rows()],
        }
    )


def title_of(row: Row | Reference) -> str:
    """What a row is about, in one line."""
    for name in ("name", "title", "claim", "asks", "says"):
        text = getattr(row, name, "")
        if text:
            return str(text)
    return ", ".join(getattr(row, "words", ())) or row.key


def as_text(kind: str, row: Row | Reference, knowledge: KnowledgeBase) -> str:
    """One row as a person reads it, with its sources written out."""
    lines = [coloured(f"{kind} {row.key}: {title_of(row)}", "bold")]
    if isinstance(row, Row):
        reviewer = row.reviewed_by or "no clinician yet"
        lines.append(
            coloured(
                f"  {row.verification} · level {row.grade} · checked {row.checked_on} · "
                f"reviewed by {reviewer}",
                "dim",
            )
        )
    hidden = {"key", "sources", "verification", "grade", "checked_on", "reviewed_by"}
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name not in hidden and value not in (None, "", (), {}):
            lines += _field(field.name, value)
    if isinstance(row, Row):
        lines += _sources(row, knowledge)
        lines += _cautions_behind(kind, row, knowledge)
    return "\n".join(lines)


def _field(name: str, value: Any) -> list[str]:
    name = name.replace("_", " ")
    if isinstance(value, tuple) and any(is_dataclass(each) for each in value):
        return [f"  {name}:", *(wrapped(f"- {_inline(each)}", "    ") for each in value)]
    return [wrapped(f"{name}: {_inline(value)}", "  ", "    ")]


def _inline(value: Any) -> str:
    """A nested value in one line; its source and mark last."""
    if isinstance(value, tuple):
        return ", ".join(_inline(each) for each in value)
    if isinstance(value, dict):
        return ", ".join(f"{name} {each}" for name, each in value.items())
    if not is_dataclass(value):
        return str(value)
    # Flags that are off go without saying, and so does that a finding may be overridden.
    parts = [
        _part(field.name, getattr(value, field.name))
        for field in fields(value)
        if field.name not in {"sources", "verification"}
        and getattr(value, field.name) not in (None, "", (), False)
    ]
    sources = ", ".join(getattr(value, "sources", ()))
    mark = getattr(value, "verification", "seen")
    tail = f" [{sources}{'' if mark == 'seen' else f', {mark}'}]" if sources else ""
    return "; ".join(parts) + tail


def _part(name: str, value: Any) -> str:
    if name == "overridable":
        return "nobody may override this"
    text = _inline(value)
    own = {"says", "action", "severity", "key"}
    return text if name in own else f"{name.replace('_', ' ')} {text}"


def _sources(row: Row, knowledge: KnowledgeBase) -> list[str]:
    keys = dict.fromkeys((*row.sources, *_nested_sources(row)))
    lines = [coloured("  Sources", "dim")]
    for key in keys:
        reference = knowledge.reference[key]
        opened = "" if reference.opened else " (not opened: known through another text)"
        lines.append(
            coloured(
                wrapped(
                    f"{key} ({reference.tier}) {reference.author}: {reference.title}, "
                    f"{reference.year}, {reference.where}{opened}",
                    "    ",
                ),
                "dim",
            )
        )
    return lines


def _nested_sources(value: Any) -> list[str]:
    if isinstance(value, tuple):
        return [key for each in value for key in _nested_sources(each)]
    if not is_dataclass(value):
        return []
    own = [*getattr(value, "sources", ())]
    return own + [
        key for field in fields(value) for key in _nested_sources(getattr(value, field.name))
    ]


def _cautions_behind(kind: str, row: Row, knowledge: KnowledgeBase) -> list[str]:
    """For a question: what its answer means for single ingredients."""
    if kind != "question":
        return []
    lines = [
        wrapped(f"- {ingredient.name}: {_inline(caution)}", "    ")
        for ingredient in knowledge.ingredient.values()
        for caution in ingredient.cautions
        if caution.question == row.key
    ]
    return ["  for single ingredients:", *lines] if lines else []
