"""Checks the French of what this service says to people: numbers, spaces before punctuation."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import services.conventions
from services.conventions.domain.errors.visits import NoticeTooShort, QuotaExceeded, ReportsMissing
from shared.articles import counted
from shared.errors import DomainError


@pytest.mark.parametrize(
    ("count", "said"), [(0, "0 bilan validé"), (1, "1 bilan validé"), (2, "2 bilans validés")]
)
def test_french_counts_from_two_on(count: int, said: str) -> None:
    assert counted(count, "bilan", "validé") == said


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        (ReportsMissing(1), "Il manque 1 bilan validé."),
        (QuotaExceeded(year=2027, quota=20, left=3), "il reste 3 demi-journées sur les 20"),
        (NoticeTooShort(1), "1 jour de préavis"),
    ],
)
def test_a_refusal_counts_as_people_do(refusal: DomainError, said: str) -> None:
    assert said in refusal.sentence


def written() -> Iterator[tuple[str, str]]:
    for file in sorted(Path(services.conventions.__path__[0]).rglob("*")):
        if file.suffix in {".py", ".typ"}:
            yield file.name, file.read_text()


def test_a_colon_has_a_whole_space_before_it_and_a_semicolon_a_narrow_one() -> None:
    wrong = (r"\u202f:", r"\u{202f}:", "\u202f:", r"\u00a0;", r"\u{a0};", r"\u00a0?", r"\u00a0!")
    assert [(name, sign) for name, text in written() for sign in wrong if sign in text] == []
