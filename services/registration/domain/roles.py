"""Owns how the copy of a person's roles follows directory's events. Keeps no name and no address."""

from collections.abc import Sequence
from dataclasses import replace

from services.registration.domain.members import ELECTED, TECHNICAL, HeldRole
from shared.events.directory import (
    MandateEnded,
    MandateStarted,
    PersonFact,
    PostEnded,
    PostStarted,
    RoleFact,
)
from shared.events.envelope import Envelope, Payload

ROLE_TOLD_BY = {
    MandateStarted: ELECTED,
    MandateEnded: ELECTED,
    PostStarted: TECHNICAL,
    PostEnded: TECHNICAL,
}


def after(roles: Sequence[HeldRole], event: Envelope[Payload]) -> tuple[HeldRole, ...]:
    """The roles known once `event` is, in whatever state the person is.

    Mandates and posts have events of their own, with their days. The other roles are told with the person,
    as those in force at that moment: each such event replaces them.
    """
    fact = event.data
    if isinstance(fact, RoleFact):
        return _after_role(roles, fact)
    if isinstance(fact, PersonFact):
        dated = [held for held in roles if held.role in {ELECTED, TECHNICAL}]
        told = [
            HeldRole(role.role, role.org, event.time.date())
            for role in fact.roles
            if role.org is not None and role.role not in {ELECTED, TECHNICAL}
        ]
        return (*dated, *told)
    return tuple(roles)


def _after_role(roles: Sequence[HeldRole], fact: RoleFact) -> tuple[HeldRole, ...]:
    told = HeldRole(ROLE_TOLD_BY[type(fact)], fact.org, fact.starts_on, fact.ends_on)
    if isinstance(fact, MandateStarted | PostStarted):
        return (*roles, told)
    ended = replace(told, ends_on=None)
    kept = list(roles)
    for index, held in enumerate(kept):
        if held.in_force(fact.starts_on) and replace(held, ends_on=None) == ended:
            kept[index] = told
            break
    return tuple(kept)
