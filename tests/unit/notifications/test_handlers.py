"""Specifies what each event leads to: copies kept, a mail queued, a line in the feed."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from services.notifications.domain.copies import ClubEventState
from services.notifications.domain.notices import GatheringNotice, Template
from services.notifications.handlers.copies import keep_club_events, keep_contacts
from services.notifications.handlers.seats import (
    send_cancellation,
    send_confirmation,
    send_waiting_list_notice,
)
from shared.errors import TooEarly
from shared.events.envelope import Envelope
from shared.events.registration import RegistrationCancelled, RegistrationFact
from tests.fakes.notifications import InMemoryNotifications
from tests.unit.notifications.given import (
    ACTIVATED,
    ANNOUNCED,
    CANCELLED,
    CLUB_EVENT,
    CONFIRMED,
    NOW,
    PERSON,
    POLITICAL_MORNING,
    REGISTRATION,
    WAITLISTED,
    ZOE,
    event_of,
    later,
)

Tell = Callable[[Envelope[Any], InMemoryNotifications], Awaitable[None]]
TOLD: list[tuple[Tell, RegistrationFact, Template]] = [
    (send_confirmation, CONFIRMED, Template.CONFIRMED),
    (send_waiting_list_notice, WAITLISTED, Template.WAITLISTED),
    (send_cancellation, CANCELLED, Template.CANCELLED),
]


@pytest.fixture
def empty() -> InMemoryNotifications:
    return InMemoryNotifications(at=later(seconds=3))


@pytest.fixture
def store(empty: InMemoryNotifications) -> InMemoryNotifications:
    empty.keep_contact(ZOE)
    empty.keep_club_event(POLITICAL_MORNING)
    return empty


async def test_copies_are_kept(empty: InMemoryNotifications) -> None:
    await keep_contacts(event_of(ACTIVATED), empty)
    await keep_club_events(event_of(ANNOUNCED, sequence=2), empty)
    assert await empty.contact(PERSON) == ZOE
    assert await empty.club_event(CLUB_EVENT) == POLITICAL_MORNING


@pytest.mark.parametrize(("tell", "fact", "template"), TOLD)
async def test_person_and_staff_are_told(
    store: InMemoryNotifications, tell: Tell, fact: RegistrationFact, template: Template
) -> None:
    event = event_of(fact, sequence=4)
    await tell(event, store)
    [delivery] = await store.of_person(PERSON, after=None, limit=10)
    assert isinstance(delivery.notice, GatheringNotice)
    assert (delivery.notice.template, delivery.notice.sequence) == (template, 4)
    assert (delivery.queued_at, delivery.due_at) == (later(seconds=3), later(seconds=3))
    [entry] = await store.after(0, limit=10)
    assert (entry.position, entry.line.code, entry.line.at) == (1, type(fact).__name__, NOW)


@pytest.mark.parametrize(("tell", "fact", "template"), TOLD)
async def test_nobody_is_told_before_person_and_gathering_are_known(
    empty: InMemoryNotifications, tell: Tell, fact: RegistrationFact, template: Template
) -> None:
    with pytest.raises(TooEarly, match="person"):
        await tell(event_of(fact), empty)
    empty.keep_contact(ZOE)
    with pytest.raises(TooEarly, match="club_event"):
        await tell(event_of(fact), empty)
    assert not await empty.of_person(PERSON, after=None, limit=10)
    assert not await empty.after(0, limit=10), template


async def test_lines_follow_one_another(store: InMemoryNotifications) -> None:
    for tell, fact, _ in TOLD:
        await tell(event_of(fact), store)
    entries = await store.after(0, limit=10)
    assert [entry.position for entry in entries] == [1, 2, 3]


async def test_who_loses_a_place_with_the_gathering_is_told_once_the_reason_is_known(
    store: InMemoryNotifications,
) -> None:
    event = event_of(
        RegistrationCancelled(
            registration_id=REGISTRATION,
            club_event_id=CLUB_EVENT,
            person_id=PERSON,
            reason_code="club_event_cancelled",
        )
    )
    with pytest.raises(TooEarly):
        await send_cancellation(event, store)
    store.keep_club_event(replace(POLITICAL_MORNING, state=ClubEventState.CANCELLED))
    await send_cancellation(event, store)
    assert len(await store.of_person(PERSON, after=None, limit=10)) == 1
