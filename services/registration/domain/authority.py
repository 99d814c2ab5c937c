"""Owns who may act: on the programme, and for whom on registrations. Knows no rule about seats."""

from uuid import UUID

from services.registration.domain.desk_errors import NotAllowedToTransfer
from services.registration.domain.errors import (
    NotAllowedToCancelOther,
    NotAllowedToRegisterOther,
    StaffOnly,
)
from shared.commands import SYSTEM, Actor


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


def require_system(actor: Actor) -> None:
    """Let the timers pass.

    Raises:
        StaffOnly: anybody else.
    """
    if actor != SYSTEM:
        raise StaffOnly


def require_may_transfer(actor: Actor, *, org: UUID) -> None:
    """Let pass a referent of the organisation that has the seat, and the team.

    Raises:
        NotAllowedToTransfer: anybody else.
    """
    if not (actor.is_referent_of(org) or actor.is_staff):
        raise NotAllowedToTransfer


def may_act_for(actor: Actor, *, person_id: UUID, org: UUID) -> bool:
    """Whether it is the person, a referent of the organisation they come for, or the team."""
    return actor.person_id == person_id or actor.is_referent_of(org) or actor.is_staff


def require_may_register(actor: Actor, *, person_id: UUID, org: UUID) -> None:
    """Let pass the person, a referent of the organisation they come for, and the team.

    Raises:
        NotAllowedToRegisterOther: anybody else.
    """
    if not may_act_for(actor, person_id=person_id, org=org):
        raise NotAllowedToRegisterOther


def cancellation_reason(actor: Actor, *, person_id: UUID, org: UUID) -> str:
    """The code of who gives the place back, as `RegistrationCancelled` carries it.

    Raises:
        NotAllowedToCancelOther: neither the person, nor a referent of the organisation, nor the team.
    """
    if actor.person_id == person_id:
        return "by_person"
    if actor.is_referent_of(org):
        return "by_referent"
    if actor.is_staff:
        return "by_staff"
    raise NotAllowedToCancelOther
