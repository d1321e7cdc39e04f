"""Kinds, fields, marks and tiers of the knowledge base, as a tired reader understands them."""

import re
from typing import Any

from pistor.clinical.evidence import Claim, Reference, Row

KINDS: dict[str, tuple[str, str]] = {
    "ingredient": ("Ingredient", "Ingredients"),
    "protocol": ("Protocol", "Protocols"),
    "indication": ("Indication", "Indications"),
    "claim": ("Claim", "Claims held against the evidence"),
    "zone": ("Zone", "Zones"),
    "never_inject": ("Never inject", "Never inject"),
    "technique": ("Technique", "Techniques"),
    "rule": ("Mixture rule", "Mixture rules"),
    "setting": ("Setting", "Settings of the checks"),
    "jurisdiction": ("Country", "Countries and their law"),
    "question": ("Screening question", "Screening questions"),
    "criterion": ("Study criterion", "Study criteria"),
    "word": ("Word in an answer", "Words in answers"),
    "reaction": ("Reaction", "Reactions"),
    "reporting": ("Reporting scheme", "Reporting schemes"),
    "advice": ("Aftercare advice", "Aftercare advice"),
    "check_in": ("Check-in", "Check-ins"),
    "comparison": ("Other treatment", "Other treatments"),
    "instrument": ("Measuring instrument", "Measuring instruments"),
    "step": ("Checklist step", "Checklist steps"),
    "emergency": ("Emergency item", "Emergency items"),
    "reference": ("Source", "Sources"),
}
MARKS = {
    "seen": "It stood in the text that was read. That does not mean that the text is right.",
    "recalled": "From general knowledge, or from a part of the source that could not be opened.",
    "proposal": "Our own inference, arithmetic or design; a source beside it does not say it.",
}
TIERS = {
    "P": "P: peer-reviewed",
    "L": "L: law, regulator or label",
    "S": "S: secondary copy of a paper, a law or a label",
    "W": "W: weak web page",
    "D": "D: this project's own notes, not an outside source",
}
GRADES = "Oxford 2011: 1 is a systematic review of randomised trials, 5 is an opinion."
REGULATORY = {
    "LIC": "licensed",
    "OFF": "licensed, used outside its licence",
    "UNL": "not licensed",
    "DEV": "medical device",
    "BAN": "prohibited",
}
_LABELS = {
    "Ingredient.number": "Number in the list of ingredients",
    "Ingredient.regulatory": "Legal standing",
    "Ingredient.regulatory_says": "Legal standing in words",
    "Ingredient.standing_says": "Why it is not simply usable",
    "Protocol.standing": "Legal standing",
    "Standing.word": "Standing",
    "Reference.where": "Where",
    "StudyCriterion.trial": "Trial",
    "ProtocolComponent.sessions": "In sessions",
    "above_kg": "Only above (kg)",
    "also": "Also called",
    "angle_deg": "Angle",
    "area_cm2": "Area",
    "at": "At",
    "at_least": "From a number of",
    "below": "Below a number of",
    "above": "Above a number of",
    "checked_on": "Last held against its sources",
    "claim": "What is claimed",
    "compared_percent": "In the group compared with (%)",
    "day": "Days after the session",
    "defer_days": "Wait (days)",
    "defer_from": "Wait is counted from",
    "depth_mm": "Depth",
    "do": "What to do",
    "from_hours": "From (hours after)",
    "gap_days": "Gap",
    "grade": "Level of the evidence",
    "only_zones_says": "Why only these zones",
    "in_mixture": "Strength in a mixture",
    "incompatible": "Not together with",
    "least": "This is a lower limit",
    "max_points": "Most points",
    "max_volume_ml": "Largest volume",
    "number": "Number",
    "opened": "Opened by those who compiled it",
    "overridable": "Override",
    "pain_bleeding": "Pain and bleeding",
    "percent": "How many (%)",
    "ph": "pH",
    "says": "Statement",
    "show": "What Pistor shows because of it",
    "sources_say": "What the sources say",
    "spacing_mm": "Spacing",
    "tier": "Kind of source",
    "trial": "Criterion of a trial, no contraindication",
    "until_hours": "Until (hours after)",
    "usual": "Usual",
    "valid_days": "An answer holds for (days)",
    "verification": "Checked",
    "volume_per_point_ml": "Volume at each point",
    "where": "Where",
}
_UNITS = {
    "deg": "°",
    "cm2": "cm²",
    "g/cm2": "g/cm²",
    "mg/cm2": "mg/cm²",
    "kg/m2": "kg/m²",
    "1/cm2": "per cm²",
    "ug/ml": "microgram/ml",
}
_KEY = re.compile(r"[a-z0-9]+(?:_[a-z0-9]+)+")


def label_of(name: str, owner: type | None = None) -> str:
    """A field as a reader says it; owner is the kind of row or statement it stands in."""
    words = name.replace("_", " ")
    own = _LABELS.get(f"{owner.__name__}.{name}") if owner else None
    return own or _LABELS.get(name, words[:1].upper() + words[1:])


def unit_of(unit: str) -> str:
    """A unit as it is printed."""
    return _UNITS.get(unit, unit)


def plain_words(value: object) -> str:
    """A value as text; a key without its underscores."""
    if value is True:
        return "yes"
    if value is False:
        return "no"
    text = REGULATORY.get(str(value), str(value))
    return text.replace("_", " ") if _KEY.fullmatch(text) else text


def title_of(row: Row | Reference) -> str:
    """What a row is about, in one line; a claim never as if it were so."""
    if isinstance(row, Claim):
        return f"Claimed: {row.claim}"
    for name in ("name", "title", "asks", "says"):
        text: Any = getattr(row, name, "")
        if text:
            return str(text) if isinstance(text, str) else " ".join(text)
    words = getattr(row, "words", ())
    if words:
        return ", ".join(words)
    consequence = getattr(row, "consequence", None)
    return str(consequence.says) if consequence else plain_words(row.key)
