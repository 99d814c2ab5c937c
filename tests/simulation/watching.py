"""Owns what must hold at every instant of a history, whatever fails. It looks at every commit and publish."""

from collections import Counter
from typing import Any

from shared.events.envelope import Envelope
from shared.storage.outbox import EVENTS_EXCHANGE, PERSONAL_EXCHANGE
from tests.simulation.broker import Message
from tests.simulation.given import QUOTA
from tests.simulation.store.server import Written
from tests.simulation.visits import HALF_DAY_QUOTA
from tests.simulation.world import World

SEATED = frozenset({"confirmed", "offered"})


class Watching:
    """Never more seats than places, nor more of an organisation than its quota; no event out of its turn."""

    def __init__(self, world: World) -> None:
        self.failures: list[str] = []
        self._world = world
        self._told: dict[str, int] = {}
        """Subject → the sequence of the last event that was published for the first time."""
        self._published_ids: set[str] = set()
        self._dirty: set[Any] = set()
        server = world.servers["registration"]
        server.watchers.append(self._written)
        server.on_commit.append(self._committed)
        world.servers["conventions"].on_commit.append(self._visits_committed)
        world.broker.listeners.append(self._published)
        for each in world.servers.values():
            for row in each.table("outbox").documents.values():
                self._told[row["subject"]] = max(self._told.get(row["subject"], 0), row["sequence"])

    def _written(self, written: Written) -> None:
        collection, document_id, _, after = written
        if collection == "club_events":
            self._dirty.add(document_id)
        elif collection == "registrations" and after is not None:
            self._dirty.add(after["club_event_id"])

    def _committed(self) -> None:
        if not self._dirty:
            return
        server = self._world.servers["registration"]
        for club_event_id in sorted(self._dirty):
            club_event = server.table("club_events").documents[club_event_id]
            here = [
                one
                for one in server.table("registrations").documents.values()
                if one["club_event_id"] == club_event_id and one["state"] in SEATED
            ]
            self._require_room(club_event, here)
        self._dirty.clear()

    def _require_room(self, club_event: dict[str, Any], seated: list[dict[str, Any]]) -> None:
        by_mode = Counter(one["mode"] for one in seated)
        for mode, counters in club_event["seats"]["modes"].items():
            if by_mode[mode] > counters["capacity"]:
                self.failures.append(f"{club_event['_id']}: {by_mode[mode]} seats of {counters['capacity']}")
            if by_mode[mode] != counters["taken"]:
                self.failures.append(
                    f"{club_event['_id']}: {by_mode[mode]} seated, {counters['taken']} counted"
                )
        for org, seats in Counter(one["org"] for one in seated).items():
            if seats > QUOTA:
                self.failures.append(f"{club_event['_id']}: {seats} seats of {org}, which may have {QUOTA}")

    def _visits_committed(self) -> None:
        server = self._world.servers["conventions"]
        scheduled = [
            visit["content"]["plan"]["slots"]
            for visit in server.table("visits").documents.values()
            if visit["content"]["state"] == "scheduled"
        ]
        half_days = sum(len(slots) for slots in scheduled)
        (reserved,) = [one["reserved"] for one in server.table("half_day_ledgers").documents.values()] or [0]
        if half_days > HALF_DAY_QUOTA or half_days != reserved:
            self.failures.append(f"{half_days} half-days of {HALF_DAY_QUOTA}, {reserved} reserved")
        expected = sum(len(slot["agents"]) for slots in scheduled for slot in slots)
        if len(server.table("bookings").documents) != expected:
            self.failures.append(f"{len(server.table('bookings').documents)} bookings of {expected}")

    def _published(self, message: Message, exchange: str) -> None:
        """The first publication of each event comes after that of the one before it."""
        if exchange not in {EVENTS_EXCHANGE, PERSONAL_EXCHANGE}:
            return
        if self._world.weather.began_calm and message.message_id in self._published_ids:
            self.failures.append(f"{message.message_id} was published twice, and nothing had failed")
        self._published_ids.add(message.message_id)
        event: Envelope[Any] = Envelope[Any].model_validate_json(message.body)
        known = self._told.get(event.subject, 0)
        if event.sequence > known + 1:
            self.failures.append(f"{event.subject}: {event.sequence} was published before {known + 1}")
        self._told[event.subject] = max(known, event.sequence)
