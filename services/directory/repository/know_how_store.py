"""Owns the loading and saving of offers and of what was done, within one unit of work. Decides nothing."""

from collections.abc import Sequence
from uuid import UUID

from services.directory.domain.errors.offers import UnknownOffer
from services.directory.domain.offer import ExpertiseOffer
from services.directory.domain.organisation import Organisation
from services.directory.domain.past_work import ExchangeCopy, GatheringCopy, TestimonyCopy
from services.directory.repository import documents as form
from services.directory.repository.know_how_documents import (
    from_exchange,
    from_gathering,
    from_offer,
    from_testimony,
    to_exchange,
    to_gathering,
    to_offer,
)
from services.directory.repository.search_documents import hidden_offer_entry, offer_entry
from shared.events.envelope import Payload
from shared.storage.copies import Copies
from shared.storage.loading import Loading
from shared.storage.unit_of_work import UnitOfWork


class MongoOffers(Loading):
    """The part of the directory's store that is about offers."""

    async def offer(self, offer_id: UUID) -> ExpertiseOffer:
        """One offer.

        Raises:
            UnknownOffer: there is none.
        """
        offer = await self._load(form.OFFERS, {"_id": offer_id}, to_offer)
        if offer is None:
            raise UnknownOffer
        return offer

    def save_offer(self, offer: ExpertiseOffer, events: Sequence[Payload]) -> None:
        """Stage an offer that is not shown, and its events."""
        self._save(form.OFFERS, offer, from_offer, events)
        self._work.write(form.SEARCH, hidden_offer_entry(offer))

    def show_offer(
        self, offer: ExpertiseOffer, organisation: Organisation, events: Sequence[Payload]
    ) -> None:
        """Stage an offer that is shown, and its events; it is found as its organisation's."""
        self._save(form.OFFERS, offer, from_offer, events)
        self._work.write(form.SEARCH, offer_entry(offer, organisation))


class MongoPastWork:
    """The copies of what organisations did together."""

    def __init__(self, work: UnitOfWork) -> None:
        self._exchanges = Copies(work, form.EXCHANGES)
        self._gatherings = Copies(work, form.GATHERINGS)
        self._testimonies = Copies(work, form.TESTIMONIES)

    async def exchange(self, exchange_request_id: UUID) -> ExchangeCopy | None:
        """What is known of an exchange."""
        document = await self._exchanges.get(exchange_request_id)
        return to_exchange(document) if document else None

    def keep_exchange(self, exchange: ExchangeCopy) -> None:
        """Stage what is known of an exchange."""
        self._exchanges.keep(from_exchange(exchange))

    async def gathering(self, club_event_id: UUID) -> GatheringCopy | None:
        """What is known of a gathering."""
        document = await self._gatherings.get(club_event_id)
        return to_gathering(document) if document else None

    def keep_gathering(self, gathering: GatheringCopy) -> None:
        """Stage what is known of a gathering."""
        self._gatherings.keep(from_gathering(gathering))

    def keep_testimony(self, testimony: TestimonyCopy) -> None:
        """Stage what was told at a gathering."""
        self._testimonies.keep(from_testimony(testimony))
