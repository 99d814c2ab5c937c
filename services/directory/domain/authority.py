"""Owns who may act, and on whom. Knows no other rule."""

from collections.abc import Collection
from uuid import UUID

from services.directory.domain.errors.rights import (
    AdminOnly,
    NotAllowedToActivate,
    NotAllowedToChangePerson,
    PersonOrStaffOnly,
    ReferentOrStaffOnly,
    StaffOnly,
    SystemOnly,
)
from services.directory.domain.held_roles import AppointedRole, Appointment, HeldRole
from shared.commands import SYSTEM, Actor


def require_staff(actor: Actor) -> None:
    """Let the team pass.

    Raises:
        StaffOnly: anybody else.
    """
    if not actor.is_staff:
        raise StaffOnly


def require_admin(actor: Actor) -> None:
    """Let the administrators pass.

    Raises:
        AdminOnly: anybody else.
    """
    if not actor.is_admin:
        raise AdminOnly


def require_admin_or_system(actor: Actor) -> None:
    """Let the administrators and the processes themselves pass.

    Raises:
        AdminOnly: anybody else.
    """
    if actor != SYSTEM and not actor.is_admin:
        raise AdminOnly


def require_system(actor: Actor) -> None:
    """Let the processes themselves pass: what the calendar alone decides.

    Raises:
        SystemOnly: anybody else.
    """
    if actor != SYSTEM:
        raise SystemOnly


def require_speaks_for(actor: Actor, *, org: UUID) -> None:
    """Let pass the team and the referents of the organisation.

    Raises:
        ReferentOrStaffOnly: anybody else.
    """
    if not actor.is_staff and not actor.is_referent_of(org):
        raise ReferentOrStaffOnly


def require_may_grant(actor: Actor, held: HeldRole) -> None:
    """Let pass who may begin or end this role: a referent in their own organisation, staff everywhere.

    The role has passed `check_role`: one held in no organisation is the team's own.

    Raises:
        AdminOnly: the role is that of an administrator, and the actor is none.
        StaffOnly: the role is one of the team's, and the actor does not belong to it.
        ReferentOrStaffOnly: the role is held in an organisation that the actor does not speak for.
    """
    if isinstance(held, Appointment) and held.appointed is AppointedRole.ADMIN:
        require_admin_or_system(actor)
    elif held.org is None:
        require_staff(actor)
    else:
        require_speaks_for(actor, org=held.org)


def require_may_change(actor: Actor, *, person_id: UUID, orgs: Collection[UUID | None]) -> None:
    """Let pass the person, staff, and a referent of every one of `orgs`, where the person holds a role.

    One organisation of several is not enough: its referent could take over the account of somebody who
    speaks for another, or who belongs to the team.

    Raises:
        NotAllowedToChangePerson: anybody else.
    """
    if actor.person_id == person_id or actor.is_staff:
        return
    if not orgs or not all(org is not None and actor.is_referent_of(org) for org in orgs):
        raise NotAllowedToChangePerson


def require_person_or_staff(actor: Actor, *, person_id: UUID) -> None:
    """Let pass the person themself and the team.

    Raises:
        PersonOrStaffOnly: anybody else.
    """
    if actor.person_id != person_id and not actor.is_staff:
        raise PersonOrStaffOnly


def require_may_activate(actor: Actor, *, person_id: UUID) -> None:
    """Let pass the person, who has just signed in, and staff.

    Raises:
        NotAllowedToActivate: anybody else.
    """
    if actor.person_id != person_id and not actor.is_staff:
        raise NotAllowedToActivate


def referent_orgs(actor: Actor) -> frozenset[UUID]:
    """The organisations whose people the actor manages."""
    return frozenset(role.org for role in actor.roles if role.name == "referent" and role.org is not None)
