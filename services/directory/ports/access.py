"""Owns what sign-in needs from storage and from the mail server, as Protocols. Implements nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Protocol
from uuid import UUID

from services.directory.domain.person import Person
from services.directory.domain.proconnect import ProConnectAccount
from services.directory.domain.second_factor import SecondFactor
from services.directory.domain.session import Session
from services.directory.domain.sign_in_link import SignInLink, SignInRequest
from shared.events.envelope import Payload


class Access(Protocol):
    """The store of one unit of work about sign-in. Reads see what the same unit has changed."""

    async def person(self, person_id: UUID) -> Person:
        """One person.

        Raises:
            UnknownPerson: there is none.
        """

    def save_person(self, person: Person, events: Sequence[Payload]) -> None:
        """Stage a person and their events."""

    async def sign_in_link(self, digest: str) -> SignInLink | None:
        """The link that was not used yet."""

    def use_sign_in_link(self, link: SignInLink) -> None:
        """Stage the end of a link: of two who use it at once, one gets in."""

    async def session(self, session_id: UUID) -> Session | None:
        """A session that was not ended."""

    async def sessions_of(self, person_id: UUID) -> Sequence[Session]:
        """The sessions of a person."""

    def save_session(self, session: Session) -> None:
        """Stage a session."""

    def end_session(self, session: Session) -> None:
        """Stage the end of a session."""

    async def second_factor(self, person_id: UUID) -> SecondFactor | None:
        """The second factor of a person, enrolled or not."""

    def save_second_factor(self, factor: SecondFactor) -> None:
        """Stage a second factor."""

    def remove_second_factor(self, factor: SecondFactor) -> None:
        """Stage the end of a second factor."""

    async def proconnect_account(self, subject: str) -> ProConnectAccount | None:
        """The account at ProConnect that somebody has said to be theirs."""

    def save_proconnect_account(self, account: ProConnectAccount) -> None:
        """Stage an account at ProConnect."""

    async def organisation_with_siren(self, siren: str) -> UUID | None:
        """The organisation that has this SIREN."""


class AccessQueries(Protocol):
    """Reads about sign-in that no decision rests on alone."""

    async def invited_by_link(self, digest: str, at: datetime) -> bool | None:
        """Whether a link brings somebody in for the first time; None for a link that brings in nobody."""

    async def sessions_of(self, person_id: UUID, at: datetime) -> Sequence[Session]:
        """The sessions of a person that go on, the last begun first."""

    async def second_factor(self, person_id: UUID) -> SecondFactor | None:
        """The second factor of a person, enrolled or not."""


class SignInRequests(Protocol):
    """The queue of sign-in mails to write, shared by all workers."""

    async def ask(self, request: SignInRequest) -> None:
        """Queue a mail, unless one to this address waits already: the same write whoever it is."""

    async def take_due(self, at: datetime) -> SignInRequest | None:
        """Lease the request that has been due for longest, if any."""

    async def recipient(self, email: str) -> Person | None:
        """Who has this address, and may sign in."""

    async def keep_link(self, link: SignInLink) -> None:
        """Have a link open the door, before its mail is sent."""

    async def forget(self, request: SignInRequest) -> None:
        """Nothing more is to be done."""

    async def put_off(self, request: SignInRequest, *, until: datetime) -> None:
        """Try again later."""


class RateLimits(Protocol):
    """Counts of what was tried, shared by all processes and forgotten with time."""

    async def hit(self, key: str, *, most: int, within: timedelta, at: datetime) -> int:
        """Count one more try, and tell how many seconds to wait: 0 if it is one of those allowed."""


class Mailer(Protocol):
    """Who hands mails over to a mail server."""

    async def send(self, message: EmailMessage) -> None:
        """Return once the server has taken the mail upon itself.

        Raises:
            MailPutOff: it may work later.
            MailRefused: it never will.
        """

    async def close(self) -> None:
        """Take leave of the server."""
