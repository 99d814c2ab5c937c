"""Owns how every service answers a person who asks what is held of them. Knows not where their data stand."""

from functools import partial
from uuid import UUID

from shared.events.directory import AccessRequested
from shared.events.envelope import Envelope
from shared.messaging.inbox import Subscription
from shared.personal_data import PersonalData
from shared.retention import Retention
from shared.storage.collecting import collect
from shared.storage.erased_people import Erased
from shared.storage.unit_of_work import UnitOfWork


class Collecting:
    """Reads what is held of people, and tells it, within one unit of work."""

    def __init__(self, personal_data: PersonalData, retention: Retention, work: UnitOfWork) -> None:
        self._personal_data = personal_data
        self._retention = retention
        self._work = work

    async def tell(self, person_id: UUID, *, export_id: UUID) -> None:
        """Tell all that is held of a person, unless they were erased meanwhile."""
        if await Erased(self._work).person(person_id) is not None:
            return
        collected = await collect(self._work.database, self._personal_data, self._retention, person_id)
        told = self._personal_data.collected(export_id=export_id, person_id=person_id, collected=collected)
        self._work.record(told, export_id, 1)


async def collect_personal_data(event: Envelope[AccessRequested], collecting: Collecting) -> None:
    """Answer a person who asks what is held of them."""
    await collecting.tell(event.data.person_id, export_id=event.data.export_id)


def collects(personal_data: PersonalData, retention: Retention) -> Subscription[Collecting]:
    """What every service hears beside its own subscriptions."""
    return Subscription(
        collect_personal_data, (AccessRequested,), partial(Collecting, personal_data, retention)
    )
