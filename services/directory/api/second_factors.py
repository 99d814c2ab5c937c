"""Owns the routes of second factors: seeing one's own, taking one, and taking a lost one away.

Secrets are made here, told once, and kept sealed or as digests. To begin again replaces what was begun, and
a code serves once, so that only a removal needs an idempotency key.
"""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Response

from services.directory.api.codes import Codes
from services.directory.api.sessions import person_of
from services.directory.domain.commands import access as commands
from services.directory.ports.access import Access, AccessQueries
from services.directory.schemas.access import CodeIn, Done, EnrolmentOut, RecoveryCodesOut, SecondFactorOut
from shared.application import Application
from shared.clock import Clock
from shared.security.one_time_codes import (
    new_recovery_codes,
    new_totp_secret,
    recovery_digest,
    totp_uri,
)
from shared.security.sealing import Seal
from shared.web.authentication import Admin, CurrentActor
from shared.web.idempotency import IdempotencyKey


def create_router(
    application: Application[Access], queries: AccessQueries, clock: Clock, *, codes: Codes
) -> APIRouter:
    """The routes of second factors."""
    router = APIRouter(tags=["second factor"])
    _add_own(router, queries)
    _add_enrolment(router, application, clock, seal=codes.seal)
    _add_confirmation(router, application, clock, codes=codes)
    _add_removal(router, application, clock)
    return router


def _add_own(router: APIRouter, queries: AccessQueries) -> None:
    @router.get("/second-factor")
    async def get_second_factor(actor: CurrentActor) -> SecondFactorOut:
        """How far one's own second factor is."""
        factor = await queries.second_factor(person_of(actor))
        if factor is None:
            return SecondFactorOut(is_enrolled=False, recovery_codes_left=0)
        return SecondFactorOut(
            is_enrolled=factor.is_enrolled, recovery_codes_left=len(factor.recovery_digests)
        )


def _add_enrolment(router: APIRouter, application: Application[Access], clock: Clock, *, seal: Seal) -> None:
    @router.post("/second-factor")
    async def begin_enrolment(actor: CurrentActor, response: Response) -> EnrolmentOut:
        """Take a new second factor, which counts once a first code of it was given."""
        person_id, secret = person_of(actor), new_totp_secret()
        command = commands.BeginEnrolment(
            actor=actor, at=clock(), person_id=person_id, sealed_secret=seal.seal(secret.encode())
        )
        await application.execute(command, key=person_id, model=Done, answer=Done.of)
        response.headers["Cache-Control"] = "no-store"
        return EnrolmentOut(secret=secret, uri=totp_uri(secret, str(person_id)))


def _add_confirmation(
    router: APIRouter, application: Application[Access], clock: Clock, *, codes: Codes
) -> None:
    @router.post("/second-factor/confirm")
    async def confirm_enrolment(body: CodeIn, actor: CurrentActor, response: Response) -> RecoveryCodesOut:
        """Give the first code of a new second factor; the recovery codes are told this once."""
        person_id, recovery = person_of(actor), new_recovery_codes()
        command = commands.ConfirmEnrolment(
            actor=actor,
            at=clock(),
            person_id=person_id,
            step=await codes.step(person_id, body.code),
            recovery_digests=tuple(recovery_digest(code) for code in recovery),
        )
        await application.execute(command, key=person_id, model=Done, answer=Done.of)
        response.headers["Cache-Control"] = "no-store"
        return RecoveryCodesOut(recovery_codes=list(recovery))


def _add_removal(router: APIRouter, application: Application[Access], clock: Clock) -> None:
    @router.post("/people/{person_id}/second-factor/remove", status_code=HTTPStatus.NO_CONTENT)
    async def remove_second_factor(person_id: UUID, actor: Admin, idempotency: IdempotencyKey) -> None:
        """Take a lost second factor away, and end the sessions of its owner; for an administrator."""
        command = commands.RemoveSecondFactor(actor=actor, at=clock(), person_id=person_id)
        await application.execute(command, key=person_id, model=Done, answer=Done.of, idempotency=idempotency)
