"""Owns the routes of what leaves a gathering on paper. What stands there is `documents`' own."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from services.registration.documents import papers
from services.registration.domain.authority import may_act_for
from services.registration.domain.desk_errors import NotAttended
from services.registration.domain.errors import UnknownRegistration
from services.registration.domain.guests import Guest, GuestList
from services.registration.domain.programme import AttendanceMode
from services.registration.domain.registrations import RegistrationState
from services.registration.domain.sessions import chosen
from services.registration.ports.queries import AttendanceQueries, RegistrationQueries
from shared.documents.association import Association
from shared.security.seat_codes import SeatCodes
from shared.web.authentication import CurrentActor, Staff
from shared.web.files import PDF, a_file
from shared.web.pagination import Cursor, page_after, page_of

PATH = "/club-events/{club_event_id}"
PEOPLE_MAX = 500
People = Annotated[int, Query(ge=1, le=PEOPLE_MAX, alias="limit", description="People in the file, at most.")]


def create_router(
    queries: RegistrationQueries, guests: AttendanceQueries, *, codes: SeatCodes, association: Association
) -> APIRouter:
    """The routes of papers. Where people are too many for one, `Link` says where the next is."""
    router = APIRouter(tags=["papers"])
    _add_certificate(router, queries, guests, association)

    @router.get(f"{PATH}/badges", **a_file(PDF))
    async def get_badges(
        club_event_id: UUID, request: Request, _: Staff, *, cursor: Cursor = None, people: People = PEOPLE_MAX
    ) -> Response:
        """Badges of who comes in person, by name, with the code that is scanned at the door."""
        club_event = await queries.club_event(club_event_id)
        listed = GuestList(mode=AttendanceMode.IN_PERSON)
        after = page_after(cursor, str, UUID)
        found = await guests.guests(club_event_id, listed, after=after, limit=people)
        drawn = await papers.badges_pdf(
            club_event,
            found,
            code_of=lambda guest: codes.code(guest.registration.id, guest.registration.person_id),
            association=association,
        )
        return _pdf(drawn, name="badges", following=_following(request, found, people))

    @router.get(f"{PATH}/sign-in-sheet", **a_file(PDF))
    async def get_sign_in_sheet(
        club_event_id: UUID,
        request: Request,
        _: Staff,
        *,
        session_id: UUID | None = None,
        cursor: Cursor = None,
        people: People = PEOPLE_MAX,
    ) -> Response:
        """A line to sign for who comes in person, by name; of a session, or of the whole gathering."""
        club_event = await queries.club_event(club_event_id)
        sessions = chosen(club_event.programme.sessions, (session_id,) if session_id else ())
        listed = GuestList(mode=AttendanceMode.IN_PERSON, session_id=session_id)
        after = page_after(cursor, str, UUID)
        found = await guests.guests(club_event_id, listed, after=after, limit=people)
        sheet = await papers.sign_in_sheet_pdf(
            club_event, found, session=sessions[0] if sessions else None, association=association
        )
        return _pdf(sheet, name="emargement", following=_following(request, found, people))

    return router


def _add_certificate(
    router: APIRouter, queries: RegistrationQueries, guests: AttendanceQueries, association: Association
) -> None:
    @router.get("/registrations/{registration_id}/certificate", **a_file(PDF))
    async def get_certificate(registration_id: UUID, actor: CurrentActor) -> Response:
        """That somebody attended: one's own, a colleague's for a referent, anybody's for staff."""
        guest = await guests.guest(registration_id)
        registration = guest.registration
        if not may_act_for(actor, person_id=registration.person_id, org=registration.org):
            raise UnknownRegistration
        if registration.state is not RegistrationState.ATTENDED:
            raise NotAttended(state=registration.state)
        club_event = await queries.club_event(registration.club_event_id)
        certificate = await papers.certificate_pdf(club_event, guest, association=association)
        return _pdf(certificate, name="attestation")


def _following(request: Request, found: Sequence[Guest], limit: int) -> dict[str, str]:
    """Where the next file is, if there may be one (RFC 8288)."""
    cursor = page_of(found, limit, lambda guest: guest.position).next_cursor
    url = request.url.include_query_params(cursor=cursor)
    return {"Link": f'<{url.path}?{url.query}>; rel="next"'} if cursor else {}


def _pdf(content: bytes, *, name: str, following: dict[str, str] | None = None) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}.pdf"',
        "Cache-Control": "no-store",
        **(following or {}),
    }
    return Response(content, media_type=PDF, headers=headers)
