"""Owns how every service hears that a person is to be forgotten. Knows not where their data stands."""

from functools import partial

from shared.events.directory import PersonErased
from shared.events.envelope import Envelope
from shared.messaging.inbox import Subscription
from shared.personal_data import PersonalData
from shared.storage.scrubbing import Scrubbing


async def scrub_person(event: Envelope[PersonErased], scrubbing: Scrubbing) -> None:
    """Forget a person, whatever of their history has not arrived yet."""
    await scrubbing.forget(event.data.person_id, sequence=event.sequence)


def scrubs(personal_data: PersonalData) -> Subscription[Scrubbing]:
    """What every service hears beside its own subscriptions."""
    return Subscription(scrub_person, (PersonErased,), partial(Scrubbing, personal_data))
