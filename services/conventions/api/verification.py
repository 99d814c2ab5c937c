"""Owns the public pages that verify a document by its digest, or by the name in its QR code. Decides nothing.

Nobody signs in for them, and they name no person: organisations, dates and levels only. Machines that ask
for JSON get the same as JSON.
"""

import re
from http import HTTPStatus
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Depends, Path, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from services.conventions.documents.findings import LEVELS
from services.conventions.domain.convention.convention import ConventionState
from services.conventions.domain.errors.signing import UnknownDocument, UnreadableDigest
from services.conventions.domain.signing.assessed import Level
from services.conventions.domain.signing.slots import Method
from services.conventions.domain.verification import (
    PartySigned,
    Standing,
    Verification,
    verification_of,
)
from services.conventions.ports.queries import AgreementQueries
from services.conventions.schemas.verification import VerificationOut
from shared.clock import Clock
from shared.dates import day_in_words
from shared.web import pages
from shared.web.networks import Pace

PATH: Final = "/verification"
ASKED_PER_MINUTE: Final = 60
TYPED_MAX_CHARACTERS: Final = 200
TITLE: Final = "Vérifier un document"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_SEPARATORS: Final = re.compile(r"[\s:]")
_STANDINGS: Final = {
    Standing.SIGNED: "Toutes les parties ont signé, et c’est bien le dernier état du document.",
    Standing.SIGNING: "Une partie des signatures a été donnée\u202f; les autres sont attendues.",
    Standing.UNSIGNED: "C’est le texte arrêté par les parties. Il ne porte encore aucune signature.",
    Standing.SUPERSEDED: (
        "C’est un état antérieur\u00a0: d’autres signatures ont été ajoutées depuis au même document. "
        "Demandez-en le dernier état aux parties."
    ),
    Standing.REPLACED: "Ce document ne vaut plus\u00a0: une version plus récente l’a remplacé.",
    Standing.LAPSED: (
        "Ces signatures ne comptent plus\u00a0: le délai a pris fin avant que toutes les parties aient signé."
    ),
    Standing.ABANDONED: "Ce document ne vaut rien\u00a0: il a été abandonné avant la signature de tous.",
    Standing.SCAN: "C’est la numérisation d’un papier signé, gardée à côté du document.",
}
_STATES: Final = {
    ConventionState.IN_FORCE: "La convention est en vigueur.",
    ConventionState.ENDED: "La convention est arrivée à son terme.",
    ConventionState.TERMINATED: "La convention a été résiliée.",
    ConventionState.CLOSED: "La convention a pris fin, et son bilan est validé.",
}
_METHODS: Final = {
    Method.SIMPLE_OTP: "par code reçu par message",
    Method.EXTERNAL_PADES: "avec un autre outil",
    Method.PAPER_SCAN: "sur papier, numérisé et confirmé par l’équipe du club",
}
_PROFILES: Final = {
    "": "sans format PAdES",
    "B-B": "PAdES B-B, sans horodatage",
    "B-T": "PAdES B-T, horodatée",
    "B-LTA": "PAdES B-LTA, horodatée et conservable",
}
_UNKNOWN: Final = (
    "Aucun document de la plateforme n’est fait exactement de ces octets.",
    "Cela prouve seulement que le fichier n’est pas, à l’octet près, un document d’ici.",
    "Une copie réenregistrée, annotée ou numérisée n’a plus la même empreinte\u00a0: cherchez l’original.",
)


def create_router(queries: AgreementQueries, clock: Clock) -> APIRouter:
    """The pages of verification."""
    pace = Pace(clock, most=ASKED_PER_MINUTE)
    router = APIRouter(
        route_class=pages.PageRoute, include_in_schema=False, dependencies=[Depends(pace.count)]
    )

    @router.get(PATH)
    async def ask(sha256: Annotated[str, Query(max_length=TYPED_MAX_CHARACTERS)] = "") -> Response:
        """The page that asks for a digest or a file; with a digest, the way to what is known of it."""
        if sha256.strip():
            return RedirectResponse(f"{PATH}/{_wanted(sha256)}", status_code=HTTPStatus.SEE_OTHER)
        return pages.form_page(
            TITLE,
            "Donnez le fichier d’une convention ou d’un avenant\u00a0: son empreinte est calculée dans votre "
            "navigateur, et le fichier ne quitte pas votre appareil.",
            "Vous pouvez aussi donner l’empreinte SHA-256 elle-même.",
            form=_form(),
        )

    @router.get(f"{PATH}/{{key}}")
    async def verify(
        key: Annotated[str, Path(max_length=TYPED_MAX_CHARACTERS)], request: Request
    ) -> Response:
        """What is known of a document."""
        wanted = _wanted(key)
        try:
            document = await queries.filed(wanted)
        except UnknownDocument:
            if pages.wants_json(request):
                raise
            return pages.form_page("Document inconnu", *_UNKNOWN, form=_form(), status=HTTPStatus.NOT_FOUND)
        convention = await queries.convention(document.convention_id)
        known = verification_of(convention, document, named=isinstance(wanted, UUID))
        if pages.wants_json(request):
            headers = {"Cache-Control": "no-store", "Vary": "Accept"}
            return JSONResponse(VerificationOut.of(known).model_dump(mode="json"), headers=headers)
        return _page(known, named=isinstance(wanted, UUID))

    return router


def _wanted(typed: str) -> str | UUID:
    """The digest, or the name of a document, that somebody typed or a code holds."""
    plain = _SEPARATORS.sub("", typed).lower()
    if _DIGEST.fullmatch(plain):
        return plain
    try:
        return UUID(plain)
    except ValueError as error:
        raise UnreadableDigest from error


def _form() -> pages.Form:
    return pages.Form(
        action=PATH,
        button="Vérifier",
        method="get",
        fields=[
            pages.Field(name="sha256", label="Empreinte SHA-256", max_length=TYPED_MAX_CHARACTERS),
        ],
        digests_file="Fichier à vérifier",
    )


def _page(known: Verification, *, named: bool) -> Response:
    about = (
        "Voici l’état du document que ce code désigne. Un fichier fidèle a pour empreinte\u00a0: "
        if named
        else "La plateforme connaît ce fichier, à l’octet près. Son empreinte\u00a0: "
    )
    awaited = f"Signatures attendues\u00a0: {known.awaited}." if known.awaited else ""
    sentences = (
        _STANDINGS[known.standing],
        _STATES.get(known.state, "") if known.standing is Standing.SIGNED else "",
        f"Référence\u00a0: {known.reference}, version {known.version}.",
        f"Entre\u00a0: {', '.join(known.organisations)}.",
        *(_said(each) for each in known.signatures),
        awaited,
        f"{about}{known.sha256}.",
    )
    return pages.form_page(f"Document {known.reference}", *(each for each in sentences if each), form=_form())


def _said(signed: PartySigned) -> str:
    return (
        f"{signed.organisation} a signé le {day_in_words(signed.on)}, {_METHODS[signed.method]}\u00a0: "
        f"signature {LEVELS[Level(signed.level)]} ({_PROFILES[signed.profile]})."
    )
