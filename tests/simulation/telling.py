"""Owns the reading of what the services have decided to tell, as their outboxes have it. Judges nothing."""

import json
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from tests.simulation.world import World

Event = dict[str, Any]


def every_event(world: World) -> list[Event]:
    """Every event that a service has decided to tell."""
    return [
        json.loads(bytes(row["body"])) | {"source": name}
        for name, server in world.servers.items()
        for row in server.table("outbox").documents.values()
        if row["exchange"] != "replay"
    ]


def name_of(event: Event) -> str:
    """The name of its contract."""
    return str(event["type"].split(".")[1])


def by_subject(events: Sequence[Event]) -> dict[str, list[Event]]:
    """The history of each subject, in its order."""
    histories: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        histories[event["subject"]].append(event)
    for history in histories.values():
        history.sort(key=lambda event: event["sequence"])
    return histories
