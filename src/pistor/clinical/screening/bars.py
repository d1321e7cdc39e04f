"""What bars an ingredient, or needs a reader, whatever was answered."""

from collections.abc import Iterator

from pistor.clinical.evidence import Verification
from pistor.clinical.findings import Action
from pistor.clinical.person import Person
from pistor.clinical.screening.suitability import Reason
from pistor.clinical.screening.wanted import Questionnaire, Wanted


def own_allergies(person: Person, wanted: Wanted, questionnaire: Questionnaire) -> Iterator[Reason]:
    """Stop every wanted ingredient the person reacts to, or that contains what they react to."""
    known = questionnaire.ingredients
    allergic_to = {
        part for key in person.allergic_to for part in (key, *(known[key].contains or {}))
    }
    for key in wanted.ingredients:
        ingredient = known[key]
        reacts_to = {key, *(ingredient.contains or {})} & allergic_to
        if reacts_to:
            named = ", ".join(sorted(questionnaire.ingredients[each].name for each in reacts_to))
            yield Reason(
                code="ingredient.allergy",
                action=Action.STOP_INGREDIENT,
                says=f"An allergy to {named} is on record: {ingredient.name} is not used.",
                sources=("DOSSIER",),
                about=key,
                verification=Verification.RECALLED,
            )


def standings(wanted: Wanted, questionnaire: Questionnaire) -> Iterator[Reason]:
    """Stop what is withdrawn or blocked, and ask where a zone is not established or not known."""
    for key in wanted.ingredients:
        ingredient = questionnaire.ingredients[key]
        if "warned" in ingredient.regulatory:
            yield Reason(
                code="ingredient.warned",
                action=Action.ASK,
                says=f"{ingredient.name}: {ingredient.regulatory_says}",
                sources=ingredient.sources,
                about=key,
                verification=ingredient.verification,
            )
        if ingredient.standing_says is not None and ingredient.standing != "usable":
            yield Reason(
                code=f"ingredient.{ingredient.standing}",
                action=Action.STOP_INGREDIENT,
                says=ingredient.standing_says.says,
                sources=ingredient.standing_says.sources,
                about=key,
                verification=ingredient.standing_says.verification,
                overridable=ingredient.standing != "withdrawn",
            )
        says = ingredient.only_zones_says
        if says is not None and not set(wanted.zones) & set(ingredient.only_zones):
            yield Reason(
                code="ingredient.zone",
                action=Action.ASK,
                says=says.says if wanted.zones else f"Not checked: zone unknown. {says.says}",
                sources=says.sources,
                about=key,
                verification=says.verification,
            )


def names_given(person: Person) -> Iterator[Reason]:
    """Hand every name that no rule knows to a reader, and show what the others were taken for."""
    if person.on_record:
        yield Reason(
            code="screening.on_record",
            action=Action.NOTE,
            says=f"On record, and taken for: {'; '.join(person.on_record)}. Only the rules that "
            "name these were applied.",
            sources=("DOSSIER",),
            verification=Verification.PROPOSAL,
        )
    if person.contradicted:
        keys = ", ".join(person.contradicted).replace("_", " ")
        yield Reason(
            code="screening.contradicted",
            action=Action.ASK,
            says=f"On record as a condition, but answered no: {keys}. Somebody has to ask again.",
            sources=("DOSSIER",),
            verification=Verification.PROPOSAL,
        )
    if person.not_recognised:
        names = ", ".join(f'"{name}"' for name in person.not_recognised)
        yield Reason(
            code="screening.not_recognised",
            action=Action.ASK,
            says=f"Not checked: no rule knows {names}. Somebody has to read this.",
            sources=("DOSSIER",),
            verification=Verification.PROPOSAL,
        )
