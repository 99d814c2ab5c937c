"""Checks that programs of others read the invitations at the right instant, in summer too, whenever made."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
import vobject

from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.notices import notice_of
from tests.programs import program
from tests.unit.notifications.given import COMPOSER, CONFIRMED, ZOE, at_local, event_of
from tests.unit.notifications.test_invitation import on

READER = Path(__file__).with_name("read_calendar.rb")
MADE = ("2027-01-15T08:00", "2027-04-10T08:00", "2027-10-01T08:00")
INSTANTS = {
    ("2027-07-15", "Europe/Paris"): "2027-07-15T07:30:00Z",
    ("2027-10-29", "Europe/Paris"): "2027-10-29T07:30:00Z",
    ("2027-11-02", "Europe/Paris"): "2027-11-02T08:30:00Z",
    ("2027-11-02", "Indian/Reunion"): "2027-11-02T05:30:00Z",
    ("2027-11-02", "America/Miquelon"): "2027-11-02T11:30:00Z",
}
"""Half past nine on the clock of the place."""


def invitation(day: str, zone: str, made: str) -> bytes:
    """The calendar of the mail that is made at some instant, as a calendar program gets it."""
    event = event_of(CONFIRMED).model_copy(update={"time": datetime.fromisoformat(made).replace(tzinfo=UTC)})
    delivery = EmailDelivery.of(event.id, notice_of(event), at=event.time)
    gathering = on(at_local(f"{day}T09:30", f"{day}T12:00", timezone=zone))
    message = COMPOSER.compose(delivery, contact=ZOE, known=gathering)
    (calendar,) = [part for part in message.walk() if part.get_content_type() == "text/calendar"]
    content = calendar.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


@pytest.mark.parametrize(("day", "zone"), INSTANTS)
@pytest.mark.parametrize("made", MADE)
def test_two_foreign_readers_find_the_instant(day: str, zone: str, made: str) -> None:
    calendar = invitation(day, zone, made)
    in_python = vobject.readOne(calendar.decode()).vevent.dtstart.value.astimezone(UTC)
    read = subprocess.run(
        [program("ruby"), READER], input=calendar, capture_output=True, check=True, timeout=60
    )
    starts, _ = read.stdout.decode().split()
    assert (f"{in_python:%Y-%m-%dT%H:%M:%SZ}", starts) == (INSTANTS[day, zone],) * 2
