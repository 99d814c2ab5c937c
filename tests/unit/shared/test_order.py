"""The rule of order: a copy takes the next event, ignores older ones, and waits for what is missing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.clock import utc_now
from shared.errors import TooEarly
from shared.events.directory import PersonErased
from shared.events.envelope import Envelope
from shared.events.order import is_next
from shared.ids import new_id


def event(sequence: int) -> Envelope[PersonErased]:
    data = PersonErased(person_id=new_id(), deadline=date(2027, 3, 12))
    return Envelope[PersonErased](
        id=new_id(),
        source=data.owner(),
        type=data.type(),
        time=utc_now(),
        subject=f"person/{data.person_id}",
        sequence=sequence,
        correlationid="story",
        actor="system",
        dataschema=data.dataschema(),
        data=data,
    )


def test_the_next_one_is_taken_and_an_older_one_is_not() -> None:
    assert is_next(event(4), 3)
    assert not is_next(event(3), 3)
    assert not is_next(event(1), 3)


def test_one_whose_predecessor_is_missing_waits() -> None:
    with pytest.raises(TooEarly, match="event 5 came while 4 is missing"):
        is_next(event(5), 3)


@given(st.lists(st.integers(min_value=1, max_value=6)))
def test_whatever_comes_however_often_each_is_taken_once_and_in_order(deliveries: list[int]) -> None:
    taken: list[int] = []
    for sequence in deliveries:
        try:
            if is_next(event(sequence), len(taken)):
                taken.append(sequence)
        except TooEarly:
            assert len(taken) + 1 not in taken
    assert taken == list(range(1, len(taken) + 1))
