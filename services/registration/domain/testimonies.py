"""Owns the aggregate `Testimony`: what a member tells the others at a gathering, from the proposal on.

Gives no seat itself: the desk lets who has confirmed come, beside the places of the public.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from services.registration.domain.authority import may_act_for, require_staff
from services.registration.domain.club_event import ClubEvent, ClubEventState
from services.registration.domain.commands.testimonies import (
    AnswerTestimony,
    ChooseTestimony,
    InviteSpeaker,
    ProposeTestimony,
    WithdrawTestimony,
)
from services.registration.domain.errors import ClubEventStateRefuses
from services.registration.domain.members import Attendee
from services.registration.domain.testimony_errors import (
    InvalidTestimony,
    NotTheirTestimony,
    TestimonyStateRefuses,
)
from shared.commands import Actor
from shared.days import club_day
from shared.events import registration as events
from shared.events.envelope import Payload
from shared.events.topics import TOPICS

Events = tuple[Payload, ...]


class TestimonyState(StrEnum):
    """How far a testimony is."""

    PROPOSED = "proposed"
    CHOSEN = "chosen"
    """For a gathering; the person is not asked yet."""
    INVITED = "invited"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    """Not at this gathering; staff may choose it for another."""
    WITHDRAWN = "withdrawn"
    GIVEN = "given"


FREE = (TestimonyState.PROPOSED, TestimonyState.CHOSEN, TestimonyState.DECLINED)
BOUND = (TestimonyState.CHOSEN, TestimonyState.INVITED, TestimonyState.CONFIRMED)
"""Kept for a gathering that is to come."""
TO_COME = (ClubEventState.DRAFT, ClubEventState.ANNOUNCED, ClubEventState.OPEN, ClubEventState.CLOSED)
PUBLIC_TO_COME = TO_COME[1:]
OVER = (ClubEventState.HELD, ClubEventState.DOCUMENTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TestimonyFilter:
    """Which testimonies are listed; None for whatever it is."""

    person_id: UUID | None = None
    state: TestimonyState | None = None
    club_event_id: UUID | None = None
    topic: str | None = None


@dataclass(slots=True, kw_only=True)
class Testimony:
    """What somebody would tell. Its events have the subject `testimony/<id>`."""

    id: UUID
    org: UUID
    person_id: UUID
    """Who speaks."""
    title: str
    topics: tuple[str, ...]
    summary: str = ""
    need_id: UUID | None = None
    proposed_at: datetime
    state: TestimonyState = TestimonyState.PROPOSED
    club_event_id: UUID | None = None
    """The gathering that it is kept for, or was given at."""
    version: int = 0
    sequence: int = 0

    @classmethod
    def proposed(cls, command: ProposeTestimony) -> "tuple[Testimony, Events]":
        """Offer to tell; `require_member` has let the actor speak for the organisation.

        Raises:
            InvalidTestimony: no title, no topic, or an unknown one.
        """
        if not command.title.strip():
            raise InvalidTestimony("Le titre est obligatoire.", field="title")
        if not command.topics:
            raise InvalidTestimony("Il faut au moins un thème.", field="topics")
        for code in command.topics:
            if code not in TOPICS:
                raise InvalidTestimony(f"Le thème «\u00a0{code}\u00a0» n’existe pas.", field="topics")
        testimony = cls(
            id=command.testimony_id,
            org=command.org,
            person_id=command.person_id,
            title=command.title.strip(),
            topics=command.topics,
            summary=command.summary,
            need_id=command.need_id,
            proposed_at=command.at,
        )
        proposed = events.TestimonyProposed(
            testimony_id=testimony.id,
            org=testimony.org,
            title=testimony.title,
            topics=testimony.topics,
            need_id=testimony.need_id,
        )
        return testimony, (proposed,)

    def choose(self, command: ChooseTestimony, club_event: ClubEvent) -> Events:
        """Keep it for a gathering, of which it may still be a draft.

        Raises:
            StaffOnly: the actor is not of the team.
            TestimonyStateRefuses: the person is asked already, or it is over.
            ClubEventStateRefuses: the gathering is not to come.
        """
        require_staff(command.actor)
        self._require(*FREE, sentence="Ce témoignage est déjà retenu ailleurs, ou n’est plus proposé.")
        club_event.require_state(*TO_COME, sentence="Un témoignage se choisit pour un évènement à venir.")
        self.state, self.club_event_id = TestimonyState.CHOSEN, club_event.id
        return (events.TestimonyChosen(**self._speaker()),)

    def invite(self, command: InviteSpeaker, club_event: ClubEvent) -> Events:
        """Ask the person; again, to write to them once more.

        Raises:
            StaffOnly: the actor is not of the team.
            TestimonyStateRefuses: it is chosen for no gathering, or was answered.
            ClubEventStateRefuses: the gathering is not announced, was given up or has begun.
        """
        require_staff(command.actor)
        self._require(
            TestimonyState.CHOSEN,
            TestimonyState.INVITED,
            sentence="On n’invite que pour un témoignage choisi, et sans réponse.",
        )
        _require_to_come(club_event, at=command.at)
        self.state = TestimonyState.INVITED
        return (events.SpeakerInvited(**self._speaker()),)

    def answer(self, command: AnswerTestimony, club_event: ClubEvent) -> Events:
        """Speak at the gathering, or not.

        Raises:
            NotTheirTestimony: the actor may not act for this person.
            TestimonyStateRefuses: nobody asks, or it was answered.
            ClubEventStateRefuses: the gathering was given up or put off, or has begun.
        """
        self.require_theirs(command.actor)
        self._require(
            TestimonyState.INVITED,
            sentence="Cette invitation à témoigner a déjà reçu une réponse, ou n’est plus valable.",
        )
        _require_to_come(club_event, at=command.at)
        if not command.speaks:
            return self.step_down()
        self.state = TestimonyState.CONFIRMED
        return (events.TestimonyConfirmed(**self._speaker()),)

    def step_down(self) -> Events:
        """Not speak at the gathering after all."""
        told = self._speaker()
        self.state, self.club_event_id = TestimonyState.DECLINED, None
        return (events.TestimonyDeclined(**told),)

    def withdraw(self, command: WithdrawTestimony, club_event: ClubEvent | None) -> Events:
        """Take the proposal back; the seat of a speaker is then to be given back.

        `club_event` is the gathering that it is kept for, if it is for one.

        Raises:
            NotTheirTestimony: the actor may not act for this person.
            TestimonyStateRefuses: it was given, or withdrawn already.
            ClubEventStateRefuses: the gathering has taken place.
        """
        self.require_theirs(command.actor)
        if club_event is not None and club_event.state in OVER:
            raise ClubEventStateRefuses("Cet évènement a eu lieu.", state=club_event.state)
        return self.forget()

    def forget(self) -> Events:
        """Take the proposal back, whoever asks.

        Raises:
            TestimonyStateRefuses: it was given, or withdrawn already.
        """
        self._require(*FREE, *BOUND, sentence="Ce témoignage a été donné, ou est déjà retiré.")
        self.state, self.club_event_id = TestimonyState.WITHDRAWN, None
        return (events.TestimonyWithdrawn(testimony_id=self.id, org=self.org),)

    def release(self) -> Events:
        """Take note that the gathering will not take place: it may be chosen for another."""
        if self.state not in BOUND:
            return ()
        told = self._speaker()
        self.state, self.club_event_id = TestimonyState.PROPOSED, None
        return (events.TestimonyReleased(**told),)

    def give(self) -> Events:
        """Take note that the gathering has taken place; nothing happens to who did not speak at it."""
        if self.state is not TestimonyState.CONFIRMED:
            return ()
        self.state = TestimonyState.GIVEN
        return (events.TestimonyGiven(**self._speaker(), title=self.title, topics=self.topics),)

    def hand_over(self, person_id: UUID) -> None:
        """Let a colleague, who has taken the seat over, speak."""
        self.person_id = person_id

    def require_theirs(self, actor: Actor) -> None:
        """Let pass the speaker, a referent of the organisation, and the team.

        Raises:
            NotTheirTestimony: anybody else.
        """
        if not may_act_for(actor, person_id=self.person_id, org=self.org):
            raise NotTheirTestimony

    def _require(self, *allowed: TestimonyState, sentence: str) -> None:
        if self.state not in allowed:
            raise TestimonyStateRefuses(sentence, state=self.state)

    def _speaker(self) -> dict[str, Any]:
        return {
            "testimony_id": self.id,
            "org": self.org,
            "club_event_id": self.club_event_id,
            "person_id": self.person_id,
        }


def require_colleague(speaker: Attendee, *, org: UUID, at: datetime) -> None:
    """Let pass that a member names, to speak, somebody who has a role there; staff may name anybody.

    Raises:
        InvalidTestimony: the person has none.
    """
    if not speaker.roles_in(org, on=club_day(at)):
        raise InvalidTestimony(
            "Cette personne n’a pas de rôle en cours dans cette collectivité.", field="person_id"
        )


def _require_to_come(club_event: ClubEvent, *, at: datetime) -> None:
    club_event.require_state(*PUBLIC_TO_COME, sentence="On ne témoigne qu’à un évènement annoncé et à venir.")
    if at >= club_event.when.starts_utc:
        raise ClubEventStateRefuses("Cet évènement a commencé.", state=club_event.state)
