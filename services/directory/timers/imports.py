"""Owns the work on spreadsheets to take in: all rows looked at, then, if that is asked, taken in to the end.

Looking writes nothing but how far it is: every row is decided in one unit of work that is thrown away. Taking
in decides some rows at a time anew, and commits them together with how far it is: a worker that is killed
leaves nothing half done, another goes on from there, and of two at once one finds its turn gone.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import Final

from services.directory.domain.imports import ImportLine, LineOutcome, LineReport, joined
from services.directory.domain.spreadsheet_import import ImportState, SpreadsheetImport
from services.directory.handlers.imports import enter_memberships, enter_people
from services.directory.ports.imports import Imports
from services.directory.ports.store import Directory
from services.directory.schemas.imports import BOUNDS, lines_of
from shared.clock import Clock
from shared.documents.spreadsheets import read_rows
from shared.jitter import jitter
from shared.storage.mongo import Contention
from shared.telemetry import get_logger, story

TAKE_IN_EVERY_SECONDS: Final = 1.0
ROWS_AT_ONCE: Final = 100
"""A transaction of so many takes some tenths of a second, and nobody else in the worker waits for longer."""
ATTEMPTS: Final = 5
PAUSE_SECONDS: Final = 0.2

_Enter = Callable[[Sequence[ImportLine], Directory], Awaitable[Sequence[LineReport]]]


async def take_in_spreadsheets(imports: Imports, clock: Clock) -> None:
    """Do all that is to be done for the files that wait; what somebody else is at is left to them."""
    while (spreadsheet := await imports.take_due(clock())) is not None:
        with story(str(spreadsheet.id)):
            try:
                await _Turn(imports, clock, spreadsheet).run()
            except Contention as error:
                get_logger().info("import left for another turn", id=str(spreadsheet.id), error=str(error))


class _Turn:
    """One worker's work on one file."""

    def __init__(self, imports: Imports, clock: Clock, spreadsheet: SpreadsheetImport) -> None:
        self._imports = imports
        self._clock = clock
        self._spreadsheet = spreadsheet

    async def run(self) -> None:
        """Do what is left to do."""
        lines, refused = await self._read()
        members = [line for line in lines if line.membership is not None]
        if self._spreadsheet.state is ImportState.LOOKING:
            await self._look(lines, members, refused)
        if self._spreadsheet.state is ImportState.APPLYING:
            await self._take_in(lines, enter_people, before=0)
            await self._take_in(members, enter_memberships, before=len(lines))

    async def _read(self) -> tuple[list[ImportLine], list[LineReport]]:
        content = await self._imports.content(self._spreadsheet.id)
        left = lines_of(read_rows(content, BOUNDS), self._spreadsheet.actor, self._clock())
        lines: list[ImportLine] = []
        refused: list[LineReport] = []
        while some := await asyncio.to_thread(lambda: list(islice(left, ROWS_AT_ONCE))):
            lines += [row for row in some if isinstance(row, ImportLine)]
            refused += [row for row in some if isinstance(row, LineReport)]
            if self._spreadsheet.state is ImportState.LOOKING:
                await self._tell(done=len(lines) + len(refused))
        return lines, refused

    async def _look(
        self, lines: Sequence[ImportLine], members: Sequence[ImportLine], refused: Sequence[LineReport]
    ) -> None:
        spreadsheet, reports = self._spreadsheet, list(refused)
        trial = await self._imports.try_out(spreadsheet, lines, self._clock())
        for some in _batches(lines):
            reports += await enter_people(some, trial)
            await self._tell(done=spreadsheet.done + len(some))
        right = {report.number for report in reports if report.refusal is None}
        for some in _batches([line for line in members if line.number in right]):
            reports += await enter_memberships(some, trial)
            await self._tell(done=spreadsheet.done)
        found = joined(reports)
        await self._imports.keep_reports(spreadsheet, found)
        spreadsheet.conclude(found, memberships=len(members), at=self._clock())
        store = await self._imports.begin(spreadsheet, (), self._clock())
        store.save_import(spreadsheet)
        store.keep_file(spreadsheet)
        await store.commit()

    async def _tell(self, *, done: int) -> None:
        """Say how far it is, and let the others in this process have their turn."""
        self._spreadsheet.go_on(to=done, at=self._clock())
        store = await self._imports.begin(self._spreadsheet, (), self._clock())
        store.save_import(self._spreadsheet)
        await store.commit()

    async def _take_in(self, lines: Sequence[ImportLine], enter: _Enter, *, before: int) -> None:
        """Enter those of the lines that are not in yet; the first of them comes after `before` steps."""
        for some in _batches(lines[max(0, self._spreadsheet.done - before) :]):
            await self._enter(some, enter)

    async def _enter(self, some: Sequence[ImportLine], enter: _Enter) -> None:
        """Enter some lines in one transaction, however often others are faster.

        Raises:
            Contention: every time, as when another worker is at it.
        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._spreadsheet = await self._entered(some, enter)
            except Contention:
                if attempt == ATTEMPTS:
                    raise
                await asyncio.sleep(jitter(0, PAUSE_SECONDS * attempt))
            else:
                return

    async def _entered(self, some: Sequence[ImportLine], enter: _Enter) -> SpreadsheetImport:
        after = replace(self._spreadsheet)
        store = await self._imports.begin(after, some, self._clock())
        reports = await enter(some, store)
        refused = [report for report in reports if report.outcome is LineOutcome.REFUSED]
        after.count_refused(refused)
        store.note_refused(after, refused)
        after.go_on(to=after.done + len(some), at=self._clock())
        if after.finish_if_over():
            store.keep_file(after)
        store.save_import(after)
        await store.commit()
        return after


def _batches(lines: Sequence[ImportLine]) -> Iterator[Sequence[ImportLine]]:
    for start in range(0, len(lines), ROWS_AT_ONCE):
        yield lines[start : start + ROWS_AT_ONCE]
