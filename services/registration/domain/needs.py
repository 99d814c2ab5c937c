"""Owns the aggregate `Need`: a difficulty that a member tells of, until something has answered it.

Knows neither gatherings nor exchanges, but the id of the one that is to answer.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.registration.domain.authority import require_staff
from services.registration.domain.commands.needs import (
    CloseNeed,
    MergeNeed,
    PlanNeed,
    QualifyNeed,
    RaiseNeed,
    ReopenNeed,
    SupportNeed,
)
from services.registration.domain.errors import NoMembership
from services.registration.domain.members import Attendee, Organisation
from services.registration.domain.need_errors import (
    AlreadySupported,
    InvalidNeed,
    NeedStateRefuses,
    NotTheAuthor,
    NotTheirOrganisation,
    TooLateToReopen,
)
from shared.commands import Actor
from shared.days import club_day
from shared.events import registration as events
from shared.events.envelope import Payload
from shared.events.topics import TOPICS

Events = tuple[Payload, ...]

REOPENED_WITHIN = timedelta(days=30)
GONE_ON = "Ce besoin a déjà une suite, ou n’est plus ouvert."


class NeedState(StrEnum):
    """How far a need is."""

    RAISED = "raised"
    QUALIFIED = "qualified"
    MERGED = "merged"
    PLANNED = "planned"
    ANSWERED = "answered"
    CLOSED = "closed"


OPEN = (NeedState.RAISED, NeedState.QUALIFIED, NeedState.PLANNED)


@dataclass(slots=True, kw_only=True)
class Need:
    """A difficulty. Its events have the subject `need/<id>`."""

    id: UUID
    org: UUID
    person_id: UUID | None
    """Who raised it; none once that person is known to nobody."""
    title: str
    description: str
    topics: tuple[str, ...]
    raised_at: datetime
    state: NeedState = NeedState.RAISED
    urgency: str = ""
    """Empty until staff has looked at it."""
    supporters: tuple[UUID, ...] = ()
    """The other organisations that have it."""
    planned_for: UUID | None = None
    """The gathering or the exchange that is to answer it, or has."""
    merged_into: UUID | None = None
    answered_at: datetime | None = None
    version: int = 0
    sequence: int = 0

    @property
    def backers(self) -> tuple[UUID, ...]:
        """The organisations that have it."""
        return (self.org, *self.supporters)

    @classmethod
    def raised(cls, command: RaiseNeed) -> "tuple[Need, Events]":
        """Tell of a difficulty; `require_member` has let the actor speak for the organisation.

        Raises:
            InvalidNeed: no title, or an unknown topic.
        """
        if not command.title.strip():
            raise InvalidNeed("Le titre est obligatoire.", field="title")
        _require_topics(command.topics)
        need = cls(
            id=command.need_id,
            org=command.org,
            person_id=command.actor.person_id,
            title=command.title.strip(),
            description=command.description,
            topics=command.topics,
            raised_at=command.at,
        )
        fact = events.NeedRaised(need_id=need.id, org=need.org, title=need.title, topics=need.topics)
        return need, (fact,)

    def support(self, command: SupportNeed) -> Events:
        """Count another organisation that has it.

        Raises:
            NeedStateRefuses: it is over.
            AlreadySupported: the organisation is counted.
        """
        self.require_state(*OPEN, sentence="Ce besoin n’est plus ouvert aux soutiens.")
        if command.org in self.backers:
            raise AlreadySupported
        return self.count_supporter(command.org)

    def qualify(self, command: QualifyNeed) -> Events:
        """Make clear what it is about; it can be made clearer again.

        Raises:
            StaffOnly: the actor is not of the team.
            NeedStateRefuses: it is planned or over.
            InvalidNeed: no topic, or an unknown one.
        """
        require_staff(command.actor)
        self.require_state(NeedState.RAISED, NeedState.QUALIFIED, sentence=GONE_ON)
        if not command.topics:
            raise InvalidNeed("Il faut au moins un thème.", field="topics")
        _require_topics(command.topics)
        self.state, self.topics, self.urgency = NeedState.QUALIFIED, command.topics, command.urgency
        return (events.NeedQualified(need_id=self.id, topics=self.topics, urgency=self.urgency),)

    def merge(self, command: MergeNeed, into: "Need") -> tuple[Events, Events]:
        """Let another go on, with the supporters of both; the events of this one, and of the other.

        Raises:
            StaffOnly: the actor is not of the team.
            InvalidNeed: a need into itself.
            NeedStateRefuses: this one is planned or over, or the other is over.
        """
        require_staff(command.actor)
        if into.id == self.id:
            raise InvalidNeed("Un besoin ne se fusionne pas avec lui-même.", field="into_need_id")
        self.require_state(NeedState.RAISED, NeedState.QUALIFIED, sentence=GONE_ON)
        into.require_state(*OPEN, sentence="Le besoin qui doit rester n’est plus ouvert.")
        self.state, self.merged_into = NeedState.MERGED, into.id
        followed: Events = ()
        for org in self.backers:
            if org not in into.backers:
                followed += into.count_supporter(org)
        return (events.NeedMerged(need_id=self.id, into_need_id=into.id),), followed

    def plan(self, command: PlanNeed) -> Events:
        """Say what is to answer it.

        Raises:
            StaffOnly: the actor is not of the team.
            NeedStateRefuses: it is not qualified, or has an answer already.
            InvalidNeed: not exactly one of a gathering and an exchange.
        """
        require_staff(command.actor)
        self.require_state(NeedState.QUALIFIED, sentence="Seul un besoin qualifié et sans suite se planifie.")
        linked = [one for one in (command.club_event_id, command.exchange_request_id) if one is not None]
        if len(linked) != 1:
            raise InvalidNeed("Indiquez un évènement ou un échange, l’un des deux.", field="club_event_id")
        self.state, [self.planned_for] = NeedState.PLANNED, linked
        planned = events.NeedPlanned(
            need_id=self.id,
            club_event_id=command.club_event_id,
            exchange_request_id=command.exchange_request_id,
        )
        return (planned,)

    def answer(self, *, reason_code: str, at: datetime) -> Events:
        """Take note that what was planned has taken place; nothing happens to a need that is not planned."""
        if self.state is not NeedState.PLANNED:
            return ()
        self.state, self.answered_at = NeedState.ANSWERED, at
        return (events.NeedAnswered(need_id=self.id, reason_code=reason_code),)

    def give_back(self, *, reason_code: str) -> Events:
        """Take note that what was planned will not take place; nothing happens to a need not planned."""
        if self.state is not NeedState.PLANNED:
            return ()
        return self._reopen(reason_code)

    def reopen(self, command: ReopenNeed) -> Events:
        """Look for another answer: the first did not help.

        Raises:
            NotTheAuthor: neither who raised it nor the team.
            NeedStateRefuses: it has no answer.
            TooLateToReopen: the answer is too old.
        """
        if command.actor.person_id != self.person_id and not command.actor.is_staff:
            raise NotTheAuthor
        self.require_state(NeedState.ANSWERED, sentence="Ce besoin n’a pas encore reçu de réponse.")
        if self.answered_at is not None and command.at > self.answered_at + REOPENED_WITHIN:
            raise TooLateToReopen(days=REOPENED_WITHIN.days)
        return self._reopen("did_not_help")

    def close(self, command: CloseNeed) -> Events:
        """Not go on with it.

        Raises:
            StaffOnly: the actor is not of the team.
            NeedStateRefuses: it is planned or over.
        """
        require_staff(command.actor)
        self.require_state(NeedState.RAISED, NeedState.QUALIFIED, sentence=GONE_ON)
        self.state = NeedState.CLOSED
        return (events.NeedClosed(need_id=self.id, reason_code=command.reason),)

    def count_supporter(self, org: UUID) -> Events:
        """Count an organisation that is not among those that have it."""
        self.supporters = (*self.supporters, org)
        return (events.NeedSupported(need_id=self.id, org=org, supporters=len(self.supporters)),)

    def _reopen(self, reason_code: str) -> Events:
        self.state, self.planned_for, self.answered_at = NeedState.QUALIFIED, None, None
        return (events.NeedReopened(need_id=self.id, reason_code=reason_code),)

    def require_state(self, *allowed: NeedState, sentence: str) -> None:
        """Refuse what cannot be done in the present state.

        Raises:
            NeedStateRefuses: the state is none of these.
        """
        if self.state not in allowed:
            raise NeedStateRefuses(sentence, state=self.state)


def require_member(
    actor: Actor, *, attendee: Attendee | None, organisation: Organisation, at: datetime
) -> None:
    """Let pass who speaks for a member: somebody with a role there, its referent, or the team.

    Raises:
        NotTheirOrganisation: anybody else.
        NoMembership: the organisation is no member.
    """
    on = club_day(at)
    speaks = attendee is not None and bool(attendee.roles_in(organisation.org, on=on))
    if not (speaks or actor.is_referent_of(organisation.org) or actor.is_staff):
        raise NotTheirOrganisation
    if not organisation.is_member(on=on):
        raise NoMembership("Cette collectivité n’a pas d’adhésion en cours au Club des Territoires.")


def _require_topics(topics: tuple[str, ...]) -> None:
    for code in topics:
        if code not in TOPICS:
            raise InvalidNeed(f"Le thème «\u00a0{code}\u00a0» n’existe pas.", field="topics")
