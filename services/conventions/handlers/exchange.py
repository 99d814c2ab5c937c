"""Owns one function per command or event about exchange requests: load, decide, save. Decides nothing."""

from services.conventions.domain.commands import exchange as commands
from services.conventions.domain.exchange import matching
from services.conventions.domain.exchange.request import ExchangeRequest
from services.conventions.ports.office import Office
from shared.errors import TooEarly
from shared.events.directory import MembershipFact
from shared.events.envelope import Envelope


async def request_exchange(command: commands.RequestExchange, office: Office) -> ExchangeRequest:
    """Ask to learn from another organisation."""
    receiving = await office.store.member(command.receiving_org)
    request, events = ExchangeRequest.submit(command, receiving)
    office.store.save_exchange_request(request, events)
    return request


async def qualify_exchange(command: commands.QualifyExchange, office: Office) -> ExchangeRequest:
    """Make a request clear and take it on."""
    request = await office.store.exchange_request(command.exchange_request_id)
    office.store.save_exchange_request(request, request.qualify(command))
    return request


async def decline_exchange(command: commands.DeclineExchange, office: Office) -> ExchangeRequest:
    """Say no to a request."""
    request = await office.store.exchange_request(command.exchange_request_id)
    office.store.save_exchange_request(request, request.decline(command))
    return request


async def withdraw_exchange(command: commands.WithdrawExchange, office: Office) -> ExchangeRequest:
    """No longer ask."""
    request = await office.store.exchange_request(command.exchange_request_id)
    office.store.save_exchange_request(request, request.withdraw(command))
    return request


async def propose_match(command: commands.ProposeMatch, office: Office) -> ExchangeRequest:
    """Propose an offering organisation."""
    request = await office.store.exchange_request(command.exchange_request_id)
    offering = await office.store.member(command.offering_org)
    has_offer = bool(await office.store.offered_topics(offering.id, request.wish.topics))
    office.store.save_exchange_request(
        request, matching.propose(request, command, offering, has_offer=has_offer)
    )
    return request


async def accept_match(command: commands.AcceptMatch, office: Office) -> ExchangeRequest:
    """Say yes for one side."""
    request = await office.store.exchange_request(command.exchange_request_id)
    office.store.save_exchange_request(request, matching.accept(request, command))
    return request


async def decline_match(command: commands.DeclineMatch, office: Office) -> ExchangeRequest:
    """Say no for one side."""
    request = await office.store.exchange_request(command.exchange_request_id)
    office.store.save_exchange_request(request, matching.decline_match(request, command))
    return request


async def withdraw_match(command: commands.WithdrawMatch, office: Office) -> ExchangeRequest:
    """Take a proposal back."""
    request = await office.store.exchange_request(command.exchange_request_id)
    office.store.save_exchange_request(request, matching.withdraw_match(request, command))
    return request


async def watch_exchange(command: commands.WatchExchange, office: Office) -> ExchangeRequest:
    """Do what is due to a request."""
    request = await office.store.exchange_request(command.exchange_request_id)
    office.store.save_exchange_request(request, matching.watch(request, command))
    return request


async def flag_requests(event: Envelope[MembershipFact], office: Office) -> None:
    """Flag the open requests of an organisation that leaves the club; no longer, once it is back.

    Raises:
        TooEarly: the copy of the membership does not know of it yet.
    """
    org = event.data.org
    receiving = await office.store.member(org)
    if receiving.membership is None or receiving.membership.sequence < event.sequence:
        raise TooEarly(f"{event.subject}: the copy is not that far")
    for request in await office.store.requests_by(org):
        if request.note_membership(receiving):
            office.store.save_exchange_request(request)
