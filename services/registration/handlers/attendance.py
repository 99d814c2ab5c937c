"""Owns one function per command of attendance: load, decide, save. Decides nothing itself."""

from collections.abc import Sequence

from services.registration.domain import attendance
from services.registration.domain.attendance import ScanOutcome
from services.registration.domain.club_event import ClubEvent
from services.registration.domain.commands import attendance as commands
from services.registration.domain.registrations import Change
from services.registration.ports.stores import Registrations


async def record_scans(command: commands.RecordScans, store: Registrations) -> Sequence[ScanOutcome]:
    """Take what a device at the door has seen: a scan that was taken before keeps its answer."""
    club_event = await store.club_event(command.club_event_id)
    attendance.require_doors(club_event, command.actor)
    taken = dict(await store.door.scans_among([scan.scan_id for scan in command.scans]))
    scanned = {scan.registration_id for scan in command.scans if scan.registration_id}
    registrations = await store.door.registrations_among(scanned)
    for scan in command.scans:
        if scan.scan_id in taken:
            continue
        registration = registrations.get(scan.registration_id) if scan.registration_id else None
        outcome, change = attendance.check_in(club_event, scan, registration, at=command.at)
        taken[scan.scan_id] = outcome
        store.door.save_scan(outcome)
        if change is not None:
            store.save_registration(change)
    return [taken[scan.scan_id] for scan in command.scans]


async def record_attendance(command: commands.RecordAttendance, store: Registrations) -> Change:
    """Say of one person whether they came."""
    club_event = await store.club_event(command.club_event_id)
    registration = await store.registration(club_event, command.registration_id)
    change = attendance.record(club_event, command, registration)
    store.save_registration(change)
    return change


async def close_attendance(command: commands.CloseAttendance, store: Registrations) -> ClubEvent:
    """Let who was not seen be absent, some at a time (`settle_attendance`)."""
    club_event = await store.club_event(command.club_event_id)
    attendance.close(club_event, command)
    store.save_club_event(club_event)
    return club_event


async def settle_attendance(command: commands.SettleAttendance, store: Registrations) -> ClubEvent:
    """Tell of some people whether they came; attendance is closed when none is left."""
    club_event = await store.club_event(command.club_event_id)
    unsettled = await store.door.unsettled_registrations(club_event.id, limit=command.limit)
    for change in attendance.settle(club_event, command, unsettled):
        store.save_registration(change)
    store.save_club_event(club_event)
    return club_event
