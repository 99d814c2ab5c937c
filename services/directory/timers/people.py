"""Owns what becomes of people because days pass, or because the team accepted it for many. Decides nothing.

Several workers may do it at once: the second finds nothing left to tell.
"""

import asyncio
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from pydantic import BaseModel

from services.directory.domain.closure import MandateClosure
from services.directory.domain.commands.closures import FinishClosure
from services.directory.domain.commands.erasures import AlertOnErasure, EraseInactive
from services.directory.domain.commands.people import RecheckRoles
from services.directory.domain.errors.erasures import StillActive
from services.directory.domain.errors.people import UnknownPerson
from services.directory.ports.queries import DirectoryQueries
from services.directory.ports.store import Directory
from shared.application import Application
from shared.clock import Clock
from shared.commands import SYSTEM
from shared.days import club_day
from shared.storage.mongo import Contention, DriverError, StorageUnavailable, is_unavailable
from shared.telemetry import get_logger

RECHECK_EVERY_SECONDS = 600.0
CLOSE_EVERY_SECONDS = 2.0
PEOPLE_AT_ONCE = 100


class _Rechecked(BaseModel):
    person_id: UUID


class _Closed(BaseModel):
    id: UUID


class _Erasure(BaseModel):
    person_id: UUID


async def recheck_roles_for_ever(
    application: Application[Directory], queries: DirectoryQueries, clock: Clock
) -> None:
    """Tell, on the day itself, which roles have come into force or are over."""
    while True:
        try:
            await recheck_due_roles(application, queries, clock)
        except (StorageUnavailable, Contention, DriverError) as error:
            if isinstance(error, DriverError) and not is_unavailable(error):
                raise
            get_logger().warning("roles wait to be rechecked", error=str(error))
        await asyncio.sleep(RECHECK_EVERY_SECONDS)


async def recheck_due_roles(
    application: Application[Directory], queries: DirectoryQueries, clock: Clock
) -> None:
    """Recheck everybody whose day has come."""
    while due := await queries.due_for_recheck(club_day(clock())):
        for person_id in due:
            await application.execute(
                RecheckRoles(actor=SYSTEM, at=clock(), person_id=person_id),
                key=person_id,
                model=_Rechecked,
                answer=lambda person: _Rechecked(person_id=person.id),
            )


async def forget_inactive_people(
    application: Application[Directory], queries: DirectoryQueries, clock: Clock, *, kept: timedelta
) -> None:
    """Forget some of those who have had no role for as long as people without one are kept."""
    since = club_day(clock() - kept)
    for person_id in await queries.inactive_people(since=since, limit=PEOPLE_AT_ONCE):
        with suppress(UnknownPerson, StillActive):  # forgotten elsewhere, or back, a moment ago
            await application.execute(
                EraseInactive(actor=SYSTEM, at=clock(), person_id=person_id, without_role_since=since),
                key=person_id,
                model=_Erasure,
                answer=lambda erasure: _Erasure(person_id=erasure.id),
            )


async def alert_on_erasures(
    application: Application[Directory], queries: DirectoryQueries, clock: Clock, *, within: timedelta
) -> None:
    """Tell the staff which services have not said in time that they forgot a person."""
    while late := await queries.late_erasures(clock() - within):
        for person_id in late:
            now = clock()
            await application.execute(
                AlertOnErasure(actor=SYSTEM, at=now, person_id=person_id, erased_before=now - within),
                key=person_id,
                model=_Erasure,
                answer=lambda erasure: _Erasure(person_id=erasure.id),
            )


async def carry_out_closures(
    application: Application[Directory], queries: DirectoryQueries, clock: Clock
) -> None:
    """End the mandates of every accepted closure, a batch of people at a time, to the end.

    Killed on the way, it goes through those who are left; several workers at once do the same work once.
    """
    for closure in await queries.accepted_closures():
        after = None
        while people := await queries.people_to_close(closure, after=after, limit=PEOPLE_AT_ONCE):
            after = people[-1].id
            await asyncio.gather(*(_close(application, closure, person.id, clock) for person in people))
        await application.execute(
            FinishClosure(actor=SYSTEM, at=clock(), closure_id=closure.id),
            key=closure.id,
            model=_Closed,
            answer=lambda finished: _Closed(id=finished.id),
        )


async def _close(
    application: Application[Directory], closure: MandateClosure, person_id: UUID, clock: Clock
) -> None:
    with suppress(UnknownPerson):  # erased since the page was read
        await application.execute(
            closure.for_person(person_id, clock()),
            key=closure.id,
            model=_Closed,
            answer=lambda person: _Closed(id=person.id),
        )
