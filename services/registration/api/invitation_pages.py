"""Owns the pages by which an invitation is answered from a mail. Decides nothing."""

from collections.abc import Mapping
from enum import StrEnum
from uuid import UUID

from fastapi import APIRouter, Response

from services.registration.api.questions import Link, Question, pressed_once
from services.registration.domain.commands.invitations import DeclineInvitation
from services.registration.domain.commands.registrations import RegisterAttendee
from services.registration.domain.invitation_errors import InvitationOver
from services.registration.domain.invitations import Invitation
from services.registration.domain.programme import AttendanceMode
from services.registration.ports.queries import InvitationQueries, RegistrationQueries
from services.registration.ports.stores import Registrations
from services.registration.schemas.invitations import InvitationOut
from services.registration.schemas.registrations import RegistrationOut
from shared.application import Application
from shared.clock import Clock
from shared.commands import Actor
from shared.ids import new_id
from shared.security.links import LinkSigner, Purpose
from shared.web.pages import PageRoute

PATH = "/invitations/{link}/answers/{answer}"


class Answer(StrEnum):
    """What a mail lets the person say."""

    IN_PERSON = AttendanceMode.IN_PERSON.value
    ONLINE = AttendanceMode.ONLINE.value
    DECLINE = "decline"


_COMES = (
    "Votre demande est enregistrée",
    "Un courriel vous dit dans un instant si une place vous est réservée.",
)
QUESTIONS: Mapping[Answer, Question] = {
    Answer.IN_PERSON: Question("Venir à cette rencontre", "Je viens", *_COMES),
    Answer.ONLINE: Question("Suivre cette rencontre en visio", "Je la suis en visio", *_COMES),
    Answer.DECLINE: Question(
        "Décliner l’invitation", "Je ne viendrai pas", "C’est noté", "Merci de nous avoir répondu."
    ),
}


def create_router(
    application: Application[Registrations],
    queries: RegistrationQueries,
    clock: Clock,
    *,
    invitations: InvitationQueries,
    links: LinkSigner,
) -> APIRouter:
    """The pages of invitations."""
    router = APIRouter(route_class=PageRoute, include_in_schema=False)

    async def invitation_of(link: str) -> Invitation:
        return await invitations.invitation(UUID(links.verify(Purpose.INVITATION, link, at=clock())))

    @router.get(PATH)
    async def ask(link: Link, answer: Answer) -> Response:
        invitation = await invitation_of(link)
        if not invitation.holds:
            raise InvitationOver(state=invitation.state)
        club_event = await queries.club_event(invitation.club_event_id)
        return QUESTIONS[answer].ask(club_event.programme.title, action=PATH.format(link=link, answer=answer))

    @router.post(PATH)
    async def answer_invitation(link: Link, answer: Answer) -> Response:
        invitation = await invitation_of(link)
        if answer is Answer.DECLINE:
            await application.execute(
                _to_decline(invitation, clock),
                key=invitation.club_event_id,
                model=InvitationOut,
                answer=InvitationOut.of,
                idempotency=pressed_once(link, answer),
            )
        else:
            await application.execute(
                _to_register(invitation, clock, mode=AttendanceMode(answer.value)),
                key=invitation.club_event_id,
                model=RegistrationOut,
                answer=RegistrationOut.of_change,
                idempotency=pressed_once(link, answer),
            )
        return QUESTIONS[answer].answered()

    return router


def _to_decline(invitation: Invitation, clock: Clock) -> DeclineInvitation:
    return DeclineInvitation(
        actor=Actor(person_id=invitation.person_id),
        at=clock(),
        invitation_id=invitation.id,
        club_event_id=invitation.club_event_id,
    )


def _to_register(invitation: Invitation, clock: Clock, *, mode: AttendanceMode) -> RegisterAttendee:
    return RegisterAttendee(
        actor=Actor(person_id=invitation.person_id),
        at=clock(),
        registration_id=new_id(),
        club_event_id=invitation.club_event_id,
        person_id=invitation.person_id,
        org=invitation.org,
        mode=mode,
    )
