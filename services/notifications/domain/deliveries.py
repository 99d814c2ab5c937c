"""Owns the way of one mail from the queue to the person's server: `EmailDelivery`. Writes and sends nothing.

A delivery is sent under a lease: a process that dies in the middle loses it, and another one tries again,
with the same Message-ID.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

from services.notifications.domain.errors import NotBeingSent, NotDue
from services.notifications.domain.notices import Notice
from shared.events.notifications import EmailBounced

LEASE = timedelta(seconds=30)
"""Longer than any talk with the mail server may last."""
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (1, 5, 30, 120, 600, 1800, 3600, 14400))
"""Wait after the first failure, the second …; the last one serves for all that follow."""
GIVE_UP_AFTER = timedelta(days=5)
"""RFC 5321, 4.5.4.1: a sender gives up after four to five days at least."""

_ADDRESS = re.compile(r"[^\s<>\"'(),:;]+@[^\s<>\"'(),:;]*")


class DeliveryState(StrEnum):
    """How far a mail is."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    SOFT_BOUNCED = "soft_bounced"
    HARD_BOUNCED = "hard_bounced"
    SUPPRESSED = "suppressed"


@dataclass(slots=True, kw_only=True)
class EmailDelivery:
    """One message to one person."""

    id: UUID
    notice: Notice
    queued_at: datetime
    due_at: datetime
    """Not to be tried before; while it is being sent, when the lease runs out."""
    state: DeliveryState = DeliveryState.QUEUED
    attempts: int = 0
    """Grows with each lease: who was overtaken sees that the number is no longer its own."""
    sent_at: datetime | None = None
    last_failure: str = ""
    story: str = ""
    """The one in which it was queued: what becomes of the mail belongs to it."""

    @classmethod
    def of(cls, cause: UUID, notice: Notice, *, at: datetime) -> "EmailDelivery":
        """The mail that follows at once from an event or a reminder, the cause: one for each person."""
        return cls(id=uuid5(cause, str(notice.person_id)), notice=notice, queued_at=at, due_at=at)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be tried."""
        return self.state in {DeliveryState.SENT, DeliveryState.HARD_BOUNCED, DeliveryState.SUPPRESSED}

    def is_useless(self, at: datetime) -> bool:
        """Whether it comes too late to serve the person."""
        useless_from = self.notice.useless_from
        return useless_from is not None and at >= useless_from

    @property
    def to_tell(self) -> tuple[EmailBounced, ...]:
        """What is told of how it ended."""
        if self.state is not DeliveryState.HARD_BOUNCED:
            return ()
        return (EmailBounced(delivery_id=self.id, person_id=self.notice.person_id, hard=True),)

    def lease(self, at: datetime) -> None:
        """Take the mail to send it.

        Raises:
            NotDue: it is over, somebody else is sending it, or it is too early to try again.
        """
        if self.is_over or at < self.due_at:
            raise NotDue("Ce courriel n’est pas à envoyer maintenant.", delivery_id=str(self.id))
        self.state = DeliveryState.SENDING
        self.attempts += 1
        self.due_at = at + LEASE

    def mark_sent(self, at: datetime) -> None:
        """The person's server, or ours on the way to it, took the mail.

        Raises:
            NotBeingSent: no lease was taken.
        """
        self._require_sending()
        self.state = DeliveryState.SENT
        self.sent_at = at
        self.last_failure = ""

    def put_off(self, at: datetime, *, reason: str) -> None:
        """It did not work this time: try again later, each time a little later, and give up after days.

        Raises:
            NotBeingSent: no lease was taken.
        """
        self._require_sending()
        expired = at - self.queued_at >= GIVE_UP_AFTER
        self.state = DeliveryState.HARD_BOUNCED if expired else DeliveryState.SOFT_BOUNCED
        self.due_at = at + BACKOFF[min(self.attempts, len(BACKOFF)) - 1]
        self.last_failure = _without_addresses(reason)

    def refuse(self, *, reason: str) -> None:
        """It will never work: the address does not exist, or its server wants nothing of it.

        Raises:
            NotBeingSent: no lease was taken.
        """
        self._require_sending()
        self.state = DeliveryState.HARD_BOUNCED
        self.last_failure = _without_addresses(reason)

    def suppress(self) -> None:
        """It is not to be sent: the person is known to the club no more, or it comes too late to serve.

        Raises:
            NotBeingSent: no lease was taken.
        """
        self._require_sending()
        self.state = DeliveryState.SUPPRESSED
        self.last_failure = ""

    def _require_sending(self) -> None:
        if self.state is not DeliveryState.SENDING:
            raise NotBeingSent("Ce courriel n’est pas en cours d’envoi.", delivery_id=str(self.id))


def _without_addresses(reason: str) -> str:
    """Mail servers like to repeat the recipient: a delivery knows ids only."""
    return _ADDRESS.sub("(adresse)", reason)
