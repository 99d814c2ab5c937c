"""Owns one function per kind of event about what organisations did together: load, take in, keep."""

from services.directory.domain.past_work import exchange_after, gathering_after, testimony_told
from services.directory.ports.store import PastWork
from shared.events.conventions import ExchangeRequestFact
from shared.events.envelope import Envelope
from shared.events.registration import ClubEventFact, TestimonyGiven


async def keep_exchanges(event: Envelope[ExchangeRequestFact], store: PastWork) -> None:
    """Follow who taught whom what.

    Raises:
        TooEarly: a former event of the exchange is missing.
    """
    known = await store.exchange(event.data.exchange_request_id)
    exchange = exchange_after(known, event)
    if exchange is not None and exchange is not known:
        store.keep_exchange(exchange)


async def keep_gatherings(event: Envelope[ClubEventFact], store: PastWork) -> None:
    """Follow who welcomed which gathering, from its announcement on.

    Raises:
        TooEarly: a former event of the gathering is missing.
    """
    known = await store.gathering(event.data.club_event_id)
    gathering = gathering_after(known, event)
    if gathering is not known:
        store.keep_gathering(gathering)


async def keep_testimonies(event: Envelope[TestimonyGiven], store: PastWork) -> None:
    """Keep who told what at a gathering."""
    store.keep_testimony(testimony_told(event))
