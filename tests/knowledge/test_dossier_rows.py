"""Every row of the founding dossier can be found by the name it has there."""

import pytest

from pistor.knowledge import found

REFERENCES = str.split("""
ABD09 ACT20 AAG AHM19 AMI06 AMT23 ANA25 ANV AQX AVO AZA10 BAK18 BAS13 BAS22 BCC BDQ BHB BMJ BTP
BUD13 BUF CAR16 CDC CDT20 CE12 CE15 CHE24 CHG CNE12 CON25 COP11 COS11 DCH DCM21 DIE18 DLM DLQ DRO
DUA DUR23 DUT23 ELA ELD12 ELF15 EMC EML ENH GIE LSE SEN TYK HFB FAE21 FAN23 FAN25 FCQ FDA23 FIM
FRD11 GAJ19 GPH GRV17 HAL13 HER19 HEX HRZ20 HUM21 HYK HYL ICT05 JAM16 JAY13 JON16 KAL21 KEN KOB25
KON13 KYB LID LIP LST LUE15 MAM11 MAM14 MAM20 MAM21 NAT26 MAR17 MBP MDM MDR87 MDV MDX MEH23 MEL22
MIC18 MMW05 MOF13 MSN MUH20 MUR20 NES17 NOV ONA OST08 PAK14 PAN11 PAO19 PAR08 PAZ23 PCD08 PDR PFZ
PHF19 PHP PLA19 PNR24 PNV PPC07 PRF QSI QWO RAJ20 RCU REE13 RIV06 SAC17 SAC22 SAL08 SAM24 SAV13
SIN22 SIV10 SOB13 SU22 TCC THO18 TSGS TXA23 TXL USP08 USP23 UZE VEA12 WAL17 WKP WLI YCD ZEN25
""")

NAMED = {
    "technique": [
        *("intraepidermal", "nappage", "papule", "SIM pain technique", "point-by-point"),
        *("linear retrograde", "deep subcutaneous", "device assisted"),
    ],
    "zone": [
        *("face", "forehead", "glabella", "temples", "periorbital", "malar", "cheek", "perioral"),
        *("chin", "jawline", "submental", "neck", "decollete", "hands", "scalp", "upper arm"),
        *("abdomen", "flanks", "thighs", "buttock", "knee", "back and joints"),
    ],
    "protocol": [
        *("F1", "F2", "F3", "F4", "F5", "F6", "P1", "P2", "P3", "S1", "L1", "L2", "L3", "C1"),
        *("H1", "H2", "H3", "H4", "H5", "H6", "A1", "M1", "M2"),
    ],
    "ingredient": [
        *("hyaluronic acid", "ascorbic acid", "B complex", "biotin", "dexpanthenol"),
        *("glutathione", "tranexamic acid", "deoxycholic acid", "phosphatidylcholine"),
        *("caffeine", "aminophylline", "levocarnitine", "organic silicon", "artichoke extract"),
        *("pentoxifylline", "buflomedil", "hyaluronidase", "collagenase", "procaine"),
        *("lidocaine", "lidocaine prilocaine cream", "minoxidil", "dutasteride", "finasteride"),
        *("triamcinolone", "polynucleotides", "amino acid mix", "ketoprofen", "diclofenac"),
        *("piroxicam", "thiocolchicoside", "methylprednisolone", "sodium bicarbonate"),
        *("sodium chloride", "yohimbine"),
    ],
    "rule": ["M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8"],
    "jurisdiction": ["FR", "US", "GB", "FI", "CH", "BR", "IT", "EU"],
    "question": [
        *("age", "pregnant", "trying to conceive", "breast feeding", "can conceive"),
        *("allergy ester anaesthetic", "allergy amide anaesthetic", "allergy sulfite"),
        *("allergy paba", "allergy nsaid", "allergy fish", "allergy soya egg"),
        *("allergy bee venom", "allergy chlorhexidine", "allergy latex"),
        *("anaphylaxis or mastocytosis", "infection in zone", "herpes", "dermatitis in zone"),
        *("fever or infection", "dental infection", "vaccination"),
        *("anticoagulant or antiplatelet", "bleeding disorder", "venous thromboembolism"),
        *("combined hormonal contraceptive", "heart disease", "arrhythmia"),
        *("uncontrolled blood pressure", "diabetes insulin or uncontrolled", "hba1c"),
        *("cancer active or recent", "autoimmune active", "psoriasis", "immunosuppressed"),
        *("epilepsy", "isotretinoin 6 months", "keloid", "phototype iv vi", "photosensitiser"),
        *("sunburn or planned sun", "g6pd deficiency", "methaemoglobinaemia"),
        *("permanent filler in zone", "recent procedure in zone", "dysphagia"),
        *("thyroid or neck mass", "neck surgery", "lax platysma", "needle phobia or syncope"),
        *("bmi", "minor flaw preoccupation", "bdd screen positive", "reaction last session"),
    ],
    "reaction": [
        *("reaction_injection_site_pain", "reaction_injection_site_haematoma"),
        *("reaction_injection_site_oedema", "reaction_numbness", "reaction_induration_or_nodule"),
        *("reaction_erythema_pruritus", "reaction_facial_nerve_paresis", "reaction_dysphagia"),
        *("reaction_syncope", "reaction_anaphylaxis", "reaction_last", "reaction_skin_immune"),
        *("reaction_necrosis", "reaction_bacterial_infection", "reaction_ntm"),
        *("reaction_hyperpigmentation", "reaction_contour_defect", "reaction_systemic"),
        *("reaction_fat_dissolver_damage",),
    ],
    "advice": [
        *("aftercare_touching_and_make_up", "aftercare_cold_pack", "aftercare_water"),
        *("aftercare_exercise", "aftercare_alcohol_and_nsaid", "aftercare_sun"),
        *("aftercare_shampoo", "aftercare_massage", "aftercare_retinoids_and_acids"),
        *("aftercare_water_rest_paracetamol",),
    ],
    "check_in": [f"check_in_day_{day}" for day in (1, 3, 7, 14, 28, 56, 84)],
    "comparison": [
        *("mesotherapy", "botox", "dermal fillers", "liposuction", "injection lipolysis"),
        *("chemical peel", "radiofrequency", "microneedling", "PRP"),
    ],
    "instrument": [
        *("GAIS", "NRS pain", "VAS pain", "RMDQ", "mMASI", "MASI", "Fitzpatrick", "Glogau"),
        *("Norwood-Hamilton", "Ludwig", "Sinclair", "WSRS", "hair density", "SALT"),
        *("nurnberger_muller", "css_hexsel", "CR-PCSS", "PR-PCSS", "CR-SMFRS", "PR-SMFRS"),
        *("circumference", "caliper", "corneometer", "cutometer", "TEWL", "profilometry"),
        *("melanin index", "erythema index", "ita_degree", "DLQI", "FACE-Q", "PGIC"),
        *("BDDQ", "COPS"),
    ],
    "claim": [
        *("claim_reaches_mesoderm", "claim_collagen_and_circulation", "claim_shrinks_fat_cells"),
        *("claim_natural_results", "claim_safe", "claim_four_to_six_sessions"),
        *("claim_every_one_or_two_weeks", "claim_maintenance", "claim_hydration_lasts"),
        *("claim_fat_loss_lasts", "claim_slows_hair_shedding", "claim_exercise_at_once"),
        *("claim_no_anaesthesia", "claim_approved"),
    ],
    "emergency": ["kit_adrenaline", "kit_lipid_emulsion", "kit_hyaluronidase", "kit_aed"],
    "reference": REFERENCES,
}


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind, names in NAMED.items() for name in names]
)
def test_a_row_of_the_dossier_is_found_by_its_name(knowledge, kind, name):
    assert kind in {each for each, _ in found(name, knowledge)}


def test_the_dossier_has_149_references_and_all_are_here(knowledge):
    assert len(REFERENCES) == 149
    assert set(REFERENCES) <= set(knowledge.reference)
