"""Owns the plainest model of a desk there is: everybody who ever registered, and what must always hold.

It looks through all of them for each answer that the desk has from its counters.
"""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID, uuid4

from hypothesis.stateful import RuleBasedStateMachine, invariant

from services.registration.domain.club_event import ClubEventState
from services.registration.domain.commands.registrations import (
    ExpireOffer,
    RegistrationCommand,
    ShortenOffers,
)
from services.registration.domain.desk import ClubEventDesk
from services.registration.domain.members import Applicant
from services.registration.domain.programme import AttendanceMode, ClubEventMode
from services.registration.domain.registrations import Candidate, Change, Registration, RegistrationState
from services.registration.domain.schedule import appointment
from services.registration.domain.seat_offers import SeatOffers
from services.registration.domain.seats import Wish
from services.registration.domain.sessions import Session
from shared.commands import SYSTEM
from shared.errors import DomainError
from shared.events.pieces import Place
from tests.unit.registration.given import MORNING, NOON, NOW, STAFF, WORKSHOP, open_desk

BREAK = MORNING + timedelta(hours=1)
SESSIONS = tuple(
    Session(id=uuid4(), title="Atelier", when=appointment(*hours, timezone="Europe/Paris"), capacity=capacity)
    for hours, capacity in (((MORNING, BREAK), 1), ((BREAK, NOON), 2))
)
HYBRID = replace(WORKSHOP, mode=ClubEventMode.HYBRID, place=Place(label="Salle Leprun"), sessions=SESSIONS)

C = TypeVar("C", bound=RegistrationCommand)


class DeskModel(RuleBasedStateMachine):
    """The desk of a hybrid workshop with sessions, and everybody who ever registered at it."""

    def __init__(self) -> None:
        super().__init__()
        self.desk: ClubEventDesk = open_desk(HYBRID, places=2)
        self.offers = SeatOffers(self.desk)
        self.now: datetime = NOW
        self.known: dict[UUID, Registration] = {}
        self.people: dict[UUID, Applicant] = {}
        self.passing: UUID | None = None
        self.offered: set[tuple[UUID, int]] = set()
        """Whom a seat was offered to, with the turn in which it was."""

    @property
    def line(self) -> list[Registration]:
        return sorted((each for each in self.known.values() if each.is_in_line), key=lambda each: each.turn)

    def line_of(self, mode: AttendanceMode) -> list[Registration]:
        return [each for each in self.line if each.mode is mode]

    @property
    def seated(self) -> list[Registration]:
        """Who has a place of the public."""
        return [each for each in self.known.values() if each.has_seat and not each.speaks]

    @property
    def held(self) -> list[Registration]:
        """To whom a seat is offered."""
        return [each for each in self.known.values() if each.state is RegistrationState.OFFERED]

    def seated_in(self, mode: AttendanceMode) -> list[Registration]:
        return [each for each in self.seated if each.mode is mode]

    @property
    def capacity(self) -> dict[AttendanceMode, int]:
        return {mode: seats.capacity for mode, seats in self.desk.club_event.seats.modes.items()}

    @property
    def state(self) -> ClubEventState:
        return self.desk.club_event.state

    @property
    def starts(self) -> datetime:
        return self.desk.club_event.when.starts_utc

    @property
    def gives(self) -> bool:
        """Whether the gathering is to take place on dates that are known, and has not begun."""
        return self.state is not ClubEventState.POSTPONED and self.now < self.starts

    @property
    def takes(self) -> bool:
        """Whether people may register."""
        return self.state is ClubEventState.OPEN and self.now < self.starts

    def room(self, wish: Wish) -> int:
        """How many more could have this, counted one by one."""
        quota = self.desk.club_event.rules.quota_per_organisation
        limits = [self.capacity[wish.mode] - len(self.seated_in(wish.mode))]
        if quota is not None:
            limits.append(quota - sum(each.org == wish.org for each in self.seated))
        limits += [
            session.capacity - sum(session.id in each.sessions for each in self.seated)
            for session in SESSIONS
            if session.id in wish.sessions
        ]
        return max(0, min(limits))

    def ahead_of(self, registration: Registration) -> int:
        return sum(each.turn < registration.turn for each in self.line_of(registration.mode))

    def could_sit(self, mode: AttendanceMode | None = None) -> list[Registration]:
        """Who waits, in this mode or in any, and could have a free seat now, in their turn."""
        waiting = self.line if mode is None else self.line_of(mode)
        return [each for each in waiting if self.room(each) and each.id != self.passing]

    def candidate(self, who: UUID) -> Candidate:
        return Candidate(self.known[who], self.people[who])

    def keep(self, change: Change, who: Applicant) -> UUID:
        registration = change.registration
        self.known[registration.id], self.people[registration.id] = registration, who
        return registration.id

    def about(self, kind: type[C], who: UUID, **said: object) -> C:
        actor = SYSTEM if kind is ExpireOffer else STAFF
        event_id = self.desk.club_event.id
        return kind(actor=actor, at=self.now, registration_id=who, club_event_id=event_id, **said)

    @contextmanager
    def refused(self) -> Iterator[None]:
        """What is refused changes nothing, neither at the desk nor in any registration."""
        before = pickle.dumps((self.desk.club_event, self.known))
        try:
            yield
        except DomainError:
            assert pickle.dumps((self.desk.club_event, self.known)) == before
        else:
            raise AssertionError("this had to be refused")

    def done(self, *, passing: UUID | None = None) -> None:
        """Offer what is free, as the handlers do, and see that it goes to the first who can have it."""
        self.passing = passing
        for mode in self.capacity:
            while vacancy := self.offers.vacancy(mode, at=self.now):
                suited = [each for each in self.line if vacancy.suits(each) and each.id != passing]
                first = [self.candidate(each.id) for each in reversed(suited[: vacancy.places])]
                changes = self.offers.offer(first, at=self.now)
                reached = [change.registration for change in changes]
                assert [each.turn for each in reached] == sorted(each.turn for each in reached)
                if not changes:
                    break
                for change in changes:
                    self.require_rightly(change.registration)

    def require_rightly(self, registration: Registration) -> None:
        """An offer is made to who may come, once in a turn; who may not leaves the line, flagged."""
        if not self.people[registration.id].attendee.roles:
            assert registration.needs_attention
            return
        assert registration.state is RegistrationState.OFFERED
        _, ticket = registration.turn
        assert (registration.id, ticket) not in self.offered, "offered twice"
        self.offered.add((registration.id, ticket))
        self.require_within_limits(registration)

    def require_within_limits(self, registration: Registration) -> None:
        quota = self.desk.club_event.rules.quota_per_organisation
        assert quota is None or sum(each.org == registration.org for each in self.seated) <= quota
        for session in SESSIONS:
            assert sum(session.id in each.sessions for each in self.seated) <= session.capacity

    def offers_end(self) -> None:
        """Nobody is held a seat for after the deadline."""
        for registration in list(self.known.values()):
            deadline = registration.offer_expires_at
            if registration.state is RegistrationState.OFFERED and deadline and deadline <= self.now:
                self.an_offer_is_over(registration.id)

    def an_offer_is_over(self, who: UUID) -> None:
        registration = self.known[who]
        command = self.about(ExpireOffer, who)
        self.offers.expire(command, registration, ahead=self.ahead_of(registration))
        put_off = self.state is ClubEventState.POSTPONED
        waits = put_off and not registration.needs_attention
        assert registration.is_in_line == waits, "nobody could answer: the turn is kept"
        if put_off:
            self.offered.discard((who, registration.turn[1]))
        with self.refused():
            self.offers.expire(command, registration, ahead=0)
        self.done()

    def offers_are_shortened(self) -> None:
        """Of a gathering that begins earlier than it did, as a timer does; who still has time is told."""
        if not self.desk.club_event.shortening:
            return
        held = self.held
        before = {each.id: each.offer_expires_at for each in held}
        command = ShortenOffers(
            actor=SYSTEM, at=self.now, club_event_id=self.desk.club_event.id, limit=len(held) + 1
        )
        for change in self.offers.shorten(command, held):
            registration = change.registration
            shorter = registration.offer_expires_at != before[registration.id]
            assert len(change.events) == (shorter and self.now < self.offers.latest)
        assert not self.desk.club_event.shortening
        self.offers_end()

    @invariant()
    def no_seat_is_held_in_the_last_hours(self) -> None:
        latest = self.offers.latest
        for registration in self.known.values():
            if registration.state is RegistrationState.OFFERED:
                assert registration.offer_expires_at
                assert registration.offer_expires_at <= latest

    @invariant()
    def never_above_capacity(self) -> None:
        for mode, capacity in self.capacity.items():
            assert len(self.seated_in(mode)) <= capacity

    @invariant()
    def counters_equal_the_sets(self) -> None:
        counters = self.desk.club_event.seats
        for mode, seats in counters.modes.items():
            waiting = self.line_of(mode)
            assert seats.taken == len(self.seated_in(mode))
            assert seats.line == [sum(each.priority == priority for each in waiting) for priority in (0, 1)]
        orgs = {each.org for each in self.seated}
        assert counters.by_org == {org: sum(each.org == org for each in self.seated) for org in orgs}
        assert counters.by_session == {
            session.id: count
            for session in SESSIONS
            if (count := sum(session.id in each.sessions for each in self.seated))
        }
        assert counters.chosen == {
            session.id: count
            for session in SESSIONS
            if (count := sum(session.id in each.sessions for each in self.known.values() if each.is_active))
        }

    @invariant()
    def nobody_has_the_turn_of_another(self) -> None:
        for mode in self.capacity:
            turns = [each.turn for each in self.line_of(mode)]
            assert len(turns) == len(set(turns))

    @invariant()
    def no_seat_is_lost(self) -> None:
        """Whoever waits and could sit is offered the seat at once, as long as there is time to answer."""
        assert not self.gives or self.desk.is_late(self.now) or not self.could_sit()
