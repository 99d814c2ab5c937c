"""Owns the making of an appointment from what the clock on the wall says. Does not know the present time.

A future appointment is a local time and a zone; the UTC instants are derived, so that a change of the zone's
rules moves them and not the appointment.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from services.registration.domain.errors import InvalidSchedule
from shared.events.pieces import When


def appointment(starts_local: datetime, ends_local: datetime, *, timezone: str) -> When:
    """The appointment between two local times; a time that the clock shows twice is the first of the two.

    Raises:
        InvalidSchedule: unknown zone, a time with an offset, a time that the clock skips, or an end that
            does not come after the start.
    """
    zone = _zone(timezone)
    starts_utc = _instant(starts_local, zone, field="starts_local")
    ends_utc = _instant(ends_local, zone, field="ends_local")
    if ends_utc <= starts_utc:
        raise InvalidSchedule("La fin doit venir après le début.", field="ends_local")
    return When(
        starts_local=starts_local.replace(fold=0),
        ends_local=ends_local.replace(fold=0),
        timezone=timezone,
        starts_utc=starts_utc,
        ends_utc=ends_utc,
    )


def local_date(at: datetime, *, timezone: str) -> date:
    """The day that the calendar on the wall shows at this instant, in a zone taken from an appointment."""
    return at.astimezone(ZoneInfo(timezone)).date()


def _zone(timezone: str) -> ZoneInfo:
    try:
        return ZoneInfo(timezone)
    except (KeyError, ValueError, OSError) as error:
        # Beside the documented KeyError: a path is a ValueError, and "Europe", being a folder, an OSError.
        raise InvalidSchedule("Ce fuseau horaire n’existe pas.", field="timezone") from error


def _instant(local: datetime, zone: ZoneInfo, *, field: str) -> datetime:
    if local.tzinfo is not None:
        raise InvalidSchedule("L’heure s’écrit sans décalage : elle est locale.", field=field)
    try:
        instant = local.replace(tzinfo=zone, fold=0).astimezone(UTC)
        shown = instant.astimezone(zone)
    except OverflowError as error:
        raise InvalidSchedule("Cette date est hors du calendrier.", field=field) from error
    if shown.replace(tzinfo=None, fold=0) != local.replace(fold=0):
        raise InvalidSchedule(
            "Cette heure n’existe pas ce jour-là : c’est celle que saute le passage à l’heure d’été.",
            field=field,
        )
    return instant
