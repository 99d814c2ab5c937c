"""Owns the routes of attendance: the door, who came, and the numbers. Decides nothing."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from services.registration.domain.commands import attendance as commands
from services.registration.domain.guests import GuestList
from services.registration.domain.programme import AttendanceMode
from services.registration.ports.queries import AttendanceQueries, RegistrationQueries
from services.registration.ports.stores import Registrations
from services.registration.schemas import attendance as schemas
from services.registration.schemas.programme import ClubEventOut
from services.registration.schemas.registrations import RegistrationOut
from shared.application import Application
from shared.clock import Clock
from shared.security.seat_codes import SeatCodes
from shared.web.authentication import Staff
from shared.web.idempotency import IdempotencyKey
from shared.web.pagination import Cursor, Limit, Page, page_after, page_of

PATH = "/club-events/{club_event_id}"
Beginning = Annotated[str, Query(max_length=100, description="The beginning of a first or a family name.")]

Came = Annotated[bool | None, Query(description="Only who came, or only who did not.")]


def _asked(*, session_id: UUID | None = None, came: Came = None, q: Beginning = "") -> GuestList:
    return GuestList(session_id=session_id, came=came, q=q)


Asked = Annotated[GuestList, Depends(_asked)]


def create_router(
    application: Application[Registrations],
    queries: RegistrationQueries,
    clock: Clock,
    *,
    guests: AttendanceQueries,
    codes: SeatCodes,
) -> APIRouter:
    """The routes of attendance."""
    router = APIRouter(tags=["attendance"])
    _add_reading(router, queries, guests)
    _add_scanning(router, application, clock, _Reader(guests, codes))
    _add_settling(router, application, clock)
    return router


class _Reader:
    """Reads codes: what is no genuine code of a seat names none."""

    def __init__(self, guests: AttendanceQueries, codes: SeatCodes) -> None:
        self._guests = guests
        self._codes = codes

    async def scans(self, asked: schemas.ScansIn) -> tuple[commands.Scan, ...]:
        """What a device has seen, by registration."""
        claimed = {scan.code: self._codes.registration_id(scan.code) for scan in asked.scans if scan.code}
        found = await self._guests.registrations_among({one for one in claimed.values() if one})
        genuine = {
            code: known.id
            for code, registration_id in claimed.items()
            if registration_id
            and (known := found.get(registration_id))
            and self._codes.is_genuine(code, known.id, known.person_id)
        }
        return tuple(
            commands.Scan(
                scan_id=scan.scan_id,
                registration_id=genuine.get(scan.code) if scan.code else scan.registration_id,
                session_id=scan.session_id,
                scanned_at=scan.scanned_at,
            )
            for scan in asked.scans
        )


def _add_reading(router: APIRouter, queries: RegistrationQueries, guests: AttendanceQueries) -> None:
    @router.get(f"{PATH}/guests")
    async def list_guests(
        club_event_id: UUID,
        _: Staff,
        *,
        asked: Asked,
        cursor: Cursor = None,
        limit: Limit = 50,
    ) -> Page[schemas.GuestOut]:
        """Who is expected at the door, by name; of a session, or of the whole gathering."""
        await queries.club_event(club_event_id)
        after = page_after(cursor, str, UUID)
        found = await guests.guests(club_event_id, asked, after=after, limit=limit)
        page = page_of(found, limit, lambda guest: guest.position)
        return Page(items=[schemas.GuestOut.of(guest) for guest in found], next_cursor=page.next_cursor)

    @router.get(f"{PATH}/waiting-list")
    async def list_waiting(
        club_event_id: UUID, _: Staff, *, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[schemas.WaitingOut]:
        """Who waits for a seat, mode by mode and in the order in which seats are offered."""
        await queries.club_event(club_event_id)
        after = page_after(cursor, AttendanceMode, int, int)
        found = await guests.waiting(club_event_id, after=after, limit=limit)
        page = page_of(found, limit, lambda waiting: waiting.turn)
        return Page(items=[schemas.WaitingOut.of(one) for one in found], next_cursor=page.next_cursor)

    @router.get(f"{PATH}/refused-scans")
    async def list_refused_scans(
        club_event_id: UUID, _: Staff, *, cursor: Cursor = None, limit: Limit = 50
    ) -> Page[schemas.RefusedScanOut]:
        """Who came to the door without a place, or twice, and why each was refused, in the order of scans."""
        await queries.club_event(club_event_id)
        after = page_after(cursor, datetime.fromisoformat, UUID)
        found = await guests.refused_scans(club_event_id, after=after, limit=limit)
        page = page_of(found, limit, lambda outcome: outcome.position)
        items = [schemas.RefusedScanOut.of(outcome) for outcome in found]
        return Page(items=items, next_cursor=page.next_cursor)

    @router.get(f"{PATH}/attendance")
    async def get_attendance(club_event_id: UUID, _: Staff) -> schemas.AttendanceStatistics:
        """Who came, in numbers: by organisation, role and département."""
        await queries.club_event(club_event_id)
        return schemas.AttendanceStatistics.of(await guests.headcounts(club_event_id))


def _add_scanning(
    router: APIRouter, application: Application[Registrations], clock: Clock, reader: _Reader
) -> None:
    @router.post(f"{PATH}/scans")
    async def record_scans(
        club_event_id: UUID, body: schemas.ScansIn, actor: Staff, idempotency: IdempotencyKey
    ) -> schemas.ScansOut:
        """Let people in, now or as a device noted it while it was offline; each scan has its own answer."""
        command = commands.RecordScans(
            actor=actor, at=clock(), club_event_id=club_event_id, scans=await reader.scans(body)
        )
        return await application.execute(
            command,
            key=club_event_id,
            model=schemas.ScansOut,
            answer=schemas.ScansOut.of,
            idempotency=idempotency,
        )


def _add_settling(router: APIRouter, application: Application[Registrations], clock: Clock) -> None:
    @router.post(f"{PATH}/registrations/{{registration_id}}/attendance")
    async def record_attendance(
        club_event_id: UUID,
        registration_id: UUID,
        body: schemas.AttendanceIn,
        actor: Staff,
        idempotency: IdempotencyKey,
    ) -> RegistrationOut:
        """Say of one person whether they came, or correct what was said."""
        command = commands.RecordAttendance(
            actor=actor,
            at=clock(),
            registration_id=registration_id,
            club_event_id=club_event_id,
            attended=body.attended,
        )
        return await application.execute(
            command,
            key=club_event_id,
            model=RegistrationOut,
            answer=RegistrationOut.of_change,
            idempotency=idempotency,
        )

    @router.post(f"{PATH}/attendance/close")
    async def close_attendance(
        club_event_id: UUID, actor: Staff, idempotency: IdempotencyKey
    ) -> ClubEventOut:
        """Say that whoever was not seen did not come."""
        command = commands.CloseAttendance(actor=actor, at=clock(), club_event_id=club_event_id)
        return await application.execute(
            command,
            key=club_event_id,
            model=ClubEventOut,
            answer=ClubEventOut.of,
            idempotency=idempotency,
        )
