"""Owns the pages by which the offer of a seat is answered from a mail. Decides nothing."""

from collections.abc import Awaitable, Callable, Mapping
from uuid import UUID

from fastapi import APIRouter, Response

from services.registration.api.questions import Link, Question, pressed_once
from services.registration.domain.commands.registrations import AnswerOffer, OfferAnswer
from services.registration.domain.desk_errors import NothingOffered
from services.registration.domain.registrations import Registration, RegistrationState
from services.registration.ports.queries import RegistrationQueries
from services.registration.ports.stores import Registrations
from services.registration.schemas.registrations import RegistrationOut
from shared.application import Application
from shared.clock import Clock
from shared.commands import Actor
from shared.dates import deadline_in_words
from shared.security.links import LinkSigner, Purpose
from shared.web.pages import PageRoute

PATH = "/seat-offers/{link}/{answer}"
QUESTIONS: Mapping[OfferAnswer, Question] = {
    OfferAnswer.ACCEPT: Question(
        "Prendre la place",
        "Je prends la place",
        "La place est à vous",
        "Votre inscription est confirmée. L’invitation pour votre agenda vous arrive par courriel.",
    ),
    OfferAnswer.DECLINE: Question(
        "Décliner la place",
        "Je décline",
        "C’est noté",
        "Votre inscription est annulée, et la place est proposée à la personne suivante.",
    ),
    OfferAnswer.KEEP_WAITING: Question(
        "Rester sur la liste d’attente",
        "Gardez-moi sur la liste",
        "C’est noté",
        "La place est proposée à la personne suivante, et vous restez sur la liste d’attente.",
    ),
}


def create_router(
    application: Application[Registrations],
    queries: RegistrationQueries,
    clock: Clock,
    *,
    links: LinkSigner,
) -> APIRouter:
    """The pages of offers."""
    router = APIRouter(route_class=PageRoute, include_in_schema=False)
    registration_of = _reader(queries, clock, links)

    @router.get(PATH)
    async def ask(link: Link, answer: OfferAnswer) -> Response:
        registration = await registration_of(link)
        if registration.state is not RegistrationState.OFFERED:
            raise NothingOffered(state=registration.state)
        club_event = await queries.club_event(registration.club_event_id)
        deadline = deadline_in_words(registration.offer_expires_at, timezone=club_event.when.timezone)
        held = f"Une place vous est réservée jusqu’au {deadline}."
        action = PATH.format(link=link, answer=answer)
        return QUESTIONS[answer].ask(club_event.programme.title, held, action=action)

    @router.post(PATH)
    async def answer_offer(link: Link, answer: OfferAnswer) -> Response:
        registration = await registration_of(link)
        command = AnswerOffer(
            actor=Actor(person_id=registration.person_id),
            at=clock(),
            registration_id=registration.id,
            club_event_id=registration.club_event_id,
            answer=answer,
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


def _reader(
    queries: RegistrationQueries, clock: Clock, links: LinkSigner
) -> Callable[[str], Awaitable[Registration]]:
    async def read(link: str) -> Registration:
        subject = links.verify(Purpose.SEAT_OFFER, link, at=clock())
        return await queries.registration(UUID(subject))

    return read
