"""What the clock on the wall says, and the instants that follow from it."""

from datetime import UTC, date, datetime, time

import pytest

from services.registration.domain.errors import InvalidSchedule
from services.registration.domain.schedule import appointment, local_date
from tests.unit.registration.given import MORNING, NOON

local = datetime.fromisoformat
FIRST, LAST = local("0001-01-01T00:00"), local("9999-12-31T23:59")


@pytest.mark.parametrize(
    ("day", "hour_utc"),
    [(date(2027, 3, 27), 8), (date(2027, 3, 29), 7), (date(2027, 10, 30), 7), (date(2027, 11, 1), 8)],
)
def test_nine_in_paris_is_one_hour_earlier_in_utc_in_summer(day: date, hour_utc: int) -> None:
    when = appointment(
        datetime.combine(day, time(9)), datetime.combine(day, time(12)), timezone="Europe/Paris"
    )
    assert when.starts_utc == datetime(day.year, day.month, day.day, hour_utc, tzinfo=UTC)


def test_la_reunion_has_its_own_time() -> None:
    assert appointment(MORNING, NOON, timezone="Indian/Reunion").starts_utc == datetime(
        2027, 3, 18, 5, 30, tzinfo=UTC
    )


def test_time_skipped_in_march_is_refused() -> None:
    with pytest.raises(InvalidSchedule) as refused:
        appointment(local("2027-03-28T02:30"), local("2027-03-28T05:00"), timezone="Europe/Paris")
    assert refused.value.facts["field"] == "starts_local"


def test_time_shown_twice_in_october_is_the_first() -> None:
    when = appointment(
        local("2027-10-31T02:30").replace(fold=1), local("2027-10-31T09:00"), timezone="Europe/Paris"
    )
    assert when.starts_utc == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    assert when.starts_local.fold == 0


def test_gathering_over_the_night_of_the_change_lasts_its_real_hours() -> None:
    when = appointment(local("2027-03-27T20:00"), local("2027-03-28T08:00"), timezone="Europe/Paris")
    assert (when.ends_utc - when.starts_utc).total_seconds() == 11 * 3600


@pytest.mark.parametrize("ends_local", [MORNING, local("2027-03-17T12:00")])
def test_end_comes_after_the_start(ends_local: datetime) -> None:
    with pytest.raises(InvalidSchedule) as refused:
        appointment(MORNING, ends_local, timezone="Europe/Paris")
    assert refused.value.facts["field"] == "ends_local"


@pytest.mark.parametrize(
    "timezone", ["Europe/Nîmes", "Europe", "", "../etc/passwd", "/etc/passwd", "a\0b", "x" * 5000]
)
def test_unknown_zone_is_refused(timezone: str) -> None:
    with pytest.raises(InvalidSchedule) as refused:
        appointment(MORNING, NOON, timezone=timezone)
    assert refused.value.facts["field"] == "timezone"


def test_local_time_has_no_offset() -> None:
    with pytest.raises(InvalidSchedule) as refused:
        appointment(MORNING.replace(tzinfo=UTC), NOON, timezone="Europe/Paris")
    assert refused.value.facts["field"] == "starts_local"


@pytest.mark.parametrize(("starts_local", "timezone"), [(LAST, "America/Cayenne"), (FIRST, "Europe/Paris")])
def test_date_at_the_edge_of_the_calendar_is_refused(starts_local: datetime, timezone: str) -> None:
    with pytest.raises(InvalidSchedule):
        appointment(starts_local, NOON, timezone=timezone)


def test_the_day_is_that_of_the_zone() -> None:
    late = datetime(2027, 3, 17, 22, 0, tzinfo=UTC)
    assert local_date(late, timezone="Indian/Reunion") == date(2027, 3, 18)
    assert local_date(late, timezone="Europe/Paris") == date(2027, 3, 17)
