"""Owns the lists of this service as files, for staff. What a file holds stands in `schemas.tables`."""

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from services.registration.api.needs import State
from services.registration.domain.guests import Guest, GuestList
from services.registration.domain.needs import NeedState
from services.registration.domain.registrations import RegistrationState
from services.registration.ports.queries import AttendanceQueries, NeedQueries, RegistrationQueries
from services.registration.schemas import tables
from shared.web.authentication import Staff
from shared.web.exports import EXPORT_PAGE, ExportFormat, every_page, export
from shared.web.files import a_table

PATH = "/club-events/{club_event_id}"


def create_router(queries: RegistrationQueries, guests: AttendanceQueries, needs: NeedQueries) -> APIRouter:
    """The routes of the exports."""
    router = APIRouter(tags=["exports"])
    _add_registrations(router, queries, guests)
    _add_attendance(router, queries, guests)

    @router.get("/needs/export", **a_table())
    async def export_needs(_: Staff, *, file_format: ExportFormat, state: State = None) -> StreamingResponse:
        """The needs in the order of their raising, as a file."""
        return await export(tables.NEEDS, file_format, _named(needs, state))

    return router


def _add_registrations(router: APIRouter, queries: RegistrationQueries, guests: AttendanceQueries) -> None:
    @router.get(f"{PATH}/registrations/export", **a_table())
    async def export_registrations(
        club_event_id: UUID, _: Staff, *, file_format: ExportFormat, state: RegistrationState | None = None
    ) -> StreamingResponse:
        """The registrations of a gathering by name, as a file."""
        club_event = await queries.club_event(club_event_id)
        listed = GuestList(states=frozenset({state} if state else RegistrationState))
        pages = _guests(guests, club_event_id, listed)
        return await export(tables.registrations_of(club_event), file_format, pages)

    @router.get(f"{PATH}/waiting-list/export", **a_table())
    async def export_waiting_list(
        club_event_id: UUID, _: Staff, *, file_format: ExportFormat
    ) -> StreamingResponse:
        """Who waits for a seat in the order of the line, as a file."""
        club_event = await queries.club_event(club_event_id)
        pages = every_page(
            lambda after: guests.waiting(club_event_id, after=after, limit=EXPORT_PAGE),
            lambda waiting: waiting.turn,
        )
        return await export(tables.waiting_list_of(club_event), file_format, pages)


def _add_attendance(router: APIRouter, queries: RegistrationQueries, guests: AttendanceQueries) -> None:
    @router.get(f"{PATH}/guests/export", **a_table())
    async def export_guests(
        club_event_id: UUID, _: Staff, *, file_format: ExportFormat, came: bool | None = None
    ) -> StreamingResponse:
        """Who came and who did not, by name, as a file."""
        club_event = await queries.club_event(club_event_id)
        pages = _guests(guests, club_event_id, GuestList(came=came))
        return await export(tables.attendance_of(club_event), file_format, pages)

    @router.get(f"{PATH}/attendance/export", **a_table())
    async def export_attendance(
        club_event_id: UUID, _: Staff, *, file_format: ExportFormat
    ) -> StreamingResponse:
        """Who came, in numbers: by organisation, role and département, as a file."""
        await queries.club_event(club_event_id)
        rows = tables.statistics_of(await guests.headcounts(club_event_id))
        return await export(tables.STATISTICS, file_format, _one_page(rows))


def _guests(
    guests: AttendanceQueries, club_event_id: UUID, listed: GuestList
) -> AsyncIterator[Sequence[Guest]]:
    return every_page(
        lambda after: guests.guests(club_event_id, listed, after=after, limit=EXPORT_PAGE),
        lambda guest: guest.position,
    )


async def _one_page(rows: Sequence[tables.StatisticsRow]) -> AsyncIterator[Sequence[tables.StatisticsRow]]:
    yield rows


async def _named(needs: NeedQueries, state: NeedState | None) -> AsyncIterator[Sequence[tables.NeedRow]]:
    """Each need with the names of the organisations that have it, read once for a page."""
    pages = every_page(
        lambda after: needs.needs(state=state, after=after, limit=EXPORT_PAGE), lambda need: need.id
    )
    async for page in pages:
        names = await needs.organisation_names({org for need in page for org in need.backers})
        yield [tables.NeedRow(need, names) for need in page]
