"""Owns what staff may change of the seats of a gathering while people have them. Moves nobody itself."""

from typing import Any

from services.registration.domain.authority import require_staff
from services.registration.domain.club_event import ClubEvent, ClubEventState, Events
from services.registration.domain.commands.registrations import ChangeSeats
from services.registration.domain.desk_errors import InvalidQuota
from services.registration.domain.errors import ClubEventStateRefuses
from services.registration.domain.seats import CAPACITY_MAX
from shared.events.registration import ClubEventUpdated


def change_seats(club_event: ClubEvent, command: ChangeSeats) -> Events:
    """Set other places or other rules, and tell what changed; free seats are then to be offered.

    A quota below what an organisation has already takes no seat away.

    Raises:
        StaffOnly: the actor is not of the team.
        ClubEventStateRefuses: it was given up, or has no places yet.
        InvalidCapacity: places are not given for each mode offered.
        CapacityBelowTaken: fewer places than people who have, or are offered, one.
        InvalidQuota: no number of seats.
    """
    require_staff(command.actor)
    _require(club_event, command)
    before = _told(club_event)
    club_event.seats.set_capacity(command.capacity or {})
    club_event.rules = command.rules or club_event.rules
    after = _told(club_event)
    changed = tuple(name for name in after if after[name] != before[name])
    if not changed or club_event.state is ClubEventState.DRAFT:
        return ()
    values = {name: after[name] for name in changed}
    return (ClubEventUpdated(club_event_id=club_event.id, changed_fields=changed, **values),)


def _require(club_event: ClubEvent, command: ChangeSeats) -> None:
    if club_event.state in {ClubEventState.CANCELLED, ClubEventState.DISCARDED}:
        raise ClubEventStateRefuses("Cet évènement est annulé.", state=club_event.state)
    if command.capacity is not None:
        if not club_event.seats.modes:
            raise ClubEventStateRefuses(
                "Le nombre de places se fixe d’abord à l’ouverture des inscriptions.", state=club_event.state
            )
        mode = club_event.programme.mode
        offered = mode.attendance_modes if mode else tuple(club_event.seats.modes)
        club_event.seats.require_capacity(command.capacity, offered=offered)
    quota = command.rules.quota_per_organisation if command.rules else None
    if quota is not None and not 1 <= quota <= CAPACITY_MAX:
        raise InvalidQuota(most=CAPACITY_MAX)


def _told(club_event: ClubEvent) -> dict[str, Any]:
    """What others learn of the seats."""
    return {
        "capacity": club_event.seats.capacity(),
        "quota_per_organisation": club_event.rules.quota_per_organisation,
    }
