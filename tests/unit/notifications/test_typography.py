"""Specifies the spaces of French typography, and what a mail header may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.typography import one_line, typeset


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Quoi ? Rien ! Bien ;", "Quoi\u202f? Rien\u202f! Bien\u202f;"),
        ("Où : ici", "Où\u00a0: ici"),
        ("« Titre »", "«\u00a0Titre\u00a0»"),
        ("https://example.org à 9:30", "https://example.org à 9:30"),
        ('<a style="color:#fff;margin:0">&lt;</a>', '<a style="color:#fff;margin:0">&lt;</a>'),
    ],
)
def test_spaces_around_high_punctuation_do_not_break(typed: str, printed: str) -> None:
    assert typeset(typed) == printed


@given(st.text(alphabet="a «»:;!?\u00a0\u202f\n<&"))
def test_typesetting_twice_changes_nothing_more(text: str) -> None:
    assert typeset(typeset(text)) == typeset(text)


@given(st.text())
def test_one_line_holds_nothing_that_ends_a_line(text: str) -> None:
    line = one_line(text)
    assert line.splitlines() in ([], [line])
    assert all(character.isprintable() or character in "\u00a0\u202f" for character in line)
