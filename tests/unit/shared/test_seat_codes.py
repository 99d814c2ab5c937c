"""Codes at the door: for one seat and one person, and readable by nobody as more than that."""

from uuid import uuid4

import pytest

from shared.security.links import new_link_key
from shared.security.seat_codes import CODE_MAX_CHARACTERS, SeatCodes

CODES = SeatCodes(new_link_key())
SEAT, PERSON = uuid4(), uuid4()


def test_code_names_its_seat_and_is_genuine_for_its_person_alone() -> None:
    code = CODES.code(SEAT, PERSON)
    assert CODES.registration_id(code) == SEAT
    assert CODES.is_genuine(code, SEAT, PERSON)
    assert not CODES.is_genuine(code, SEAT, uuid4()), "the seat has passed to somebody else"


def test_code_of_another_key_is_not_genuine() -> None:
    assert not CODES.is_genuine(SeatCodes(new_link_key()).code(SEAT, PERSON), SEAT, PERSON)


def test_code_is_short_and_holds_nothing_of_the_person() -> None:
    code = CODES.code(SEAT, PERSON)
    assert len(code) < CODE_MAX_CHARACTERS
    assert PERSON.hex.upper() not in code
    assert set(code) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ.")


@pytest.mark.parametrize(
    "code",
    [
        *("", ".", "é", "https://example.org", "Z" * 32 + ".A"),
        pytest.param(SEAT.hex, id="a seat alone"),
        pytest.param(f"{SEAT.hex[1:]}.", id="less than a seat"),
    ],
)
def test_what_is_no_code_names_no_seat(code: str) -> None:
    assert CODES.registration_id(code) is None
    assert not CODES.is_genuine(code, SEAT, PERSON)
