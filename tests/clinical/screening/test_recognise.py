import pytest

from pistor.clinical.screening import recognise


@pytest.fixture
def recognised(knowledge):
    def of(kind, *names):
        return recognise(names, kind=kind, words=knowledge.word, ingredients=knowledge.ingredient)

    return of


@pytest.mark.parametrize(
    ("kind", "name", "question"),
    [
        ("medicine", "Warfarin 3 mg daily", "anticoagulant_or_antiplatelet"),
        ("medicine", "warfarin", "warfarin"),
        ("medicine", "combined oral contraceptive", "combined_hormonal_contraceptive"),
        ("medicine", "ISOTRETINOIN", "isotretinoin_6_months"),
        ("medicine", "Warfárin", "warfarin"),
        ("medicine", "Ｗarfarin", "warfarin"),
        ("condition", "Epilepsy", "epilepsy"),
        ("condition", "deep-vein thrombosis", "venous_thromboembolism"),
        ("allergy", "fish", "allergy_fish"),
        ("allergy", "Chlorhexidine", "allergy_chlorhexidine"),
    ],
)
def test_a_name_as_people_write_it_answers_its_question(recognised, kind, name, question):
    assert question in recognised(kind, name).yes


def test_the_same_word_means_another_thing_in_another_list(recognised):
    assert "allergy_nsaid" in recognised("allergy", "aspirin").yes
    assert "allergy_nsaid" not in recognised("medicine", "aspirin").yes


def test_part_of_a_word_is_not_the_word(recognised):
    assert recognised("allergy", "eggplant").not_recognised == ("eggplant",)


def test_an_allergy_may_name_an_ingredient(recognised):
    assert recognised("allergy", "tranexamic acid").allergic_to == ("tranexamic_acid",)


def test_none_known_says_nothing_and_is_understood(recognised):
    result = recognised("allergy", "none known", " ")

    assert (result.yes, result.not_recognised) == ((), ())


def test_somebody_elses_illness_is_left_to_a_reader(recognised):
    result = recognised("condition", "Family history of epilepsy")

    assert (result.yes, result.not_recognised) == ((), ("Family history of epilepsy",))


@pytest.mark.parametrize(
    ("kind", "line", "unknown"),
    [
        ("condition", "G6PD deficiency, factor V Leiden", "factor V Leiden"),
        ("medicine", "warfarin and xyzmab", "xyzmab"),
        ("allergy", "egg; penicillin", "penicillin"),
        ("condition", "psoriasis + Zorblax syndrome", "Zorblax syndrome"),
    ],
)
def test_a_known_name_does_not_hide_an_unknown_one_beside_it(recognised, kind, line, unknown):
    result = recognised(kind, line)

    assert result.yes
    assert result.not_recognised == (unknown,)


def test_what_is_to_be_treated_is_no_unknown_illness(knowledge):
    result = recognise(
        ["melasma on both cheeks"],
        kind="condition",
        words=knowledge.word,
        ingredients=knowledge.ingredient,
        treated=["Melasma"],
    )

    assert result.not_recognised == ()
    assert result.on_record == ("melasma on both cheeks (to be treated)",)


def test_what_a_name_was_taken_for_is_kept(recognised):
    (shown,) = recognised("medicine", "Warfarin 3 mg").on_record

    assert shown.startswith("Warfarin 3 mg (anticoagulant or antiplatelet")


@pytest.mark.parametrize("line", ["NKDA", "no known allergies", "None known"])
def test_no_known_allergy_is_understood_however_it_is_written(recognised, line):
    assert recognised("allergy", line).not_recognised == ()
