"""Owns the page by which a person gives their place back from a mail. Decides nothing."""

from collections.abc import Mapping
from enum import StrEnum

from fastapi import APIRouter, Response

from services.registration.api.questions import Link, Question, pressed_once
from services.registration.domain.commands.registrations import CancelRegistration
from services.registration.domain.errors import AlreadyCancelled
from services.registration.domain.registrations import Registration
from services.registration.ports.queries import RegistrationQueries
from services.registration.ports.stores import Registrations
from services.registration.schemas.registrations import RegistrationOut
from shared.application import Application
from shared.clock import Clock
from shared.commands import Actor
from shared.security.links import InvalidLink, LinkSigner, Purpose, parted
from shared.web.pages import PageRoute

PATH = "/seats/{link}/{answer}"


class Answer(StrEnum):
    """What a mail lets who has a place say."""

    CANCEL = "cancel"


QUESTIONS: Mapping[Answer, Question] = {
    Answer.CANCEL: Question(
        "Rendre votre place",
        "J’annule mon inscription",
        "Votre inscription est annulée",
        "Merci de nous l’avoir dit\u202f: votre place fera plaisir à quelqu’un d’autre.",
    )
}


def create_router(
    application: Application[Registrations],
    queries: RegistrationQueries,
    clock: Clock,
    *,
    links: LinkSigner,
) -> APIRouter:
    """The page."""
    router = APIRouter(route_class=PageRoute, include_in_schema=False)

    async def registration_of(link: str) -> Registration:
        registration_id, person_id = parted(links.verify(Purpose.SEAT, link, at=clock()))
        registration = await queries.registration(registration_id)
        if registration.person_id != person_id:  # a colleague has the seat since
            raise InvalidLink
        return registration

    @router.get(PATH)
    async def ask(link: Link, answer: Answer) -> Response:
        registration = await registration_of(link)
        if not registration.is_active:
            raise AlreadyCancelled
        club_event = await queries.club_event(registration.club_event_id)
        return QUESTIONS[answer].ask(club_event.programme.title, action=PATH.format(link=link, answer=answer))

    @router.post(PATH)
    async def cancel(link: Link, answer: Answer) -> Response:
        registration = await registration_of(link)
        command = CancelRegistration(
            actor=Actor(person_id=registration.person_id),
            at=clock(),
            registration_id=registration.id,
            club_event_id=registration.club_event_id,
        )
        await application.execute(
            command,
            key=command.club_event_id,
            model=RegistrationOut,
            answer=RegistrationOut.of_change,
            idempotency=pressed_once(link, answer),
        )
        return QUESTIONS[answer].answered()

    return router
