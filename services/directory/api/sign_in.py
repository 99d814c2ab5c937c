"""Owns the ways in: asking for a link, the pages that a link opens, and the code of a second factor.

A mail's link opens a page and changes nothing; its button does, from this site's own page alone.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.directory.api.attempts import Attempts
from services.directory.api.codes import Codes
from services.directory.api.door import Door, device_of, refuse_foreign_sites
from services.directory.api.pocket import Pocket
from services.directory.domain.commands.access import OpensSession, SignInByLink, SignInWithCode
from services.directory.domain.errors.access import SignInLinkUsed, WrongCode
from services.directory.domain.sign_in_link import SignInRequest, as_kept, digest_of
from services.directory.ports.access import Access, AccessQueries, SignInRequests
from services.directory.schemas.access import Code, GrantKept, Secret, SignInRequestIn, SignInRequestOut
from services.directory.schemas.fields import EMAIL_MAX_CHARACTERS, Email
from shared.application import Application
from shared.clock import Clock
from shared.commands import SYSTEM
from shared.ids import new_id
from shared.security.links import Purpose
from shared.security.one_time_codes import recovery_digest
from shared.web import pages

SENT = (
    "Si cette adresse est celle d’un membre du club, un lien vient d’y être envoyé. "
    "Il sert une fois, pendant quinze minutes."
)
IN = "Vous êtes connecté·e"
NOTICE = (
    "Le club garde votre nom, votre adresse et vos fonctions pour organiser ses rencontres. "
    "Vous pouvez à tout moment les consulter, les corriger ou demander leur effacement."
)
OWN_PAGES = (Depends(refuse_foreign_sites),)
"""Of buttons: the page itself opens from a mailbox, on another site."""
ASK, LINK, CODE, PROCONNECT = "/sign-in", "/sign-in/link", "/sign-in/code", "/sign-in/proconnect"


@dataclass(frozen=True, kw_only=True, slots=True)
class SignIn:
    """What the ways in have in common. `home` is where people go on; empty: a page says that they are in."""

    application: Application[Access]
    queries: AccessQueries
    requests: SignInRequests
    attempts: Attempts
    door: Door
    codes: Codes
    pocket: Pocket
    clock: Clock
    code_required: bool
    home: str = ""

    async def ask(self, email: str, request: Request) -> None:
        """Have a link mailed to an address, if it is anybody's: nothing here depends on that.

        Raises:
            TooManyAttempts: it was asked too often.
        """
        address = as_kept(email)
        await self.attempts.link(address, request)
        await self.requests.ask(SignInRequest(email=address, asked_at=self.clock()))

    def opens(self, request: Request) -> dict[str, Any]:
        """What every command that opens a session says."""
        return {
            "actor": SYSTEM,
            "at": self.clock(),
            "session_id": new_id(),
            "device": device_of(request),
            "code_required": self.code_required,
        }

    async def execute(self, command: OpensSession, key: object) -> GrantKept:
        """Decide a command."""
        return await self.application.execute(command, key=key, model=GrantKept, answer=GrantKept.of)

    def answer(self, grant: GrantKept, request: Request) -> Response:
        """Let in, or ask for the code."""
        if grant.session is None:
            return code_page(self.door.proof(Purpose.SIGN_IN_CODE, grant.person_id))
        response = self._welcome(grant.person_id, request)
        self.door.let_in(response, grant.session)
        return response

    def _welcome(self, person_id: UUID, request: Request) -> Response:
        if "subject" in self.pocket.look(request):  # they come from ProConnect, for the first time
            proof = self.door.proof(Purpose.PROCONNECT, person_id)
            form = pages.Form(
                action=f"{PROCONNECT}/link", button="Rattacher ce compte", hidden={"proof": proof}
            )
            return pages.form_page(
                IN, "Le compte ProConnect que vous venez d’utiliser est-il le vôtre\u202f?", form=form
            )
        if self.home:
            return RedirectResponse(self.home, HTTPStatus.SEE_OTHER)
        return pages.message_page(IN, "Vous pouvez revenir à votre page du club.")


def create_router(sign_in: SignIn) -> APIRouter:
    """The routes of signing in."""
    router = APIRouter(tags=["sign-in"])

    @router.post("/sign-in/requests", status_code=HTTPStatus.ACCEPTED)
    async def request_link(body: SignInRequestIn, request: Request) -> SignInRequestOut:
        """Have a sign-in link mailed; the same answer whether the address is anybody's or not."""
        await sign_in.ask(body.email, request)
        return SignInRequestOut(message=SENT)

    return router


def create_pages(sign_in: SignIn) -> APIRouter:
    """The pages of signing in."""
    router = APIRouter(prefix="/sign-in", route_class=pages.PageRoute, include_in_schema=False)
    _add_asking(router, sign_in)
    _add_link(router, sign_in)
    _add_code(router, sign_in)
    return router


def _add_asking(router: APIRouter, sign_in: SignIn) -> None:
    @router.get("")
    async def ask_address() -> Response:
        return pages.form_page(
            "Se connecter", "Nous vous envoyons un lien par courriel.", form=address_form()
        )

    @router.post("", dependencies=OWN_PAGES)
    async def send_link(email: Annotated[Email, Form()], request: Request) -> Response:
        await sign_in.ask(email, request)
        return pages.message_page("Regardez vos courriels", SENT)


def _add_link(router: APIRouter, sign_in: SignIn) -> None:
    @router.get("/link")
    async def ask_to_confirm(secret: Annotated[Secret, Query()]) -> Response:
        is_first = await sign_in.queries.invited_by_link(digest_of(secret), sign_in.clock())
        if is_first is None:
            raise SignInLinkUsed
        form = pages.Form(action=LINK, button="Se connecter", hidden={"secret": secret})
        sentences = [NOTICE] if is_first else []
        return pages.form_page("Se connecter au Club des Territoires", *sentences, form=form)

    @router.post("/link", dependencies=OWN_PAGES)
    async def confirm(secret: Annotated[Secret, Form()], request: Request) -> Response:
        digest = digest_of(secret)
        command = SignInByLink(digest=digest, **sign_in.opens(request))
        return sign_in.answer(await sign_in.execute(command, digest), request)


def _add_code(router: APIRouter, sign_in: SignIn) -> None:
    @router.post("/code", dependencies=OWN_PAGES)
    async def give_code(
        challenge: Annotated[Secret, Form()], code: Annotated[Code, Form()], request: Request
    ) -> Response:
        person_id = sign_in.door.proven(Purpose.SIGN_IN_CODE, challenge)
        command = SignInWithCode(
            person_id=person_id,
            step=await sign_in.codes.step(person_id, code),
            recovery_digest=recovery_digest(code),
            **sign_in.opens(request),
        )
        try:
            return sign_in.answer(await sign_in.execute(command, person_id), request)
        except WrongCode as refusal:
            return code_page(challenge, refusal.sentence, status=HTTPStatus.FORBIDDEN)


def code_page(challenge: str, *sentences: str, status: int = HTTPStatus.OK) -> Response:
    """The page that asks for the code, after a first proof."""
    code = pages.Field(name="code", label="Code", max_length=20, autocomplete="one-time-code")
    asked = "Donnez le code de votre application, ou l’un de vos codes de secours."
    form = pages.Form(action=CODE, button="Continuer", hidden={"challenge": challenge}, fields=[code])
    response = pages.form_page("Votre second facteur", *sentences, asked, form=form)
    response.status_code = status
    return response


def address_form() -> pages.Form:
    """The form that asks where to send a link."""
    email = pages.Field(
        name="email",
        label="Votre adresse électronique",
        type="email",
        max_length=EMAIL_MAX_CHARACTERS,
        autocomplete="email",
    )
    return pages.Form(action=ASK, button="Recevoir un lien", fields=[email])
