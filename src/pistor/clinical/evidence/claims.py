"""Claims of the lay literature beside what the evidence says."""

from dataclasses import dataclass

from pistor.clinical.evidence.sources import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Row):
    """One common claim.

    Args:
        claim: what is said, in our own words.
        evidence: what was found, with numbers.
        show: what the software must show because of it.
    """

    claim: str
    evidence: str
    show: str
