"""What a syringe may hold: ingredients with their strengths, limits, cautions and behaviour."""

from dataclasses import dataclass
from decimal import Decimal

from pistor.clinical.evidence import Cited, Figure, Row, Verification
from pistor.clinical.findings import Consequence, Severity

CLASSES = frozenset(
    {
        "amide_anaesthetic",
        "anaesthetic",
        "antifibrinolytic",
        "buffer",
        "collagenase",
        "detergent",
        "diluent",
        "five_alpha_reductase_inhibitor",
        "hair",
        "hyaluronic_acid",
        "hyaluronidase",
        "ester_anaesthetic",
        "lipolytic",
        "muscle_relaxant",
        "nsaid",
        "nutrient",
        "plant_extract",
        "polynucleotide",
        "steroid",
        "vasodilator",
        "vitamin",
        "xanthine",
    }
)
STANDINGS = ("usable", "blocked", "withdrawn")
LIMIT_UNITS = frozenset(
    {"mg", "mg/kg", "mg/cm2", "IU", "ml", "points", "sessions", "days", "months", "years"}
    | {"g cream", "cm2 cream", "hours cream"}
)
PERIODS = ("session", "24 h", "course")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A hard ceiling, or with ``least`` a floor, for the dose engine.

    Args:
        key: unique in the knowledge base, such as ``lidocaine.mg_per_kg``.
        value: the limit, in ``unit``.
        unit: one of ``LIMIT_UNITS``.
        per: ``session``, ``24 h`` (all routes) or ``course``.
        least: True for a floor (a shortest gap, a youngest age).
        only_with: applies only where every dose of it comes with this addition
            (``epinephrine``); it then replaces the limits without.
        above_kg: applies only to a person heavier than this, kg.
        says: one sentence.
    """

    key: str
    value: Decimal
    unit: str
    per: str
    says: str
    sources: tuple[str, ...]
    verification: Verification = Verification.SEEN
    least: bool = False
    only_with: str = ""
    above_kg: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incompatibility:
    """What must not share a syringe with an ingredient.

    Args:
        ingredients: keys of ingredients; ``*`` means anything else at all.
        classes: classes of ingredients.
        severity: stop or review.
    """

    says: str
    sources: tuple[str, ...]
    severity: Severity = Severity.REVIEW
    verification: Verification = Verification.SEEN
    ingredients: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient(Row):
    """One monograph.

    Args:
        number: its row in the dossier, 1 to 35.
        name: international name.
        also: other names and brand names it is found under.
        classes: from ``CLASSES``.
        codes: ATC, UNII; shown as unverified until somebody validates them.
        standing: ``usable``, ``blocked`` (stop until overridden) or ``withdrawn`` (never).
        standing_says: why it is not simply usable.
        regulatory: words such as ``LIC``, ``OFF``, ``UNL``, ``DEV``, ``BAN``.
        contains: for a cream or a combination, the ingredients it counts as and their strength,
            such as ``{"lidocaine": "25 mg/g"}``.
        stock: strengths it is sold in; unit such as ``mg/ml``.
        in_mixture: strengths it is used at in a mixture.
        usual: usual amount for a session.
        ph: pH of the product; None means unknown.
        dilution: how it is diluted, or that it is not.
        only_zones: keys of the zones its use is established in; empty means not restricted.
        only_zones_says: the sentence and source behind ``only_zones``.
        prescription_only: None means unknown, and is treated as yes.
        notes: anything else the monograph says.
    """

    number: int
    name: str
    regulatory_says: str
    also: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    codes: tuple[Cited, ...] = ()
    standing: str = "usable"
    standing_says: Cited | None = None
    regulatory: tuple[str, ...] = ()
    contains: dict[str, str] | None = None
    stock: tuple[Figure, ...] = ()
    in_mixture: tuple[Figure, ...] = ()
    usual: tuple[Figure, ...] = ()
    limits: tuple[Limit, ...] = ()
    cautions: tuple[Consequence, ...] = ()
    incompatible: tuple[Incompatibility, ...] = ()
    ph: Figure | None = None
    dilution: Cited | None = None
    only_zones: tuple[str, ...] = ()
    only_zones_says: Cited | None = None
    prescription_only: bool | None = None
    notes: tuple[Cited, ...] = ()
