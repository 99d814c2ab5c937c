"""Owns the way in by ProConnect: to the provider, back, and the first time the linking of the account.

What must come back is in the pocket of the browser that set out: the answer to somebody else's journey opens
nothing. It is off until it is configured.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.directory.api.door import refuse_foreign_sites
from services.directory.api.sign_in import PROCONNECT, SignIn, address_form
from services.directory.domain.commands.access import LinkProConnect, SignInByProConnect
from services.directory.domain.errors.access import (
    ProConnectAccountUnknown,
    ProConnectFailed,
    ProConnectOff,
)
from services.directory.schemas.access import Done, Secret
from shared.commands import Actor
from shared.security.links import Purpose
from shared.security.openid import Journey, OpenIdFailure, OpenIdProvider
from shared.telemetry import get_logger
from shared.web import pages

SIREN_DIGITS, SIRET_DIGITS, SUBJECT_MAX_CHARACTERS = 9, 14, 255
JOURNEY = ("state", "nonce", "verifier")
Answer = Annotated[str, Query(max_length=2000)]


def create_pages(sign_in: SignIn, provider: OpenIdProvider | None) -> APIRouter:
    """The pages of ProConnect; without a provider they say that it is off."""
    router = APIRouter(prefix=PROCONNECT, route_class=pages.PageRoute, include_in_schema=False)
    _add_journey(router, sign_in, provider)
    _add_linking(router, sign_in)
    return router


def _add_journey(router: APIRouter, sign_in: SignIn, provider: OpenIdProvider | None) -> None:
    @router.get("")
    async def set_out() -> Response:
        journey = Journey.begin()
        try:
            response = RedirectResponse(await _on(provider).address(journey), HTTPStatus.SEE_OTHER)
        except OpenIdFailure as error:
            raise _failed(error) from None
        sign_in.pocket.put(response, {name: getattr(journey, name) for name in JOURNEY})
        return response

    @router.get("/callback")
    async def come_back(request: Request, code: Answer = "", state: Answer = "") -> Response:
        kept = sign_in.pocket.look(request)
        if not code or not all(name in kept for name in JOURNEY):
            raise _failed("no journey")
        journey = Journey(**{name: kept[name] for name in JOURNEY})
        try:
            told = await _on(provider).person(journey, code=code, state=state)
        except OpenIdFailure as error:
            raise _failed(error) from None
        return await _come_in(request, sign_in, _account(told))


async def _come_in(request: Request, sign_in: SignIn, account: dict[str, str]) -> Response:
    """Let in whose account it is; else keep it in the pocket, and ask who they are."""
    command = SignInByProConnect(subject=account["subject"], siren=account["siren"], **sign_in.opens(request))
    try:
        grant = await sign_in.execute(command, command.subject)
    except ProConnectAccountUnknown as unknown:
        form = address_form()
        response = pages.form_page("Première connexion par ProConnect", unknown.sentence, form=form)
        sign_in.pocket.put(response, account)
        return response
    response = sign_in.answer(grant, request)
    sign_in.pocket.empty(response)
    return response


def _add_linking(router: APIRouter, sign_in: SignIn) -> None:
    @router.post("/link", dependencies=[Depends(refuse_foreign_sites)])
    async def link(proof: Annotated[Secret, Form()], request: Request) -> Response:
        person_id, kept = sign_in.door.proven(Purpose.PROCONNECT, proof), sign_in.pocket.look(request)
        if "subject" not in kept:
            raise _failed("no account")
        command = LinkProConnect(
            actor=Actor(person_id=person_id),
            at=sign_in.clock(),
            person_id=person_id,
            subject=kept["subject"],
            siren=kept["siren"],
        )
        await sign_in.application.execute(command, key=command.subject, model=Done, answer=Done.of)
        response = pages.message_page("C’est fait", "La prochaine fois, ProConnect suffira.")
        sign_in.pocket.empty(response)
        return response


def _on(provider: OpenIdProvider | None) -> OpenIdProvider:
    if provider is None:
        raise ProConnectOff
    return provider


def _account(told: Mapping[str, Any]) -> dict[str, str]:
    """Who came, and for which organisation: the SIREN begins the SIRET that the provider vouches for."""
    subject, siret = str(told["sub"]), str(told.get("siret", ""))
    if not 0 < len(subject) <= SUBJECT_MAX_CHARACTERS or len(siret) != SIRET_DIGITS or not siret.isdecimal():
        raise _failed("no subject, or no SIRET")
    return {"subject": subject, "siren": siret[:SIREN_DIGITS]}


def _failed(why: object) -> ProConnectFailed:
    get_logger().warning("ProConnect failed", reason=str(why))
    return ProConnectFailed()
