"""Owns one function per command of needs, and per event that answers them. Decides nothing itself."""

from datetime import datetime
from uuid import UUID

from services.registration.domain.club_event import PUBLIC_BEFORE_HELD
from services.registration.domain.commands import needs as commands
from services.registration.domain.errors import UnknownOrganisation
from services.registration.domain.need_errors import UnknownNeed
from services.registration.domain.needs import Need, require_member
from services.registration.ports.stores import Registrations
from shared.commands import Actor
from shared.events.conventions import ExchangeFulfilled, ExchangeRequestFact
from shared.events.envelope import Envelope
from shared.events.registration import ClubEventCancelled, ClubEventHeld


async def raise_need(command: commands.RaiseNeed, store: Registrations) -> Need:
    """Tell the club of a difficulty."""
    await _require_member(command.actor, command.org, store, at=command.at)
    need, events = Need.raised(command)
    store.needs.save(need, events)
    return need


async def support_need(command: commands.SupportNeed, store: Registrations) -> Need:
    """Count another organisation that has it."""
    need = await store.needs.need(command.need_id)
    await _require_member(command.actor, command.org, store, at=command.at)
    store.needs.save(need, need.support(command))
    return need


async def qualify_need(command: commands.QualifyNeed, store: Registrations) -> Need:
    """Make clear what it is about."""
    need = await store.needs.need(command.need_id)
    store.needs.save(need, need.qualify(command))
    return need


async def merge_need(command: commands.MergeNeed, store: Registrations) -> Need:
    """Let another go on, with the supporters of both."""
    need = await store.needs.need(command.need_id)
    try:
        into = await store.needs.need(command.into_need_id)
    except UnknownNeed:
        raise UnknownNeed(field="into_need_id") from None
    events, followed = need.merge(command, into)
    store.needs.save(need, events)
    store.needs.save(into, followed)
    return need


async def plan_need(command: commands.PlanNeed, store: Registrations) -> Need:
    """Say what is to answer it; a gathering then knows that it answers a need."""
    need = await store.needs.need(command.need_id)
    if command.club_event_id is not None:
        club_event = await store.club_event(command.club_event_id)
        club_event.require_state(
            *PUBLIC_BEFORE_HELD, sentence="Seul un évènement annoncé et à venir peut répondre à un besoin."
        )
        store.needs.save(need, need.plan(command))
        club_event.answers_need = True
        store.save_club_event(club_event)
    else:
        store.needs.save(need, need.plan(command))
    return need


async def close_need(command: commands.CloseNeed, store: Registrations) -> Need:
    """Not go on with it."""
    need = await store.needs.need(command.need_id)
    store.needs.save(need, need.close(command))
    return need


async def reopen_need(command: commands.ReopenNeed, store: Registrations) -> Need:
    """Look for another answer."""
    need = await store.needs.need(command.need_id)
    store.needs.save(need, need.reopen(command))
    return need


async def answer_needs(event: Envelope[ClubEventHeld | ExchangeFulfilled], store: Registrations) -> None:
    """Take note that what was planned for some needs has taken place."""
    fact = event.data
    held = isinstance(fact, ClubEventHeld)
    linked = fact.club_event_id if isinstance(fact, ClubEventHeld) else fact.exchange_request_id
    reason_code = "club_event_held" if held else "exchange_fulfilled"
    for need in await store.needs.planned_for(linked):
        if events := need.answer(reason_code=reason_code, at=event.time):
            store.needs.save(need, events)


async def reopen_needs(
    event: Envelope[ClubEventCancelled | ExchangeRequestFact], store: Registrations
) -> None:
    """Take note that what was planned for some needs will not take place."""
    fact = event.data
    cancelled = isinstance(fact, ClubEventCancelled)
    linked = fact.club_event_id if isinstance(fact, ClubEventCancelled) else fact.exchange_request_id
    reason_code = "club_event_cancelled" if cancelled else "exchange_given_up"
    for need in await store.needs.planned_for(linked):
        if events := need.give_back(reason_code=reason_code):
            store.needs.save(need, events)


async def _require_member(actor: Actor, org: UUID, store: Registrations, *, at: datetime) -> None:
    organisation = await store.organisation(org)
    if organisation is None:
        raise UnknownOrganisation
    attendee = await store.needs.attendee(actor.person_id) if actor.person_id else None
    require_member(actor, attendee=attendee, organisation=organisation, at=at)
