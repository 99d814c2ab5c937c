"""Owns who gets a seat and who waits: the gate to a club event, and the way in, out and over to a colleague.

Keeps no list: registrations are aggregates of their own, handed to it one or a few at a time. Offers of freed
seats are made by `SeatOffers`, reviews by `Reviews`, on the same counters.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from services.registration.domain.attendance import has_arrived
from services.registration.domain.authority import (
    cancellation_reason,
    require_may_register,
    require_may_transfer,
)
from services.registration.domain.club_event import OVER_AND_DONE, ClubEvent, ClubEventState
from services.registration.domain.commands.registrations import (
    CancelRegistration,
    RegisterAttendee,
    RegisterGroup,
    TransferRegistration,
)
from services.registration.domain.desk_errors import (
    AlreadyArrived,
    AttendanceKnown,
    GroupDoesNotFit,
    NotConfirmed,
    PersonTwice,
)
from services.registration.domain.eligibility import Refusal, refusal
from services.registration.domain.errors import (
    AlreadyCancelled,
    AlreadyRegistered,
    ClubEventStateRefuses,
    ModeNotOffered,
    RegistrationNotOpen,
)
from services.registration.domain.lost_eligibility import flags
from services.registration.domain.members import ELECTED, Applicant
from services.registration.domain.offer_times import OfferTimes
from services.registration.domain.registrations import SETTLED, Change, Registration, RegistrationState
from services.registration.domain.schedule import local_date
from services.registration.domain.seat_rules import priority_of
from services.registration.domain.seats import Seats, Wish
from services.registration.domain.sessions import chosen
from shared.commands import SYSTEM
from shared.errors import DomainError
from shared.events.registration import RegistrationConfirmed, RegistrationWaitlisted

Existing = Mapping[UUID, Registration | None]
"""The active registration that each person has at this gathering, if any."""


@dataclass(frozen=True, slots=True)
class ClubEventDesk:
    """Gives the seats of one club event, never above capacity, quota or what a session holds.

    Whoever can have a free seat has it, or is offered it, at the end of every decision: a newcomer who finds
    one overtakes nobody. It works on the counters of the club event, which is to be saved with every
    registration that the desk returns.
    """

    club_event: ClubEvent
    times: OfferTimes = field(default_factory=OfferTimes)

    def register(
        self, command: RegisterAttendee, applicant: Applicant, *, existing: Registration | None = None
    ) -> Change:
        """Give a seat or a place in the line, or have the request reviewed where the gathering asks for it.

        `existing` is this person's active registration here.

        Raises:
            NotAllowedToRegisterOther: the actor may not act for this person.
            RegistrationNotOpen: not open, or past the deadline or the start.
            ModeNotOffered: nobody attends in this way.
            UnknownSession, SessionsOverlap: nobody can choose these sessions.
            AlreadyRegistered: the person has a seat or waits.
            NotEligible: the rules of this kind of gathering leave the person out.
            NoMembership: it is for members and the organisation is none.
        """
        return self._take_in(self._admit(command, applicant, existing), applicant, at=command.at)

    def register_group(
        self, command: RegisterGroup, applicants: Sequence[Applicant], existing: Existing
    ) -> tuple[Change, ...]:
        """Give seats to a group, in the order in which it is named; who gets none waits, if that may be.

        Raises:
            GroupDoesNotFit: all were to have a seat, and there are fewer.
            PersonTwice: somebody is named twice.
            DomainError: one of them may not register, for a reason that `register` gives.
        """
        with_elected = any(each.role(on=self.day(command.at)) == ELECTED for each in applicants)
        admitted: list[tuple[Registration, Applicant]] = []
        for index, (asked, applicant) in enumerate(zip(command.each(), applicants, strict=True)):
            companion = replace(applicant, elected_colleague=applicant.elected_colleague or with_elected)
            try:
                if any(asked.person_id == other.person_id for other, _ in admitted):
                    raise PersonTwice
                admitted.append((self._admit(asked, companion, existing.get(asked.person_id)), companion))
            except DomainError as refused:
                refused.facts["field"] = f"people.{index}"
                raise
        free = 0 if self._are_spoken_for(command, at=command.at) else self.room(command)
        if command.all_or_nothing and not self.club_event.rules.reviewed and free < len(admitted):
            raise GroupDoesNotFit(asked=len(admitted), free=free)
        return tuple(self._take_in(registration, who, at=command.at) for registration, who in admitted)

    def cancel(self, command: CancelRegistration, registration: Registration) -> Change:
        """Take back a seat or a place in the line; what is freed is then to be offered.

        Raises:
            NotAllowedToCancelOther: the actor may not act for this person.
            AlreadyCancelled: there is nothing to give back.
            AttendanceKnown: the gathering has taken place.
            AlreadyArrived: the person was seen at the door, and the gathering is on.
        """
        reason_code = self._reason_code(command, registration)
        if not registration.is_active:
            raise AlreadyCancelled
        if registration.state in SETTLED or self.club_event.state in OVER_AND_DONE:
            raise AttendanceKnown(state=registration.state)
        if self.club_event.gives_seats and has_arrived(self.club_event, registration):
            raise AlreadyArrived
        self.let_go(registration)
        return Change(registration, (registration.cancel(reason_code=reason_code),))

    def release(self, registration: Registration) -> Change:
        """Take back what a person has who was erased; what is freed is then to be offered."""
        self.let_go(registration)
        return Change(registration, (registration.cancel(reason_code="person_erased"),))

    def transfer(
        self,
        command: TransferRegistration,
        registration: Registration,
        applicant: Applicant,
        *,
        existing: Registration | None,
    ) -> Change:
        """Let a colleague of the same organisation have the seat. `existing` is theirs here, if any.

        Raises:
            NotAllowedToTransfer: neither a referent of the organisation nor the team.
            NotConfirmed: there is no seat to hand over.
            ClubEventStateRefuses: it has begun, or was given up.
            AlreadyArrived: who has the seat was seen at the door.
            AlreadyRegistered: the colleague has a seat or waits.
            NotEligible, NoMembership: the rules leave the colleague out.
        """
        require_may_transfer(command.actor, org=registration.org)
        if registration.state is not RegistrationState.CONFIRMED:
            raise NotConfirmed(state=registration.state)
        self.require_to_come(command.at)
        if has_arrived(self.club_event, registration):
            raise AlreadyArrived
        _require_none(existing)
        if not registration.speaks and (refused := self.refusal(applicant, at=command.at)):
            raise refused
        role = applicant.role(on=self.day(command.at))
        transferred = registration.transfer(command.person_id, role=role)
        return Change(registration, (transferred, *flags(self.club_event, registration, applicant)))

    def room(self, wish: Wish) -> int:
        """How many more could have what this one wants: by mode, organisation and sessions."""
        counters, rules = self.club_event.seats, self.club_event.rules
        limits = [counters.modes[wish.mode].free]
        if rules.quota_per_organisation is not None:
            limits.append(rules.quota_per_organisation - counters.by_org.get(wish.org, 0))
        limits += [
            session.capacity - counters.by_session.get(session.id, 0)
            for session in self.club_event.programme.sessions
            if session.id in wish.sessions
        ]
        return max(0, min(limits))

    def give_seat(self, registration: Registration) -> RegistrationConfirmed:
        """Seat somebody for whom there is room."""
        self.club_event.seats.take(registration)
        return registration.confirm(seats_left=self.seats_of(registration).free)

    def seated(
        self, registration: Registration, applicant: Applicant, *, at: datetime | None = None
    ) -> Change:
        """Seat somebody for whom there is room; who may not come now, or on the day, is flagged."""
        confirmed = self.give_seat(registration)
        return Change(registration, (confirmed, *flags(self.club_event, registration, applicant, at=at)))

    def line_up(
        self, registration: Registration, *, ticket: int, position: int | None = None
    ) -> RegistrationWaitlisted:
        """Put somebody in line: at the end of their class, unless `position` says where.

        Who is flagged is counted once staff has looked at it.
        """
        line = self.seats_of(registration).line
        ahead = sum(line[: registration.priority + 1])
        line[registration.priority] += not registration.needs_attention
        return registration.wait(ticket=ticket, position=position or ahead + 1)

    def take_out(self, registration: Registration) -> None:
        """Count a registration neither as seated nor as waiting any more; its state is to change."""
        if registration.speaks:
            return
        if registration.has_seat:
            self.club_event.seats.give_back(registration)
        elif registration.is_in_line:
            self.seats_of(registration).line[registration.priority] -= 1

    def let_go(self, registration: Registration) -> None:
        """Count a registration no more at all: it is over."""
        self.take_out(registration)
        self.club_event.seats.let_go(registration)

    def has_room(self, registration: Registration, *, at: datetime) -> bool:
        """Whether a newcomer can have a seat at once."""
        return self.room(registration) > 0 and not self._are_spoken_for(registration, at=at)

    def refusal(self, applicant: Applicant, *, at: datetime) -> Refusal | None:
        """Why the person may not come, judged now; None who may."""
        return refusal(self.club_event.programme, applicant, on=self.day(at))

    def require_to_come(self, at: datetime) -> None:
        """Let pass what can be done until a gathering begins.

        Raises:
            ClubEventStateRefuses: it has begun, or was given up or put off.
        """
        if not self.club_event.gives_seats or at >= self.club_event.when.starts_utc:
            raise ClubEventStateRefuses(
                "Cet évènement a commencé, ou n’aura pas lieu à la date prévue.", state=self.club_event.state
            )

    def seats_of(self, wish: Wish) -> Seats:
        """The counters of the mode that somebody wants."""
        return self.club_event.seats.modes[wish.mode]

    def day(self, at: datetime) -> date:
        """What the calendar on the wall of the gathering shows."""
        return local_date(at, timezone=self.club_event.when.timezone)

    def is_late(self, at: datetime) -> bool:
        """Whether there is no time left to offer seats and wait for answers."""
        return self.times.expires_at(at, starts_utc=self.club_event.when.starts_utc) is None

    def _admit(
        self, command: RegisterAttendee, applicant: Applicant, existing: Registration | None
    ) -> Registration:
        """Somebody who may come, with no place yet; nothing has changed."""
        require_may_register(command.actor, person_id=command.person_id, org=command.org)
        self._require_open(command.at)
        if command.mode not in self.club_event.seats.modes:
            raise ModeNotOffered(offered=tuple(self.club_event.seats.modes))
        programme = self.club_event.programme
        sessions = chosen(programme.sessions, command.sessions)
        _require_none(existing)
        if refused := self.refusal(applicant, at=command.at):
            raise refused
        role = applicant.role(on=self.day(command.at))
        priority = priority_of(programme.kind, applicant, role=role)
        asked = replace(command, sessions=tuple(session.id for session in sessions))
        return Registration.requested(asked, role=role, priority=priority)

    def _take_in(self, registration: Registration, applicant: Applicant, *, at: datetime) -> Change:
        seats = self.seats_of(registration)
        self.club_event.seats.choose(registration)
        if self.club_event.rules.reviewed:
            return Change(registration, (registration.ask_for_review(ticket=seats.ticket()),))
        if self.has_room(registration, at=at):
            return self.seated(registration, applicant)
        return Change(registration, (self.line_up(registration, ticket=seats.ticket()),))

    def _are_spoken_for(self, wish: Wish, *, at: datetime) -> bool:
        """Free seats may belong to those whom staff is calling, or to whom they are just being offered."""
        return self.club_event.offering or (self.seats_of(wish).waiting > 0 and self.is_late(at))

    def _reason_code(self, command: CancelRegistration, registration: Registration) -> str:
        if command.actor == SYSTEM and self.club_event.state is ClubEventState.CANCELLED:
            return "club_event_cancelled"
        return cancellation_reason(command.actor, person_id=registration.person_id, org=registration.org)

    def _require_open(self, at: datetime) -> None:
        club_event = self.club_event
        deadline = club_event.closes_at or club_event.when.starts_utc
        if club_event.state is not ClubEventState.OPEN or at >= deadline:
            raise RegistrationNotOpen(state=club_event.state)


def _require_none(existing: Registration | None) -> None:
    if existing is not None and existing.is_active:
        raise AlreadyRegistered(registration_id=str(existing.id), state=existing.state)
