"""Owns one function per kind of event that feeds a copy: load, decide, save. Decides nothing itself."""

from typing import Any

from services.conventions.domain.exchange.offers import offer_of
from services.conventions.domain.members import membership_after, organisation_after
from services.conventions.domain.people import person_after
from services.conventions.ports.stores import Members
from shared.events.directory import (
    ExpertiseOfferFact,
    MembershipFact,
    OrganisationFact,
    OrganisationMerged,
)
from shared.events.envelope import Envelope
from shared.events.order import is_next


async def keep_organisations(
    event: Envelope[OrganisationFact | OrganisationMerged], members: Members
) -> None:
    """Follow which organisations there are.

    Raises:
        TooEarly: a former event of the organisation is missing.
    """
    known = await members.organisation(event.data.org)
    if is_next(event, known.sequence if known else 0):
        members.keep_organisation(organisation_after(known, event))


async def keep_memberships(event: Envelope[MembershipFact], members: Members) -> None:
    """Follow which organisations are members.

    Raises:
        TooEarly: a former event of the membership is missing.
    """
    known = await members.membership(event.data.membership_id)
    if is_next(event, known.sequence if known else 0):
        members.keep_membership(membership_after(known, event))


async def keep_people(event: Envelope[Any], members: Members) -> None:
    """Follow how people are named and reached.

    Raises:
        TooEarly: a former event of the person is missing.
    """
    person_id = event.data.person_id
    known = await members.person(person_id)
    if is_next(event, known.sequence if known else 0):
        members.keep_person(person_after(known, event, person_id))


async def keep_offers(event: Envelope[ExpertiseOfferFact], members: Members) -> None:
    """Follow who publishes which know-how.

    Raises:
        TooEarly: a former event of the offer is missing.
    """
    known = await members.offer(event.data.offer_id)
    if is_next(event, known.sequence if known else 0):
        members.keep_offer(offer_of(event))
