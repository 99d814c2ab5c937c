"""Owns whether everybody came to know of what was decided: handlers, copies, people, partners."""

from collections import Counter
from collections.abc import Iterator, Sequence

from deploy.rabbitmq.queues import SUBSCRIPTIONS
from services.notifications.domain.partners.visible import PUBLIC_TYPES
from shared.messaging.worker import EVERYWHERE
from tests.simulation.telling import Event, by_subject, name_of
from tests.simulation.world import World

MAILS = {
    "RegistrationConfirmed": 1,
    "RegistrationWaitlisted": 1,
    "RegistrationCancelled": 1,
    "SeatOffered": 1,
    "SeatOfferExpired": 1,
    "RegistrationTransferred": 2,
}
"""How many mails follow from each event."""
TEMPLATES = frozenset(
    {
        "registration_confirmed",
        "registration_waitlisted",
        "registration_cancelled",
        "seat_offered",
        "seat_offer_expired",
    }
)


def reached(world: World, events: Sequence[Event]) -> Iterator[str]:
    """Whom something did not reach, or reached twice."""
    yield from _heard(world, events)
    yield from _copies(world, events)
    yield from _mails(world, events)
    yield from _log(world, events)
    yield from _given_up(world)


def _heard(world: World, events: Sequence[Event]) -> Iterator[str]:
    """Each event has its inbox row at each handler that wants it."""
    for service, server in world.servers.items():
        rows = server.table("inbox").documents
        own = [(one.name, one.contracts) for one in SUBSCRIPTIONS[service]]
        for handler, contracts in [*own, *EVERYWHERE.items()]:
            types = {contract.type() for contract in contracts}
            for event in events:
                if event["type"] in types and f"{handler}:{event['id']}" not in rows:
                    yield f"{service}.{handler} never applied {name_of(event)} of {event['subject']}"


def _copies(world: World, events: Sequence[Event]) -> Iterator[str]:
    """Who follows a history has all of it."""
    ends = {subject: history[-1]["sequence"] for subject, history in by_subject(events).items()}
    followed = (
        ("notifications", "club_events", "club_event"),
        ("notifications", "contacts", "person"),
        ("notifications", "organisations", "organisation"),
        ("notifications", "visits", "visit"),
        ("registration", "people", "person"),
        ("conventions", "people", "person"),
        ("conventions", "organisations", "organisation"),
        ("registration", "organisations", "organisation"),
    )
    for service, collection, aggregate in followed:
        copies = world.servers[service].table(collection).documents
        for subject in ends:
            kind, _, name = subject.partition("/")
            if kind == aggregate and not any(str(key) == name for key in copies):
                yield f"{service} has no copy of {subject}"
        for key, copy in copies.items():
            if copy["sequence"] != ends.get(f"{aggregate}/{key}"):
                yield f"{service} knows {copy['sequence']} events of {aggregate}/{key}"
    log = world.servers["notifications"].table("partner_log_subjects").documents
    for subject, row in log.items():
        if row["sequence"] != ends.get(subject):
            yield f"the partners' log knows {row['sequence']} events of {subject}"


def _mails(world: World, events: Sequence[Event]) -> Iterator[str]:
    """Each fact of a seat is told to the person once, and to the team once; logs have no gap."""
    expected = sum(MAILS.get(name_of(event), 0) for event in events)
    notifications = world.servers["notifications"]
    feed = notifications.table("staff_feed").documents.values()
    lines = Counter(line["code"] for line in feed)
    mails = [
        mail
        for mail in notifications.table("deliveries").documents.values()
        if mail["notice"]["template"] in TEMPLATES
    ]
    if len(mails) != expected:
        yield f"{len(mails)} mails of {expected}"
    for name in MAILS:
        told = sum(name_of(event) == name for event in events)
        if lines[name] != told:
            yield f"{lines[name]} lines of {told} {name}"
    for what, positions in (
        ("feed", [line["position"] for line in feed]),
        ("log", list(notifications.table("partner_log").documents)),
    ):
        if sorted(positions) != list(range(1, len(positions) + 1)):
            yield f"the {what} has gaps"


def _log(world: World, events: Sequence[Event]) -> Iterator[str]:
    """Partners read every public event once, and those of a subject in their order."""
    public = {event["id"]: event for event in events if event["type"] in PUBLIC_TYPES}
    entries = sorted(world.servers["notifications"].table("partner_log").documents.items())
    logged = Counter(str(entry["event_id"]) for _, entry in entries)
    for event_id, event in public.items():
        if logged[event_id] != 1:
            yield f"partners read {name_of(event)} of {event['subject']} {logged[event_id]} times"
    known: dict[str, int] = {}
    for position, entry in entries:
        event = public[str(entry["event_id"])]
        if event["sequence"] < known.get(event["subject"], 0):
            yield f"partners read {event['subject']} out of order at {position}"
        known[event["subject"]] = event["sequence"]


def _given_up(world: World) -> Iterator[str]:
    for service, server in world.servers.items():
        for letter in server.table("dead_letters").documents.values():
            yield f"{service} gave up: {letter['queue']}: {letter['reason']}"
    if lying := len(world.broker.queues["unrouted"].ready):
        yield f"{lying} messages that no queue wants"
