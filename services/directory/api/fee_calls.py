"""Owns the routes of a fee call as a document: for who speaks for the member, and behind a link in a mail."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Response

from services.directory.api.fees import InYear
from services.directory.documents.fee_call import fee_call_pdf
from services.directory.domain.authority import require_speaks_for
from services.directory.ports.queries import DirectoryQueries
from shared.clock import Clock
from shared.documents.association import Association
from shared.security.fee_call_links import FeeCallSubject
from shared.security.links import LINK_MAX_CHARACTERS, LinkSigner, Purpose
from shared.web import pages
from shared.web.authentication import CurrentActor
from shared.web.files import PDF, a_file

Link = Annotated[str, Path(max_length=LINK_MAX_CHARACTERS)]


def create_router(queries: DirectoryQueries, association: Association) -> APIRouter:
    """The route of the document."""
    router = APIRouter(tags=["fees"])

    @router.get("/memberships/{membership_id}/fees/{year}/call.pdf", **a_file(PDF))
    async def get_fee_call(membership_id: UUID, year: InYear, actor: CurrentActor) -> Response:
        """The request for payment, as a PDF to be kept; for the referent or staff."""
        require_speaks_for(actor, org=(await queries.membership(membership_id)).org)
        return await _document(FeeCallSubject(membership_id=membership_id, year=year), queries, association)

    return router


def create_pages(
    queries: DirectoryQueries, association: Association, links: LinkSigner, clock: Clock
) -> APIRouter:
    """The document behind the link of a mail, for whoever got it: an accountant has no account here."""
    router = APIRouter(route_class=pages.PageRoute, include_in_schema=False)

    @router.get("/fee-calls/{fee_call_link}")
    async def open_fee_call(fee_call_link: Link) -> Response:
        subject = FeeCallSubject.parse(links.verify(Purpose.FEE_CALL, fee_call_link, at=clock()))
        response = await _document(subject, queries, association)
        response.headers.update({"Cache-Control": "no-store", "X-Robots-Tag": "noindex"})
        return response

    return router


async def _document(subject: FeeCallSubject, queries: DirectoryQueries, association: Association) -> Response:
    call = (await queries.fee(subject.membership_id, subject.year)).require_sent()
    return Response(
        await fee_call_pdf(call, year=subject.year, association=association),
        media_type=PDF,
        headers={"Content-Disposition": f'inline; filename="{call.reference}.pdf"'},
    )
