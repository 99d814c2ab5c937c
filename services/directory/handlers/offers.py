"""Owns one function per command about expertise offers: load, decide, save. Decides nothing itself."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from services.directory.domain.commands import offers as commands
from services.directory.domain.offer import ExpertiseOffer, OfferState
from services.directory.ports.store import Directory
from shared.days import club_day
from shared.events.envelope import Payload


async def propose_offer(command: commands.ProposeOffer, directory: Directory) -> ExpertiseOffer:
    """Write down what an organisation could show."""
    organisation = await directory.organisation(command.org)
    organisation.require_standing(club_day(command.at))
    offer = ExpertiseOffer.propose(command)
    directory.save_offer(offer, ())
    return offer


async def revise_offer(command: commands.ReviseOffer, directory: Directory) -> ExpertiseOffer:
    """Say it otherwise."""
    offer = await directory.offer(command.offer_id)
    await _save(offer, offer.revise(command), directory)
    return offer


async def publish_offer(command: commands.PublishOffer, directory: Directory) -> ExpertiseOffer:
    """Show it to everybody."""
    offer = await directory.offer(command.offer_id)
    is_member = await _is_member(offer.org, command.at, directory)
    await _save(offer, offer.publish(command, is_member=is_member), directory)
    return offer


async def pause_offer(command: commands.PauseOffer, directory: Directory) -> ExpertiseOffer:
    """Not be available for now."""
    offer = await directory.offer(command.offer_id)
    directory.save_offer(offer, offer.pause(command))
    return offer


async def pause_offer_of_former_member(
    command: commands.PauseOfferOfFormerMember, directory: Directory
) -> ExpertiseOffer:
    """Pause it if the organisation is a member no more."""
    offer = await directory.offer(command.offer_id)
    is_member = await _is_member(offer.org, command.at, directory)
    directory.save_offer(offer, offer.pause_unless_member(command, is_member=is_member))
    return offer


async def withdraw_offer(command: commands.WithdrawOffer, directory: Directory) -> ExpertiseOffer:
    """Show it no longer."""
    offer = await directory.offer(command.offer_id)
    directory.save_offer(offer, offer.withdraw(command))
    return offer


async def _is_member(org: UUID, at: datetime, directory: Directory) -> bool:
    membership = await directory.membership_of(org)
    return membership is not None and membership.gives_rights(club_day(at))


async def _save(offer: ExpertiseOffer, events: Sequence[Payload], directory: Directory) -> None:
    """Save an offer that may be shown: it is found by what its organisation is, and where.

    The organisation is written again, unchanged: of a change to it at the same time one is decided anew.
    """
    if offer.state is OfferState.PUBLISHED:
        organisation = await directory.organisation(offer.org)
        directory.save_organisation(organisation, ())
        directory.show_offer(offer, organisation, events)
    else:
        directory.save_offer(offer, events)
