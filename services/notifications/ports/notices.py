"""Owns what handlers and timers ask of the world outside, and how it says no. Does not know who answers."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime
from email.message import EmailMessage
from typing import Protocol
from uuid import UUID

from services.notifications.domain.copies import ClubEventCopy, Contact, OrganisationCopy
from services.notifications.domain.deliveries import EmailDelivery
from services.notifications.domain.exchanges.conventions import ConventionCopy
from services.notifications.domain.exchanges.requests import ExchangeRequestCopy
from services.notifications.domain.exchanges.visits import VisitCopy
from services.notifications.domain.needs import NeedCopy
from services.notifications.domain.reminders import Reminder
from services.notifications.domain.seats import Seat
from services.notifications.domain.staff_feed import FeedLine, StaffFeedEntry

Known = (
    ClubEventCopy | ExchangeRequestCopy | ConventionCopy | VisitCopy | OrganisationCopy | NeedCopy | Contact
)
"""What is known of that which a mail is about."""


class MailComposer(Protocol):
    """Writes mails."""

    def compose(self, delivery: EmailDelivery, *, contact: Contact, known: Known) -> EmailMessage:
        """Write the mail; the same arguments always give the same bytes.

        Raises:
            MailRefused: the person's address is none that a mail can be sent to.
        """


class Mailer(Protocol):
    """Hands mails over to a mail server, over one connection."""

    async def send(self, message: EmailMessage) -> None:
        """Return once the server has taken the mail upon itself.

        Raises:
            MailPutOff: no server, no answer in time, or a refusal that it calls temporary.
            MailRefused: the server refuses this mail or this recipient for good.
        """

    async def close(self) -> None:
        """Take leave of the server, once the mail on its way is through."""


class Notifications(Protocol):
    """The store of one unit of work. Reads see what the same unit has changed; what is kept is staged."""

    @property
    def at(self) -> datetime:
        """When the decision is being taken."""

    @property
    def reminder_days(self) -> Collection[int]:
        """How many days before a gathering people are reminded of it."""

    async def read_ahead(
        self,
        *,
        people: Collection[UUID] = (),
        club_events: Collection[UUID] = (),
        organisations: Collection[UUID] = (),
    ) -> None:
        """Read together what a whole batch will need: of one of these at least."""

    async def contact(self, person_id: UUID) -> Contact | None:
        """How to write to a person, as far as is known."""

    async def club_event(self, club_event_id: UUID) -> ClubEventCopy | None:
        """What is known of a gathering."""

    async def referents(self, orgs: Collection[UUID]) -> Sequence[Contact]:
        """Who is referent of one of these organisations now."""

    async def organisation(self, org: UUID) -> OrganisationCopy | None:
        """What an organisation is called."""

    def keep_organisation(self, organisation: OrganisationCopy) -> None:
        """Stage what an organisation is called."""

    async def need(self, need_id: UUID) -> NeedCopy | None:
        """What is known of a need."""

    def keep_need(self, need: NeedCopy) -> None:
        """Stage what is known of a need."""

    def keep_contact(self, contact: Contact) -> None:
        """Stage how to write to a person."""

    def keep_club_event(self, club_event: ClubEventCopy) -> None:
        """Stage what is known of a gathering."""

    async def exchange_request(self, exchange_request_id: UUID) -> ExchangeRequestCopy | None:
        """What is known of an exchange request."""

    async def convention(self, convention_id: UUID) -> ConventionCopy | None:
        """What is known of a convention."""

    async def visit(self, visit_id: UUID) -> VisitCopy | None:
        """What is known of a visit."""

    def keep_exchange_request(self, request: ExchangeRequestCopy) -> None:
        """Stage what is known of an exchange request."""

    def keep_convention(self, convention: ConventionCopy) -> None:
        """Stage what is known of a convention."""

    def keep_visit(self, visit: VisitCopy) -> None:
        """Stage what is known of a visit."""

    async def seats_at(self, club_event_id: UUID) -> Sequence[Seat]:
        """Who is registered at a gathering."""

    def keep_seat(self, seat: Seat) -> None:
        """Stage a registration, unless a later event told of it already."""

    def plan(self, reminder: Reminder) -> None:
        """Stage a reminder, unless it is planned already."""

    def settle(self, reminder: Reminder) -> None:
        """Stage that a reminder is over, which must not be so already."""

    def queue(self, delivery: EmailDelivery) -> None:
        """Stage a mail to send."""

    async def add_to_feed(self, line: FeedLine) -> None:
        """Stage a line of the staff feed, after all that are in it."""


class Outgoing(Protocol):
    """The mails to send. Each call is durable when it returns."""

    async def take_due(self, at: datetime) -> EmailDelivery | None:
        """Lease a mail that is due, if there is one; nobody else gets it meanwhile.

        What is urgent goes first, then what has been due for longest.
        """

    async def addressed(self, delivery: EmailDelivery) -> tuple[Contact, Known]:
        """Whom the mail is for, and what it is about, as known now."""

    async def record(self, delivery: EmailDelivery, *, at: datetime) -> bool:
        """Write down how it went, and tell it; False, with nothing written, where the lease is another's."""

    async def watch(self, wake: Callable[[], None]) -> None:
        """Call `wake` whenever there may be a new mail to send, until cancelled: a hint, not a promise."""


class Reminders(Protocol):
    """What is to be carried out when its time has come."""

    async def due(self, at: datetime, *, limit: int) -> Sequence[Reminder]:
        """Those that are due and were not carried out, the first due first."""

    async def carry_out(
        self,
        reminder: Reminder,
        remind: Callable[[Reminder, Notifications], Awaitable[None]],
        *,
        at: datetime,
    ) -> None:
        """Remind within one transaction, which settles the reminder; nothing where another worker has."""


class StaffFeedQueries(Protocol):
    """The feed as people read it."""

    async def before(self, position: int | None, *, limit: int) -> Sequence[StaffFeedEntry]:
        """The last lines before a position, or of all: the newest first."""

    async def after(self, position: int, *, limit: int) -> Sequence[StaffFeedEntry]:
        """The first lines after a position, in their order."""

    async def first_position(self) -> int:
        """Where what is still held of the feed begins; 1 while it is empty."""

    async def last_position(self) -> int:
        """Where the feed ends; 0 while it is empty."""

    async def watch(self, wake: Callable[[], None]) -> None:
        """Call `wake` whenever there may be a new line, until cancelled: a hint, not a promise."""


class DeliveryQueries(Protocol):
    """The mails as staff follows them."""

    async def of_person(
        self, person_id: UUID, *, after: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[EmailDelivery]:
        """The mails for a person, in the order of their queuing."""
