"""Owns what registration does because time passes. Decides nothing: it gives commands.

One worker at a time does it (`shared/timers.py`); should two believe that it is their turn, the second finds
nothing left to do, because each step leaves the state in which it was due.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress

from pydantic import BaseModel

from services.registration.domain.club_event import ClubEvent
from services.registration.domain.commands.attendance import SettleAttendance
from services.registration.domain.commands.programme import GiveBackRegistrations, KeepTime
from services.registration.domain.commands.registrations import (
    ExpireOffer,
    OfferRemainingSeats,
    ShortenOffers,
)
from services.registration.domain.desk_errors import NothingOffered
from services.registration.ports.queries import RegistrationQueries
from services.registration.ports.stores import Registrations
from shared.application import Application
from shared.clock import Clock
from shared.commands import SYSTEM

LOOK_EVERY_SECONDS = 1.0
AT_ONCE = 20
"""Gatherings looked at in one round."""
OFFERS_AT_ONCE = 100
SETTLED_AT_ONCE = 200
GIVEN_BACK_AT_ONCE = 100
"""Registrations cancelled in one transaction."""

Round = Callable[[], Awaitable[None]]


class _Done(BaseModel):
    giving_back: bool

    @classmethod
    def of(cls, club_event: ClubEvent) -> "_Done":
        return cls(giving_back=club_event.giving_back)


class _Offered(BaseModel):
    offering: bool

    @classmethod
    def of(cls, club_event: ClubEvent) -> "_Offered":
        return cls(offering=club_event.offering)


class _Shortened(BaseModel):
    shortening: bool

    @classmethod
    def of(cls, club_event: ClubEvent) -> "_Shortened":
        return cls(shortening=club_event.shortening)


class _Settled(BaseModel):
    closing_attendance: bool

    @classmethod
    def of(cls, club_event: ClubEvent) -> "_Settled":
        return cls(closing_attendance=club_event.closing_attendance)


class _Expired(BaseModel):
    """An offer is over: nobody waits for an answer."""


async def go_rounds(rounds: tuple[Round, ...]) -> None:
    """Go all rounds, one after the other; what fails in one keeps nobody from the next.

    Raises:
        Exception: what failed first.
    """
    failures: list[Exception] = []
    for go_round in rounds:
        try:
            await go_round()
        except Exception as failure:  # noqa: BLE001  # raised below
            failures.append(failure)
    if failures:
        raise failures[0]


async def keep_timetables(
    application: Application[Registrations], queries: RegistrationQueries, clock: Clock
) -> None:
    """Open, close and end the gatherings whose time has come."""
    for club_event_id in await queries.due(clock(), limit=AT_ONCE):
        command = KeepTime(actor=SYSTEM, at=clock(), club_event_id=club_event_id)
        await application.execute(command, key=club_event_id, model=_Done, answer=_Done.of)


async def expire_offers(
    application: Application[Registrations], queries: RegistrationQueries, clock: Clock
) -> None:
    """Offer the seats of those who did not answer in time to the next in line."""
    for registration in await queries.offers_over(clock(), limit=OFFERS_AT_ONCE):
        command = ExpireOffer(
            actor=SYSTEM,
            at=clock(),
            registration_id=registration.id,
            club_event_id=registration.club_event_id,
        )
        with suppress(NothingOffered):  # answered, or expired by another worker, a moment ago
            await application.execute(
                command, key=command.club_event_id, model=_Expired, answer=lambda _: _Expired()
            )


async def shorten_offers(
    application: Application[Registrations], queries: RegistrationQueries, clock: Clock
) -> None:
    """Hold no seat in the last hours of the gatherings that begin earlier than they did."""
    for club_event_id in await queries.shortening(limit=AT_ONCE):
        left = True
        while left:
            command = ShortenOffers(
                actor=SYSTEM, at=clock(), club_event_id=club_event_id, limit=OFFERS_AT_ONCE
            )
            done = await application.execute(
                command, key=club_event_id, model=_Shortened, answer=_Shortened.of
            )
            left = done.shortening


async def offer_remaining(
    application: Application[Registrations], queries: RegistrationQueries, clock: Clock
) -> None:
    """Go on with the offers of seats that were too many for one transaction."""
    for club_event_id in await queries.offering(limit=AT_ONCE):
        left = True
        while left:
            command = OfferRemainingSeats(actor=SYSTEM, at=clock(), club_event_id=club_event_id)
            done = await application.execute(command, key=club_event_id, model=_Offered, answer=_Offered.of)
            left = done.offering


async def give_back(
    application: Application[Registrations], queries: RegistrationQueries, clock: Clock
) -> None:
    """Cancel the registrations of gatherings that were given up, some in each transaction.

    What a process that is killed leaves is found again by the next round: nobody is forgotten, and nobody
    is cancelled twice.
    """
    for club_event_id in await queries.giving_back(limit=AT_ONCE):
        left = True
        while left:
            command = GiveBackRegistrations(
                actor=SYSTEM, at=clock(), club_event_id=club_event_id, limit=GIVEN_BACK_AT_ONCE
            )
            done = await application.execute(command, key=club_event_id, model=_Done, answer=_Done.of)
            left = done.giving_back


async def close_attendance(
    application: Application[Registrations], queries: RegistrationQueries, clock: Clock
) -> None:
    """Settle who came to the gatherings whose attendance staff has closed, some in each transaction."""
    for club_event_id in await queries.closing_attendance(limit=AT_ONCE):
        left = True
        while left:
            command = SettleAttendance(
                actor=SYSTEM, at=clock(), club_event_id=club_event_id, limit=SETTLED_AT_ONCE
            )
            done = await application.execute(command, key=club_event_id, model=_Settled, answer=_Settled.of)
            left = done.closing_attendance


ROUNDS = (keep_timetables, give_back, shorten_offers, expire_offers, offer_remaining, close_attendance)
"""Everything that time brings, in the order in which it is looked for."""
