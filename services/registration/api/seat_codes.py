"""Owns the routes of the codes that people show at the door. Decides nothing."""

from uuid import UUID

import segno
from fastapi import APIRouter, Response

from services.registration.domain.authority import may_act_for
from services.registration.domain.desk_errors import NoSeatToAttend
from services.registration.domain.errors import UnknownRegistration
from services.registration.domain.registrations import EXPECTED
from services.registration.ports.queries import RegistrationQueries
from services.registration.schemas.attendance import SeatCodeOut
from shared.commands import Actor
from shared.security.seat_codes import SeatCodes
from shared.web.authentication import CurrentActor
from shared.web.files import a_file

SVG = "image/svg+xml"


def create_router(queries: RegistrationQueries, *, codes: SeatCodes) -> APIRouter:
    """The routes of codes."""
    router = APIRouter(tags=["attendance"])

    async def code_of(registration_id: UUID, actor: Actor) -> str:
        registration = await queries.registration(registration_id)
        if not may_act_for(actor, person_id=registration.person_id, org=registration.org):
            raise UnknownRegistration
        if registration.state not in EXPECTED:
            raise NoSeatToAttend(state=registration.state)
        return codes.code(registration.id, registration.person_id)

    @router.get("/registrations/{registration_id}/seat-code")
    async def get_seat_code(registration_id: UUID, actor: CurrentActor) -> SeatCodeOut:
        """The code of a seat: one's own, a colleague's for a referent, anybody's for staff."""
        return SeatCodeOut(code=await code_of(registration_id, actor))

    @router.get("/registrations/{registration_id}/seat-code/image", **a_file(SVG))
    async def get_seat_code_image(registration_id: UUID, actor: CurrentActor) -> Response:
        """The same code as a QR code, in SVG."""
        drawn = segno.make(await code_of(registration_id, actor), error="m", micro=False)
        headers = {"Cache-Control": "no-store"}
        return Response(drawn.svg_inline(scale=4), media_type=SVG, headers=headers)

    return router
