"""Owns what the API takes and gives of expertise offers: shapes and bounds."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from services.directory.domain.know_how import MOST_HALF_DAYS, KnowHow
from services.directory.domain.offer import ExpertiseOffer, OfferState
from services.directory.ports.know_how import OffersWanted
from services.directory.schemas.fields import Asked, FileFormat, Text

TopicCode = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$", description="Code of the club's list of topics.")]
LongText = Annotated[str, Field(min_length=1, max_length=2_000, pattern=r"^[\P{Cc}\n]*$")]


class OfferContentIn(Asked):
    """What an organisation is ready to show or teach."""

    topics: Annotated[list[TopicCode], Field(min_length=1, max_length=20)]
    summary: LongText
    concerned: Text = Field(default="", description="Agents or services that know how, by their function.")
    half_days_per_year: Annotated[int, Field(ge=1, le=MOST_HALF_DAYS)]

    def content(self) -> KnowHow:
        """What the command carries."""
        return KnowHow(
            topics=tuple(self.topics),
            summary=self.summary,
            concerned=self.concerned,
            half_days_per_year=self.half_days_per_year,
        )


class OfferIn(OfferContentIn):
    """An offer to propose."""

    org: UUID


class OffersChosen(Asked):
    """Which offers somebody looks for."""

    org: UUID | None = Field(default=None, description="Only those of this organisation.")
    topic: TopicCode | None = Field(default=None, description="Only those about this topic.")
    state: OfferState | None = Field(default=None, description="Only offers in this state.")

    def wanted(self) -> OffersWanted:
        """What the query looks for."""
        return OffersWanted(org=self.org, topic=self.topic, state=self.state)


class OffersAsked(OffersChosen):
    """A page of offers."""

    cursor: Annotated[str | None, Field(max_length=500)] = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50


class OffersExported(OffersChosen):
    """Offers as a file."""

    file_format: FileFormat


class OfferOut(BaseModel):
    """An offer as it stands."""

    id: UUID
    org: UUID
    state: OfferState
    topics: tuple[str, ...]
    summary: str
    concerned: str
    half_days_per_year: int

    @classmethod
    def of(cls, offer: ExpertiseOffer) -> "OfferOut":
        """The form of an offer."""
        content = offer.content
        return cls(
            id=offer.id,
            org=offer.org,
            state=offer.state,
            topics=content.topics,
            summary=content.summary,
            concerned=content.concerned,
            half_days_per_year=content.half_days_per_year,
        )
