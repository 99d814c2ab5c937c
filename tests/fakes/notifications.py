"""Owns notifications in memory, for tests of what stands on its stores. Keeps copies, as a database does."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from copy import deepcopy
from datetime import datetime
from typing import Any
from uuid import UUID

from services.notifications.domain.copies import ClubEventCopy, Contact, OrganisationCopy
from services.notifications.domain.deliveries import DeliveryState, EmailDelivery
from services.notifications.domain.exchanges.conventions import ConventionCopy
from services.notifications.domain.exchanges.requests import ExchangeRequestCopy
from services.notifications.domain.exchanges.visits import VisitCopy
from services.notifications.domain.needs import NeedCopy
from services.notifications.domain.notices import Matter
from services.notifications.domain.reminders import USUAL_DAYS_BEFORE, Reminder
from services.notifications.domain.seats import Seat
from services.notifications.domain.staff_feed import FeedLine, StaffFeed, StaffFeedEntry
from services.notifications.ports.notices import Known, Notifications


class InMemoryNotifications:
    """Everything at once: the store of handlers, the queue of mails, and what people read."""

    def __init__(self, at: datetime) -> None:
        self.at = at
        self.reminder_days = USUAL_DAYS_BEFORE
        self._reminders: dict[UUID, Reminder] = {}
        self._carried_out: set[UUID] = set()
        self._contacts: dict[UUID, Contact] = {}
        self._club_events: dict[UUID, ClubEventCopy] = {}
        self._organisations: dict[UUID, OrganisationCopy] = {}
        self._needs: dict[UUID, NeedCopy] = {}
        self._exchange_requests: dict[UUID, ExchangeRequestCopy] = {}
        self._conventions: dict[UUID, ConventionCopy] = {}
        self._visits: dict[UUID, VisitCopy] = {}
        self._seats: dict[UUID, Seat] = {}
        self._deliveries: dict[UUID, EmailDelivery] = {}
        self._feed = StaffFeed()
        self._entries: list[StaffFeedEntry] = []
        self._wakes: list[Callable[[], None]] = []

    async def read_ahead(
        self,
        *,
        people: Collection[UUID] = (),
        club_events: Collection[UUID] = (),
        organisations: Collection[UUID] = (),
    ) -> None:
        pass

    async def contact(self, person_id: UUID) -> Contact | None:
        return self._contacts.get(person_id)

    async def club_event(self, club_event_id: UUID) -> ClubEventCopy | None:
        return self._club_events.get(club_event_id)

    async def referents(self, orgs: Collection[UUID]) -> Sequence[Contact]:
        found = [one for one in self._contacts.values() if set(orgs) & set(one.referent_of)]
        return sorted(found, key=lambda one: one.person_id)

    async def exchange_request(self, exchange_request_id: UUID) -> ExchangeRequestCopy | None:
        return self._exchange_requests.get(exchange_request_id)

    async def convention(self, convention_id: UUID) -> ConventionCopy | None:
        return self._conventions.get(convention_id)

    async def visit(self, visit_id: UUID) -> VisitCopy | None:
        return self._visits.get(visit_id)

    def keep_exchange_request(self, request: ExchangeRequestCopy) -> None:
        self._exchange_requests[request.exchange_request_id] = request

    def keep_convention(self, convention: ConventionCopy) -> None:
        self._conventions[convention.convention_id] = convention

    def keep_visit(self, visit: VisitCopy) -> None:
        self._visits[visit.visit_id] = visit

    async def organisation(self, org: UUID) -> OrganisationCopy | None:
        return self._organisations.get(org)

    def keep_organisation(self, organisation: OrganisationCopy) -> None:
        self._organisations[organisation.org] = organisation

    async def need(self, need_id: UUID) -> NeedCopy | None:
        return self._needs.get(need_id)

    def keep_need(self, need: NeedCopy) -> None:
        self._needs[need.need_id] = need

    def keep_contact(self, contact: Contact) -> None:
        self._contacts[contact.person_id] = contact

    def keep_club_event(self, club_event: ClubEventCopy) -> None:
        self._club_events[club_event.club_event_id] = club_event

    async def seats_at(self, club_event_id: UUID) -> Sequence[Seat]:
        registered = [seat for seat in self._seats.values() if seat.active]
        return [seat for seat in registered if seat.club_event_id == club_event_id]

    def keep_seat(self, seat: Seat) -> None:
        known = self._seats.get(seat.registration_id)
        if known is None or known.sequence < seat.sequence:
            self._seats[seat.registration_id] = seat

    def plan(self, reminder: Reminder) -> None:
        self._reminders.setdefault(reminder.id, reminder)

    def settle(self, reminder: Reminder) -> None:
        self._carried_out.add(reminder.id)

    async def due(self, at: datetime, *, limit: int) -> Sequence[Reminder]:
        to_come = [one for one in self._reminders.values() if one.id not in self._carried_out]
        return sorted((one for one in to_come if one.due_at <= at), key=lambda one: one.due_at)[:limit]

    async def carry_out(
        self,
        reminder: Reminder,
        remind: Callable[[Reminder, Notifications], Awaitable[None]],
        *,
        at: datetime,
    ) -> None:
        self.at = at
        await remind(reminder, self)

    def queue(self, delivery: EmailDelivery) -> None:
        if delivery.id in self._deliveries:
            raise ValueError(f"{delivery.id} is queued already")
        self._deliveries[delivery.id] = deepcopy(delivery)
        self._ring()

    async def add_to_feed(self, line: FeedLine) -> None:
        self._entries.append(self._feed.add(line))
        self._ring()

    async def take_due(self, at: datetime) -> EmailDelivery | None:
        waiting = [one for one in self._deliveries.values() if not one.is_over and one.due_at <= at]
        if not waiting:
            return None
        taken = min(waiting, key=lambda one: (not one.notice.is_urgent, one.due_at))
        taken.lease(at)
        return deepcopy(taken)

    async def addressed(self, delivery: EmailDelivery) -> tuple[Contact, Known]:
        notice = delivery.notice
        known: dict[Matter, dict[UUID, Any]] = {
            Matter.CLUB_EVENT: self._club_events,
            Matter.EXCHANGE_REQUEST: self._exchange_requests,
            Matter.CONVENTION: self._conventions,
            Matter.VISIT: self._visits,
            Matter.ORGANISATION: self._organisations,
            Matter.PERSON: self._contacts,
            Matter.NEED: self._needs,
        }
        return self._contacts[notice.person_id], known[notice.about.matter][notice.about.id]

    async def record(self, delivery: EmailDelivery, *, at: datetime) -> bool:  # noqa: ARG002 - tells nobody
        kept = self._deliveries[delivery.id]
        if kept.state is not DeliveryState.SENDING or kept.attempts != delivery.attempts:
            return False
        self._deliveries[delivery.id] = deepcopy(delivery)
        return True

    async def before(self, position: int | None, *, limit: int) -> Sequence[StaffFeedEntry]:
        older = [entry for entry in self._entries if position is None or entry.position < position]
        return older[::-1][:limit]

    async def after(self, position: int, *, limit: int) -> Sequence[StaffFeedEntry]:
        return [entry for entry in self._entries if entry.position > position][:limit]

    async def first_position(self) -> int:
        return self._entries[0].position if self._entries else 1

    async def last_position(self) -> int:
        return self._feed.last_position

    async def of_person(
        self, person_id: UUID, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[EmailDelivery]:
        theirs = [deepcopy(one) for one in self._deliveries.values() if one.notice.person_id == person_id]
        theirs.sort(key=lambda one: (one.queued_at, one.id))
        return [one for one in theirs if after is None or (one.queued_at, one.id) > after][:limit]

    async def watch(self, wake: Callable[[], None]) -> None:
        self._wakes.append(wake)

    def _ring(self) -> None:
        for wake in self._wakes:
            wake()
