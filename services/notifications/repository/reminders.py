"""Owns the finding of reminders that are due, and the carrying out of each, in a transaction of its own."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from services.notifications.domain.reminders import Reminder
from services.notifications.ports.notices import Notifications
from services.notifications.repository.documents import REMINDERS, to_reminder
from services.notifications.repository.store import MongoNotifications
from shared.commands import SYSTEM
from shared.ids import new_id
from shared.storage.mongo import Contention, Database, DriverError, is_contention
from shared.storage.unit_of_work import Origin, UnitOfWork
from shared.telemetry import get_logger


class MongoReminders:
    """The reminders of all gatherings."""

    def __init__(self, database: Database, source: str) -> None:
        self._database = database
        self._source = source

    async def due(self, at: datetime, *, limit: int) -> Sequence[Reminder]:
        """Those that are due and were not carried out, the first due first."""
        wanted = {"pending": True, "due_at": {"$lte": at}}
        found = self._database[REMINDERS].find(wanted, sort=[("due_at", 1)], limit=limit)
        return [to_reminder(document) async for document in found]

    async def carry_out(
        self,
        reminder: Reminder,
        remind: Callable[[Reminder, Notifications], Awaitable[None]],
        *,
        at: datetime,
    ) -> None:
        """Remind within one transaction, which settles the reminder; nothing where another worker has."""
        work = UnitOfWork(self._database, Origin(self._source, SYSTEM, at, str(new_id())))
        await remind(reminder, MongoNotifications(work))
        try:
            await work.commit()
        except (Contention, DriverError) as error:
            if isinstance(error, DriverError) and not is_contention(error):
                raise
            get_logger().info("reminded elsewhere", reminder_id=str(reminder.id))
