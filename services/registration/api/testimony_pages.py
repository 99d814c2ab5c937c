"""Owns the pages by which somebody says from a mail whether they will speak. Decides nothing."""

from collections.abc import Mapping
from enum import StrEnum

from fastapi import APIRouter, Response

from services.registration.api.questions import Link, Question, pressed_once
from services.registration.domain.commands.testimonies import AnswerTestimony
from services.registration.domain.programme import AttendanceMode
from services.registration.domain.testimonies import Testimony, TestimonyState
from services.registration.domain.testimony_errors import TestimonyStateRefuses
from services.registration.ports.queries import RegistrationQueries, TestimonyQueries
from services.registration.ports.stores import Registrations
from services.registration.schemas.testimonies import TestimonyOut
from shared.application import Application
from shared.clock import Clock
from shared.commands import Actor
from shared.ids import new_id
from shared.security.links import InvalidLink, LinkSigner, Purpose, parted
from shared.web.pages import PageRoute

PATH = "/testimonies/{link}/answers/{answer}"


class Answer(StrEnum):
    """What a mail lets the person say."""

    IN_PERSON = AttendanceMode.IN_PERSON.value
    ONLINE = AttendanceMode.ONLINE.value
    DECLINE = "decline"


_SPEAKS = (
    "Merci de témoigner",
    "Votre place vous est réservée\u202f: l’invitation pour votre agenda vous arrive par courriel.",
)
QUESTIONS: Mapping[Answer, Question] = {
    Answer.IN_PERSON: Question("Témoigner à cette rencontre", "Je témoigne", *_SPEAKS),
    Answer.ONLINE: Question("Témoigner en visio", "Je témoigne en visio", *_SPEAKS),
    Answer.DECLINE: Question(
        "Ne pas témoigner", "Je ne peux pas", "C’est noté", "Merci de nous avoir répondu."
    ),
}


def create_router(
    application: Application[Registrations],
    queries: RegistrationQueries,
    clock: Clock,
    *,
    testimonies: TestimonyQueries,
    links: LinkSigner,
) -> APIRouter:
    """The pages of testimonies."""
    router = APIRouter(route_class=PageRoute, include_in_schema=False)

    async def testimony_of(link: str) -> Testimony:
        """The testimony, as long as it is kept for the gathering that the mail was about, or given there."""
        testimony_id, club_event_id = parted(links.verify(Purpose.SPEAKER, link, at=clock()))
        testimony = await testimonies.testimony(testimony_id)
        if testimony.club_event_id not in {club_event_id, None}:
            raise InvalidLink
        return testimony

    @router.get(PATH)
    async def ask(link: Link, answer: Answer) -> Response:
        testimony = await testimony_of(link)
        if testimony.state is not TestimonyState.INVITED or testimony.club_event_id is None:
            raise TestimonyStateRefuses(
                "Cette invitation à témoigner a déjà reçu une réponse, ou n’est plus valable.",
                state=testimony.state,
            )
        club_event = await queries.club_event(testimony.club_event_id)
        return QUESTIONS[answer].ask(club_event.programme.title, action=PATH.format(link=link, answer=answer))

    @router.post(PATH)
    async def answer_testimony(link: Link, answer: Answer) -> Response:
        testimony = await testimony_of(link)
        speaks = answer is not Answer.DECLINE
        command = AnswerTestimony(
            actor=Actor(person_id=testimony.person_id),
            at=clock(),
            testimony_id=testimony.id,
            registration_id=new_id(),
            speaks=speaks,
            mode=AttendanceMode(answer.value) if speaks else None,
        )
        await application.execute(
            command,
            key=testimony.club_event_id or testimony.id,
            model=TestimonyOut,
            answer=TestimonyOut.of,
            idempotency=pressed_once(link, answer),
        )
        return QUESTIONS[answer].answered()

    return router
