"""Owns what must be true when all has come to rest: everything accepted happened once, and all know of it."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from tests.simulation.asking import Request
from tests.simulation.reach import reached
from tests.simulation.telling import Event, by_subject, every_event, name_of
from tests.simulation.world import World

ENTRY = ("RegistrationConfirmed", "RegistrationWaitlisted", "RegistrationRequested")
EFFECTS = {
    "register": ENTRY,
    "register group": ENTRY,
    "cancel": ("RegistrationCancelled",),
    "transfer": ("RegistrationTransferred",),
    "propose visit": ("VisitProposed",),
    "schedule visit": ("VisitScheduled",),
    "reschedule visit": ("VisitRescheduled",),
    "cancel visit": ("VisitCancelled",),
    "answer offer": ("RegistrationConfirmed", "RegistrationWaitlisted", "RegistrationCancelled"),
}
"""What each kind of request does to the registrations that it is about."""


def judge(world: World, requests: Sequence[Request], *, is_quiet: bool) -> Iterator[str]:
    """All that is not as it must be."""
    yield from world.unexpected
    yield from world.loop.uncaught
    if not is_quiet:
        yield f"something waits for ever: {_waiting(world)}"
        return
    events = every_event(world)
    yield from _histories(events)
    yield from _requests(events, requests)
    yield from _registrations(world, events)
    yield from reached(world, events)


def _histories(events: Sequence[Event]) -> Iterator[str]:
    for subject, history in by_subject(events).items():
        sequences = [event["sequence"] for event in history]
        if sequences != list(range(1, len(sequences) + 1)):
            yield f"{subject}: its history is {sequences}"


def _requests(events: Sequence[Event], requests: Sequence[Request]) -> Iterator[str]:
    by_story: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        by_story[event["correlationid"]].append(event)
    for request in requests:
        told = [event for event in by_story[request.key] if event.get("causationid") is None]
        yield from (f"{request.key} {request.what}: {defect!r}" for defect in request.defects)
        if len({answer.model_dump_json() for answer in request.answers}) > 1:
            yield f"{request.key} {request.what}: answered differently: {request.answers}"
        if request.is_accepted:
            yield from _accepted(request, told)
        elif told:
            yield f"{request.key} {request.what}: refused, and done: {[name_of(event) for event in told]}"


def _accepted(request: Request, told: Sequence[Event]) -> Iterator[str]:
    effects = EFFECTS.get(request.what, ())
    wanted: Any = request.answers[0]
    if request.service == "conventions":
        done = [event["subject"] for event in told if name_of(event) in effects]
        if done != [f"visit/{wanted.visit}"]:
            yield f"{request.key} {request.what}: accepted, and done to {done}"
        return
    for registration_id, _ in wanted.registrations:
        subject = f"registration/{registration_id}"
        done = [name_of(event) for event in told if event["subject"] == subject and name_of(event) in effects]
        if len(done) != 1:
            yield f"{request.key} {request.what}: accepted, and done {len(done)} times: {subject} {done}"
    entries = [event for event in told if name_of(event) in ENTRY and event["sequence"] == 1]
    if request.what.startswith("register") and len(entries) != len(wanted.registrations):
        yield f"{request.key} {request.what}: {len(entries)} registrations were made"
    updates = [event for event in told if name_of(event) == "ClubEventUpdated"]
    if len(updates) > 1:
        yield f"{request.key} {request.what}: changed {len(updates)} times"


STATES = {
    "RegistrationConfirmed": "confirmed",
    "RegistrationWaitlisted": "waitlisted",
    "RegistrationCancelled": "cancelled",
    "SeatOffered": "offered",
    "SeatOfferExpired": "expired",
    "RegistrationTransferred": "confirmed",
}


def _registrations(world: World, events: Sequence[Event]) -> Iterator[str]:
    """Each registration is what its history says, and its copy knows all of it."""
    kept = world.servers["registration"].table("registrations").documents
    seats = world.servers["notifications"].table("seats").documents
    histories = {
        subject.partition("/")[2]: history
        for subject, history in by_subject(events).items()
        if subject.startswith("registration/")
    }
    if {str(one) for one in kept} != set(histories):
        yield f"registrations and their histories differ: {len(kept)}, {len(histories)}"
    for registration_id, registration in kept.items():
        history = histories.get(str(registration_id), [])
        states = [STATES[name] for event in history if (name := name_of(event)) in STATES]
        if not states or states[-1] != registration["state"]:
            yield f"registration/{registration_id} is {registration['state']}, after {states}"
        copy = seats.get(registration_id)
        last = max((event["sequence"] for event in history if name_of(event) in STATES), default=0)
        if copy is None or copy["sequence"] != last:
            yield f"registration/{registration_id}: the copy knows {copy and copy['sequence']} of {last}"


def _waiting(world: World) -> str:
    pending = {
        name: sum(row["state"] == "pending" for row in server.table("outbox").documents.values())
        for name, server in world.servers.items()
    }
    return (
        f"to publish {pending}, to apply {world.broker.waiting(world.servers)}, later {+world.broker.moving}"
    )
