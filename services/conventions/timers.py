"""Owns what this service does because time passes. Decides nothing: it gives commands.

Each step leaves the state in which it was due: done twice, the second finds nothing left to do.
"""

from pydantic import BaseModel

from services.conventions.domain.commands.convention import WatchConvention
from services.conventions.domain.commands.exchange import WatchExchange
from services.conventions.domain.commands.reports import WatchReport
from services.conventions.domain.commands.visits import WatchVisit
from services.conventions.ports.office import Office
from services.conventions.ports.queries import AgreementQueries, VisitQueries
from shared.application import Application
from shared.clock import Clock
from shared.commands import SYSTEM, Command
from shared.ids import new_id

AT_ONCE = 50


class _Watched(BaseModel):
    """Nobody waits for an answer."""


async def watch_exchanges(application: Application[Office], queries: AgreementQueries, clock: Clock) -> None:
    """Remind of proposals, and end those whose time is over."""
    for request_id in await queries.due_exchange_requests(clock(), limit=AT_ONCE):
        command = WatchExchange(actor=SYSTEM, at=clock(), exchange_request_id=request_id)
        await _watch(application, command, key=request_id)


async def watch_conventions(
    application: Application[Office], queries: AgreementQueries, clock: Clock
) -> None:
    """Remind signatories, close signing windows, begin, warn of and end conventions."""
    for convention_id in await queries.due_conventions(clock(), limit=AT_ONCE):
        command = WatchConvention(actor=SYSTEM, at=clock(), convention_id=convention_id, report_id=new_id())
        await _watch(application, command, key=convention_id)


async def watch_visits(application: Application[Office], queries: VisitQueries, clock: Clock) -> None:
    """Ask whether visits took place, and for their reports."""
    for visit in await queries.due_visits(clock(), limit=AT_ONCE):
        command = WatchVisit(
            actor=SYSTEM,
            at=clock(),
            convention_id=visit.convention_id,
            visit_id=visit.id,
            report_id=new_id(),
        )
        await _watch(application, command, key=visit.convention_id)


async def watch_reports(application: Application[Office], queries: VisitQueries, clock: Clock) -> None:
    """Remind of reports that are owed."""
    for report in await queries.due_reports(clock(), limit=AT_ONCE):
        command = WatchReport(
            actor=SYSTEM, at=clock(), convention_id=report.convention_id, report_id=report.id
        )
        await _watch(application, command, key=report.convention_id)


async def _watch(application: Application[Office], command: Command, *, key: object) -> None:
    await application.execute(command, key=key, model=_Watched, answer=lambda _: _Watched())
