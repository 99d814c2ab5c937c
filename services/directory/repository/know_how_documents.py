"""Owns the way between offers, what was done, and their documents, whose form stands in `documents`."""

from datetime import date

from services.directory.domain.know_how import KnowHow
from services.directory.domain.offer import ExpertiseOffer, OfferState
from services.directory.domain.past_work import ExchangeCopy, GatheringCopy, TestimonyCopy
from services.directory.repository.days import from_day, to_day
from shared.storage.mongo import Document


def from_offer(offer: ExpertiseOffer) -> Document:
    """The document of an offer."""
    content = offer.content
    return {
        "_id": offer.id,
        "org": offer.org,
        "state": offer.state.value,
        "topics": list(content.topics),
        "summary": content.summary,
        "concerned": content.concerned,
        "half_days_per_year": content.half_days_per_year,
        "sequence": offer.sequence,
    }


def to_offer(document: Document) -> ExpertiseOffer:
    """The offer of a document."""
    content = KnowHow(
        topics=tuple(document["topics"]),
        summary=document["summary"],
        concerned=document["concerned"],
        half_days_per_year=document["half_days_per_year"],
    )
    return ExpertiseOffer(
        id=document["_id"],
        org=document["org"],
        content=content,
        state=OfferState(document["state"]),
        version=document["version"],
        sequence=document["sequence"],
    )


def from_exchange(exchange: ExchangeCopy) -> Document:
    """The document of an exchange."""
    return {
        "_id": exchange.exchange_request_id,
        "sequence": exchange.sequence,
        "topics": list(exchange.topics),
        "offering_org": exchange.offering_org,
        "receiving_org": exchange.receiving_org,
        "fulfilled_on": from_day(exchange.fulfilled_on),
    }


def to_exchange(document: Document) -> ExchangeCopy:
    """The exchange of a document."""
    return ExchangeCopy(
        exchange_request_id=document["_id"],
        sequence=document["sequence"],
        topics=tuple(document["topics"]),
        offering_org=document["offering_org"],
        receiving_org=document["receiving_org"],
        fulfilled_on=to_day(document["fulfilled_on"]),
    )


def from_gathering(gathering: GatheringCopy) -> Document:
    """The document of a gathering."""
    return {
        "_id": gathering.club_event_id,
        "sequence": gathering.sequence,
        "title": gathering.title,
        "topics": list(gathering.topics),
        "venue_org": gathering.venue_org,
        "held_on": from_day(gathering.held_on),
    }


def to_gathering(document: Document) -> GatheringCopy:
    """The gathering of a document."""
    return GatheringCopy(
        club_event_id=document["_id"],
        sequence=document["sequence"],
        title=document["title"],
        topics=tuple(document["topics"]),
        venue_org=document["venue_org"],
        held_on=to_day(document["held_on"]),
    )


def from_testimony(testimony: TestimonyCopy) -> Document:
    """The document of a testimony."""
    return {
        "_id": testimony.testimony_id,
        "sequence": testimony.sequence,
        "org": testimony.org,
        "title": testimony.title,
        "topics": list(testimony.topics),
        "given_on": testimony.given_on.isoformat(),
    }


def to_testimony(document: Document) -> TestimonyCopy:
    """The testimony of a document."""
    return TestimonyCopy(
        testimony_id=document["_id"],
        sequence=document["sequence"],
        org=document["org"],
        title=document["title"],
        topics=tuple(document["topics"]),
        given_on=date.fromisoformat(document["given_on"]),
    )
