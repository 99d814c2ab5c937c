"""Owns what follows the events that tell what members have given to others. Decides nothing itself."""

from services.registration.domain.past_answers import AnswerForm, PastAnswer
from services.registration.ports.stores import Registrations
from shared.errors import TooEarly
from shared.events.conventions import ExchangeFulfilled, MatchAccepted
from shared.events.envelope import Envelope
from shared.events.registration import ClubEventHeld, TestimonyGiven


async def keep_welcomes(event: Envelope[ClubEventHeld], store: Registrations) -> None:
    """Keep who welcomed a gathering, on which topics."""
    club_event = await store.club_event(event.data.club_event_id)
    programme = club_event.programme
    if programme.venue_org is not None and programme.topics:
        welcome = PastAnswer(
            id=club_event.id,
            org=programme.venue_org,
            form=AnswerForm.WELCOME,
            topics=programme.topics,
            title=programme.title,
            given_at=event.data.when.ends_utc,
        )
        store.past_answers.keep(welcome)


async def keep_testimonies(event: Envelope[TestimonyGiven], store: Registrations) -> None:
    """Keep what was told at a gathering."""
    fact = event.data
    told = PastAnswer(
        id=fact.testimony_id,
        org=fact.org,
        form=AnswerForm.TESTIMONY,
        topics=fact.topics,
        title=fact.title,
        given_at=event.time,
    )
    store.past_answers.keep(told)


async def keep_exchanges(event: Envelope[MatchAccepted | ExchangeFulfilled], store: Registrations) -> None:
    """Keep who went to help another member, once the exchange has come to its end.

    Raises:
        TooEarly: nobody told yet who was to go.
    """
    fact = event.data
    if isinstance(fact, MatchAccepted):
        exchange = PastAnswer(
            id=fact.exchange_request_id,
            org=fact.offering_org,
            form=AnswerForm.EXCHANGE,
            topics=fact.topics,
            title="",
            given_at=event.time,
        )
        store.past_answers.expect(exchange)
    elif not await store.past_answers.is_expected(fact.exchange_request_id):
        raise TooEarly(f"{event.subject}: who was to go is not known yet")
    else:
        store.past_answers.confirm(fact.exchange_request_id, at=event.time)
