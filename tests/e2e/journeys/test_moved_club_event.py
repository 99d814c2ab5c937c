"""A gathering that is moved across the change to summer time, or in La Réunion, moves in calendars, too."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.running.club import YEAR, Club

MARCH_END = date(YEAR + 1, 3, 31)
CHANGE = MARCH_END - timedelta(days=MARCH_END.isoweekday() % 7)
"""The last Sunday of March: clocks change in Paris."""


@pytest.mark.parametrize(
    ("timezone", "day", "hour_utc"),
    [("Europe/Paris", CHANGE, 7), ("Indian/Reunion", CHANGE, 5)],
)
async def test_moved_gathering_moves_in_the_calendar_of_who_has_a_seat(
    club: Club, timezone: str, day: date, hour_utc: int
) -> None:
    camille = await club.person(await club.member())
    before = f"{day - timedelta(days=1)}"
    workshop = await club.club_event(
        timezone=timezone, starts_local=f"{before}T09:30:00", ends_local=f"{before}T12:00:00"
    )
    await club.register(camille, workshop)
    await club.mailbox.reaches(workshop, 1)
    dates = {"starts_local": f"{day}T09:30:00", "ends_local": f"{day}T12:00:00", "timezone": timezone}
    await club.registration.made(f"/club-events/{workshop['id']}/reschedule", dates)
    first, moved = sorted(await club.mailbox.wait_about(workshop, 2), key=lambda mail: mail.number)
    assert first.invitation is not None
    assert moved.invitation is not None
    assert (moved.invitation.uid, moved.invitation.method) == (first.invitation.uid, "REQUEST")
    assert moved.invitation.sequence > first.invitation.sequence
    assert moved.invitation.starts.astimezone(UTC) == datetime(
        day.year, day.month, day.day, hour_utc, 30, tzinfo=UTC
    )
