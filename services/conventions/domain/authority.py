"""Owns who may act on exchanges and conventions: the team, an organisation's referent, a timer."""

from uuid import UUID

from services.conventions.domain.errors.rights import NotYourOrganisation, StaffOnly
from shared.commands import SYSTEM, Actor

FACILITATOR = UUID("5a1d3c5e-6c0b-5a4e-9d3f-0c1b8e1f7a01")
"""The id under which the association that runs the club is a party; staff acts for it."""


def require_staff(actor: Actor) -> None:
    """Let the team pass.

    Raises:
        StaffOnly: anybody else.
    """
    if not actor.is_staff:
        raise StaffOnly


def require_staff_or_system(actor: Actor) -> None:
    """Let the team and the timers pass.

    Raises:
        StaffOnly: anybody else.
    """
    if actor != SYSTEM:
        require_staff(actor)


def speaks_for(actor: Actor, org: UUID) -> bool:
    """Whether the actor's word is that of this party: its referent, or the team for the association."""
    return actor.is_staff if org == FACILITATOR else actor.is_referent_of(org)


def require_speaks_for(actor: Actor, org: UUID) -> None:
    """Let an organisation's own referent pass.

    Raises:
        NotYourOrganisation: anybody else, the team too: nobody agrees in an organisation's place.
    """
    if not speaks_for(actor, org):
        raise NotYourOrganisation


def require_referent_or_staff(actor: Actor, org: UUID) -> None:
    """Let an organisation's referent and the team pass.

    Raises:
        NotYourOrganisation: anybody else.
    """
    if not (actor.is_staff or actor.is_referent_of(org)):
        raise NotYourOrganisation


def may_read(actor: Actor, *orgs: UUID) -> bool:
    """Whether it concerns the actor: the team, or a referent of one of the organisations."""
    return actor.is_staff or any(actor.is_referent_of(org) for org in orgs)
