"""Checks how French text is folded for search."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.french import fold, fold_typed


@pytest.mark.parametrize(
    ("typed", "official"),
    [
        ("st remy de provence", "Saint-Rémy-de-Provence"),
        ("Ste-Foy-l’Argentière", "Sainte-Foy-l'Argentière"),
        ("COEUR DE SOLOGNE", "Cœur de Sologne"),
        ("l'ile d'yeu", "L'Île-d'Yeu"),
        ("laeticia", "Læticia"),
        ("  bègles ", "Bègles"),
    ],
)
def test_two_spellings_of_a_name_meet(typed: str, official: str) -> None:
    assert fold(typed) == fold(official)


def test_st_inside_a_word_stays() -> None:
    assert fold("Brest-Est") == "brest est"


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("typed", "beginnings"),
    [
        ("", ()),
        ("St Rém", (("saint",), ("rem",))),
        ("st", (("saint", "st"),)),
        ("Villers-Ste", (("villers",), ("sainte", "ste"))),
    ],
)
def test_what_is_being_typed_may_go_on(typed: str, beginnings: tuple[tuple[str, ...], ...]) -> None:
    assert fold_typed(typed) == beginnings


@given(st.text())
def test_what_is_typed_to_its_end_folds_to_the_name(text: str) -> None:
    assert " ".join(word[0] for word in fold_typed(text)) == fold(text)
