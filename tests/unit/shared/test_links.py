"""A link opens what it was signed for, until its time is over, and nothing else."""

from datetime import UTC, datetime, timedelta
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.security.links import InvalidLink, LinkExpired, LinkSigner, Purpose, new_link_key

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
UNTIL = NOW + timedelta(hours=72)
SUBJECT = "019539a0-0000-7000-8000-000000000001"
LINKS = LinkSigner(b"0" * 32)
LINK = LINKS.sign(Purpose.SEAT_OFFER, SUBJECT, expires_at=UNTIL)


def test_a_link_gives_back_its_subject_until_its_time_is_over() -> None:
    for at in (NOW, UNTIL):
        assert LINKS.verify(Purpose.SEAT_OFFER, LINK, at=at) == SUBJECT
    with pytest.raises(LinkExpired):
        LINKS.verify(Purpose.SEAT_OFFER, LINK, at=UNTIL + timedelta(seconds=1))


def test_the_same_offer_always_has_the_same_link() -> None:
    assert LINKS.sign(Purpose.SEAT_OFFER, SUBJECT, expires_at=UNTIL) == LINK
    assert LINK.isascii()
    assert "/" not in LINK


def test_another_key_opens_nothing() -> None:
    with pytest.raises(InvalidLink):
        LinkSigner(new_link_key()).verify(Purpose.SEAT_OFFER, LINK, at=NOW)


def test_a_link_made_for_something_else_opens_nothing() -> None:
    forged = LINKS.sign(cast(Purpose, "something_else"), SUBJECT, expires_at=UNTIL)
    with pytest.raises(InvalidLink):
        LINKS.verify(Purpose.SEAT_OFFER, forged, at=NOW)


@given(place=st.integers(0, len(LINK) - 1), put=st.characters(codec="utf-8"))
def test_one_character_changed_opens_nothing(place: int, put: str) -> None:
    changed = LINK[:place] + put + LINK[place + 1 :]
    if changed != LINK:
        with pytest.raises(InvalidLink):
            LINKS.verify(Purpose.SEAT_OFFER, changed, at=NOW)


@given(st.text(max_size=80))
def test_any_text_is_refused_and_never_an_error(text: str) -> None:
    with pytest.raises(InvalidLink):
        LINKS.verify(Purpose.SEAT_OFFER, text, at=NOW)


def test_a_key_that_is_too_short_is_none() -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        LinkSigner(b"short\n")
