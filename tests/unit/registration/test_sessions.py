"""Sessions: what a gathering may be made of, and what one person may choose of it."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest

from services.registration.domain.errors import InvalidProgramme, SessionsOverlap, UnknownSession
from services.registration.domain.schedule import appointment
from services.registration.domain.sessions import Session, check_sessions, chosen
from tests.unit.registration.given import WORKSHOP


def session(begins: str, ends: str, *, title: str = "Atelier", session_id: UUID | None = None) -> Session:
    starts, stops = (datetime.fromisoformat(f"2027-03-18T{hour}") for hour in (begins, ends))
    when = appointment(starts, stops, timezone="Europe/Paris")
    return Session(id=session_id or uuid4(), title=title, when=when, capacity=20)


FIRST, BESIDE, AFTER = session("09:30", "10:30"), session("10:00", "11:00"), session("10:30", "11:30")


def test_sessions_that_follow_each_other_are_chosen_in_their_order() -> None:
    assert chosen((AFTER, BESIDE, FIRST), (AFTER.id, FIRST.id)) == (FIRST, AFTER)


def test_two_sessions_at_the_same_time_are_refused() -> None:
    with pytest.raises(SessionsOverlap) as refused:
        chosen((FIRST, BESIDE), (BESIDE.id, FIRST.id))
    assert refused.value.facts["sessions"] == (str(FIRST.id), str(BESIDE.id))


def test_a_session_of_another_gathering_is_refused() -> None:
    with pytest.raises(UnknownSession):
        chosen((FIRST,), (uuid4(),))


@pytest.mark.parametrize(
    ("sessions", "field"),
    [
        ((session("09:00", "10:00"),), "sessions.0.starts_local"),
        ((FIRST, session("11:30", "12:30")), "sessions.1.starts_local"),
        ((session("10:00", "11:00", title=" "),), "sessions.0.title"),
        ((FIRST, FIRST), "sessions"),
    ],
)
def test_a_session_that_cannot_be_is_refused(sessions: tuple[Session, ...], field: str) -> None:
    with pytest.raises(InvalidProgramme) as refused:
        check_sessions(sessions, when=WORKSHOP.when)
    assert refused.value.facts["field"] == field


def test_a_gathering_without_dates_has_no_session() -> None:
    with pytest.raises(InvalidProgramme):
        check_sessions((FIRST,), when=None)
    check_sessions((), when=None)
