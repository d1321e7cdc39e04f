"""Published numbers stand in the knowledge base as they were published."""

from dataclasses import replace
from decimal import Decimal

import pytest


@pytest.mark.parametrize(
    "published",
    [
        ("lidocaine", "lidocaine.mg_per_kg", "4.5", "mg/kg", "LID", "seen"),
        ("lidocaine", "lidocaine.mg", "300", "mg", "LID", "seen"),
        ("lidocaine", "lidocaine.mg_per_kg_with_epinephrine", "7", "mg/kg", "LID", "seen"),
        ("lidocaine", "lidocaine.mg_with_epinephrine", "500", "mg", "LID", "seen"),
        ("deoxycholic_acid", "deoxycholic_acid.mg_per_cm2", "2", "mg/cm2", "KYB", "seen"),
        ("deoxycholic_acid", "deoxycholic_acid.mg", "100", "mg", "KYB", "seen"),
        ("deoxycholic_acid", "deoxycholic_acid.points", "50", "points", "KYB", "seen"),
        ("deoxycholic_acid", "deoxycholic_acid.ml", "10", "ml", "KYB", "seen"),
        ("deoxycholic_acid", "deoxycholic_acid.sessions", "6", "sessions", "KYB", "seen"),
        ("buflomedil", "buflomedil.mg", "0", "mg", "BUF", "seen"),
        ("tranexamic_acid", "tranexamic_acid.mg", "100", "mg", "DOSSIER", "proposal"),
        ("dutasteride", "dutasteride.mg", "1", "mg", "DOSSIER", "proposal"),
        ("procaine", "procaine.mg_per_kg", "7", "mg/kg", "DOSSIER", "proposal"),
        ("procaine", "procaine.mg", "600", "mg", "DOSSIER", "proposal"),
        ("minoxidil", "minoxidil.mg", "10", "mg", "DOSSIER", "proposal"),
        ("ascorbic_acid", "ascorbic_acid.mg", "200", "mg", "DOSSIER", "recalled"),
        ("aminophylline", "aminophylline.mg_per_kg", "5", "mg/kg", "DOSSIER", "recalled"),
        ("ketoprofen", "ketoprofen.mg", "200", "mg", "DOSSIER", "recalled"),
        ("diclofenac", "diclofenac.mg", "150", "mg", "DOSSIER", "recalled"),
        ("piroxicam", "piroxicam.mg", "20", "mg", "DOSSIER", "recalled"),
        ("thiocolchicoside", "thiocolchicoside.mg", "8", "mg", "TCC", "seen"),
    ],
)
def test_a_limit_stands_with_its_source_and_mark(knowledge, published):
    ingredient, key, value, unit, source, verification = published
    (limit,) = [each for each in knowledge.ingredient[ingredient].limits if each.key == key]

    assert (limit.value, limit.unit) == (Decimal(value), unit)
    assert source in limit.sources
    assert limit.verification == verification


@pytest.mark.parametrize(
    ("ingredient", "low", "high", "source"),
    [
        ("triamcinolone", "5.0", "7.5", "KEN"),
        ("procaine", "3", "5.5", "NOV"),
        ("lidocaine", "5", "7", "DOSSIER"),
        ("aminophylline", "8.6", "9", "DOSSIER"),
    ],
)
def test_a_ph_stands_as_it_was_given(knowledge, ingredient, low, high, source):
    ph = knowledge.ingredient[ingredient].ph

    assert (ph.low, ph.high) == (Decimal(low), Decimal(high))
    assert source in ph.sources


@pytest.mark.parametrize("ingredient", ["biotin", "collagenase", "organic_silicon", "minoxidil"])
def test_a_ph_the_dossier_does_not_know_stays_unknown(knowledge, ingredient):
    assert knowledge.ingredient[ingredient].ph is None


@pytest.mark.parametrize(
    ("protocol", "level", "certainty", "direction"),
    [
        ("L1", "1-2", "high", "for"),
        ("A1", "1", "moderate", "for"),
        ("L3", "3", "low", "against"),
        ("H6", "5", "very low", "none"),
        ("P3", "1", "low", "mixed"),
        ("C1", "4-5", "very low", "mixed"),
    ],
)
def test_evidence_is_graded_as_in_the_dossier(knowledge, protocol, level, certainty, direction):
    evidence = knowledge.protocol[protocol].evidence

    assert (evidence.level, evidence.certainty, evidence.direction) == (
        level,
        certainty,
        direction,
    )


def test_a_row_that_was_signed_is_counted_as_reviewed(knowledge):
    signed = replace(knowledge.zone["knee"], reviewed_by="Dr Iris Invented")
    before, rows = knowledge.not_reviewed()

    after = replace(knowledge, zone={**knowledge.zone, "knee": signed}).not_reviewed()

    assert after == (before - 1, rows)


def test_no_clinician_has_reviewed_anything_yet_and_nothing_pretends_otherwise(knowledge):
    assert not [row for kind, row in knowledge.rows() if getattr(row, "reviewed_by", "")]
