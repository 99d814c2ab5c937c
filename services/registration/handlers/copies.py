"""Owns what follows directory's events: the copies that the desk decides on. Decides nothing itself."""

from typing import Any

from services.registration.domain.members import HeldRole, Membership, Organisation
from services.registration.domain.names import name_after
from services.registration.domain.roles import after
from services.registration.ports.stores import Copies
from shared.events.directory import (
    MembershipActivated,
    MembershipEndFact,
    MembershipFact,
    OrganisationFact,
    OrganisationMerged,
)
from shared.events.envelope import Envelope
from shared.events.order import is_next


async def keep_people(event: Envelope[Any], copies: Copies) -> None:
    """Follow how people are called, and which roles they hold."""
    person_id = event.data.person_id
    if is_next(event, await copies.sequence("people", person_id)):
        roles: tuple[HeldRole, ...] = after(await copies.roles(person_id), event)
        name = name_after(await copies.name(person_id), event.data)
        copies.keep_person(person_id, event.sequence, roles=roles, name=name)


async def keep_organisations(event: Envelope[OrganisationFact | OrganisationMerged], copies: Copies) -> None:
    """Follow which organisations there are, and where they lie.

    A merger changes neither: what it ends, the events of roles and memberships tell.
    """
    fact = event.data
    if not is_next(event, await copies.sequence("organisations", fact.org)):
        return
    organisation = await copies.organisation(fact.org)
    if isinstance(fact, OrganisationFact):
        organisation = Organisation(fact.org, fact.kind, fact.departement, fact.region, name=fact.name)
    if organisation is not None:
        copies.keep_organisation(organisation, event.sequence)


async def keep_memberships(event: Envelope[MembershipFact], copies: Copies) -> None:
    """Follow which organisations have members' rights."""
    fact = event.data
    if not is_next(event, await copies.sequence("memberships", fact.membership_id)):
        return
    rights = await copies.membership(fact.membership_id)
    if isinstance(fact, MembershipActivated):
        rights = Membership(from_year=fact.from_year)
    elif isinstance(fact, MembershipEndFact) and rights is not None:
        rights = Membership(from_year=rights.from_year, last_day=fact.effective_on)
    copies.keep_membership(fact.membership_id, event.sequence, org=fact.org, rights=rights)
