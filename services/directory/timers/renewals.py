"""Owns what the calendar of the club brings about: renewals due, late fees, rounds to decide, calls accepted.

It decides nothing: it gives commands. Several workers may do it at once: the second finds nothing to tell.
"""

import asyncio
from datetime import date
from uuid import UUID

from pydantic import BaseModel

from services.directory.domain.commands.fees import FinishCalls, MarkFeeOverdue, OfYear, OpenRound
from services.directory.domain.commands.memberships import MarkRenewalDue
from services.directory.domain.commands.offers import PauseOfferOfFormerMember
from services.directory.domain.fee import FeeState
from services.directory.domain.rounds import RenewalCalendar, Round
from services.directory.ports.know_how import KnowHowQueries
from services.directory.ports.queries import DirectoryQueries
from services.directory.ports.store import Directory
from shared.application import Application
from shared.clock import Clock
from shared.commands import SYSTEM
from shared.days import club_day
from shared.errors import DomainError
from shared.telemetry import get_logger

CALL_EVERY_SECONDS = 2.0
KEEP_CALENDAR_EVERY_SECONDS = 600.0
PAUSE_OFFERS_EVERY_SECONDS = 600.0
MEMBERS_AT_ONCE = 100


class _OfYear(BaseModel):
    year: int


class _Paused(BaseModel):
    id: UUID


async def carry_out_calls(
    application: Application[Directory], queries: DirectoryQueries, clock: Clock
) -> None:
    """Call the fees of every campaign that the team accepted, a batch at a time, to the end.

    A member that cannot be asked is left; the preview of the campaign says why.
    """
    for campaign in await queries.campaigns_calling():
        after, year = None, campaign.year
        while fees := await queries.fees(year, FeeState.NOT_CALLED, after=after, limit=MEMBERS_AT_ONCE):
            after = fees[-1].id
            calls = (campaign.call_of(fee.membership_id, clock()) for fee in fees)
            await asyncio.gather(*(_try(application, call) for call in calls if call))
        await _try(application, FinishCalls(actor=SYSTEM, at=clock(), year=year))


async def keep_renewal_calendar(
    application: Application[Directory],
    queries: DirectoryQueries,
    clock: Clock,
    *,
    calendar: RenewalCalendar,
) -> None:
    """Say whose year began unconfirmed and whose fee is late, and propose the steps whose day has come."""
    on = club_day(clock())
    await _ask_to_renew(application, queries, clock, lapses_from=calendar.day_of(Round.LAPSE, on.year))
    await _note_late_fees(application, queries, clock)
    opened = (await queries.campaign(on.year)).opened
    for step in calendar.due(on):
        if step not in opened:
            count = await queries.count_proposed(on.year, step)
            await _try(application, OpenRound(actor=SYSTEM, at=clock(), year=on.year, step=step, count=count))


async def _ask_to_renew(
    application: Application[Directory], queries: DirectoryQueries, clock: Clock, *, lapses_from: date
) -> None:
    after, year = None, lapses_from.year
    while due := await queries.memberships_to_renew(year, after=after, limit=MEMBERS_AT_ONCE):
        after, at = due[-1].id, clock()
        marks = (
            MarkRenewalDue(actor=SYSTEM, at=at, year=year, membership_id=each.id, lapses_from=lapses_from)
            for each in due
        )
        await asyncio.gather(*(_try(application, mark) for mark in marks))


async def _note_late_fees(
    application: Application[Directory], queries: DirectoryQueries, clock: Clock
) -> None:
    after = None
    while late := await queries.fees_past_due(club_day(clock()), after=after, limit=MEMBERS_AT_ONCE):
        after, at = late[-1].id, clock()
        marks = (
            MarkFeeOverdue(actor=SYSTEM, at=at, membership_id=fee.membership_id, year=fee.year)
            for fee in late
        )
        await asyncio.gather(*(_try(application, mark) for mark in marks))


async def pause_offers_of_former_members(
    application: Application[Directory], memberships: DirectoryQueries, offers: KnowHowQueries, clock: Clock
) -> None:
    """Pause what organisations offer whose rights as members are over."""
    after = None
    while published := await offers.published_offers(after=after, limit=MEMBERS_AT_ONCE):
        after, at = published[-1].id, clock()
        known = await memberships.memberships_of({offer.org for offer in published})
        for offer in published:
            membership = known.get(offer.org)
            if membership is None or not membership.gives_rights(club_day(at)):
                await application.execute(
                    PauseOfferOfFormerMember(actor=SYSTEM, at=at, offer_id=offer.id),
                    key=offer.id,
                    model=_Paused,
                    answer=lambda paused: _Paused(id=paused.id),
                )


async def _try(application: Application[Directory], command: OfYear | MarkRenewalDue) -> None:
    """Give one command of many, all of one year in one go; a refusal concerns its member alone."""
    try:
        await application.execute(
            command,
            key=f"renewal_campaigns/{command.year}",
            model=_OfYear,
            answer=lambda _: _OfYear(year=command.year),
        )
    except DomainError as refusal:
        get_logger().info("left as it is", command=type(command).__name__, refusal=refusal.code)
