"""Owns the contracts of `notifications`."""

from typing import ClassVar
from uuid import UUID

from pydantic import Field

from shared.events.access import PersonalDataCollectedFact
from shared.events.envelope import Payload
from shared.events.scrubbing import PersonScrubbedFact


class EmailBounced(Payload):
    """A mail came back, or could not be handed over for days."""

    aggregate: ClassVar[str] = "delivery"

    delivery_id: UUID = Field(description="Mail id.")
    person_id: UUID = Field(description="Whom it was for.")
    hard: bool = Field(description="Whether it will not be tried again.")


class PersonScrubbed(PersonScrubbedFact):
    """This service holds nothing of an erased person any more, but ids and counts."""


class PersonalDataCollected(PersonalDataCollectedFact):
    """This service says all that it holds of a person who asked."""


class WebhookSwitchedOff(Payload):
    """Nothing is sent to a partner's webhook any more, and nobody of the team asked for that."""

    aggregate: ClassVar[str] = "webhook"

    webhook_id: UUID = Field(description="Webhook id.")
    partner_id: UUID = Field(description="Whose it is.")
    reason_code: str = Field(description="gone (the receiver answered 410) or failing (for days).")
