"""What the fault matrix calls lost or out of order, of all that was told."""

import pytest

from tests.faults.witness import Told, out_of_order, untold


def told(*said: str) -> list[Told]:
    """`a1` is the first event of `a`."""
    return [Told(one[0], int(one[1:])) for one in said]


@pytest.mark.parametrize(
    ("said", "early"),
    [
        pytest.param("a1 b1 a2 b2 a3", [], id="two histories at once"),
        pytest.param("a1 a2 a1 a2 a3", [], id="told again"),
        pytest.param("a2 a1 a2", ["a: 2 after 0"], id="the second first"),
        pytest.param("a1 a3 a2 a4", ["a: 3 after 1"], id="one overtaken"),
        pytest.param("a1 b1 b3", ["b: 3 after 1"], id="one missing"),
        pytest.param("c7 a1", [], id="nobody asked about it"),
    ],
)
def test_what_is_told_before_what_it_follows_on_is_out_of_order(said: str, early: list[str]) -> None:
    assert out_of_order(told(*said.split()), {"a", "b"}) == early


def test_what_was_not_told_of_a_history_is_lost() -> None:
    assert untold(told("a1", "a3", "c1"), {"a": 3, "b": 1}) == ["not told: 2 of a", "not told: 1 of b"]
