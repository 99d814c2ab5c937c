"""Owns the routes of the evidence of signings, for machines and for people. Decides nothing."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from services.conventions.api.reading import require_seen
from services.conventions.documents.evidence import evidence_pdf
from services.conventions.documents.inspection import inspect
from services.conventions.domain.errors.convention import UnknownConvention
from services.conventions.domain.signing.evidence import Evidence, signatures_in, signing_of
from services.conventions.ports.queries import AgreementQueries
from services.conventions.schemas.conventions import Amendment
from services.conventions.schemas.evidence import EvidenceOut
from shared.clock import Clock
from shared.commands import Actor
from shared.documents.association import Association
from shared.web.authentication import CurrentActor
from shared.web.files import PDF, a_file

EVIDENCE = "/conventions/{convention_id}/signing/evidence"
ROUNDS_MAX = 1000

Round = Annotated[
    int | None,
    Query(
        alias="round", ge=1, le=ROUNDS_MAX, description="Which signing of the text, from 1; else the last."
    ),
]


def create_router(queries: AgreementQueries, clock: Clock, *, association: Association) -> APIRouter:
    """The routes of evidence."""
    router = APIRouter(tags=["signing"])

    @router.get(EVIDENCE)
    async def get_evidence(
        convention_id: UUID, actor: CurrentActor, amendment: Amendment = None, round_: Round = None
    ) -> EvidenceOut:
        """What proves who signed what, when and how, with all that is needed to check it."""
        return EvidenceOut.of(await evidence(convention_id, actor, amendment, round_))

    @router.get(f"{EVIDENCE}.pdf", **a_file(PDF))
    async def download_evidence(
        convention_id: UUID, actor: CurrentActor, amendment: Amendment = None, round_: Round = None
    ) -> Response:
        """The same for people to read, in French."""
        gathered = await evidence(convention_id, actor, amendment, round_)
        name = f"{gathered.reference}-preuves-{gathered.round}.pdf"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        content = await evidence_pdf(gathered, association)
        return Response(content, media_type=PDF, headers=headers)

    async def evidence(
        convention_id: UUID, actor: Actor, amendment: int | None, wanted: int | None
    ) -> Evidence:
        convention = await queries.convention(convention_id)
        require_seen(actor, [party.org for party in convention.parties], UnknownConvention)
        number, signing = signing_of(convention, amendment, wanted)
        document = await queries.document(signing.sha256)
        found = await inspect(document.content)
        people = await queries.people([slot.signatory.person_id for slot in signing.slots])
        names = {person_id: person.name for person_id, person in people.items()}
        file = (document.content, found.signatures)
        return Evidence(
            reference=convention.reference_of(amendment),
            round=number,
            signing=signing,
            signatures=signatures_in(convention, signing, names=names, file=file),
            at=clock(),
        )

    return router
