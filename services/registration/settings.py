"""Owns what this service is told from outside. Read by `main.py` alone."""

from datetime import timedelta

from pydantic import Field, FilePath
from pydantic_settings import SettingsConfigDict

from services.registration.domain.offer_times import OfferTimes
from shared.documents.association import Association
from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Environment variables `REGISTRATION_…`."""

    model_config = SettingsConfigDict(env_prefix="REGISTRATION_")

    database: str = "registration"
    port: int = 8002
    link_key_file: FilePath = Field(description="Key of the links in mails, shared with notifications.")
    association: Association = Field(default=Association(), description="How papers name the association.")
    offer_hours: int = Field(default=72, ge=1, description="How long a seat is held for an answer.")
    offer_hours_in_last_week: int = Field(default=24, ge=1, description="The same, in the last week.")
    no_offer_hours: int = Field(default=12, ge=0, description="Before the start, when none is offered.")

    def offer_times(self) -> OfferTimes:
        """What the desk goes by."""
        return OfferTimes(
            usual=timedelta(hours=self.offer_hours),
            in_last_week=timedelta(hours=self.offer_hours_in_last_week),
            none_within=timedelta(hours=self.no_offer_hours),
        )
