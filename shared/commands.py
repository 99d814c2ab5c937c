"""Owns what every command carries: who asks, and when. Knows no command in particular."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

STAFF_ROLES = frozenset({"staff", "admin"})


@dataclass(frozen=True, slots=True)
class Role:
    """A role in force, in an organisation or (staff, admin) in the club itself."""

    name: str
    org: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: a person with the roles in force for them, a partner system, or the system itself."""

    person_id: UUID | None = None
    roles: frozenset[Role] = field(default_factory=frozenset)
    partner: str | None = None

    @property
    def is_staff(self) -> bool:
        """Whether the actor belongs to the club's own team."""
        return any(role.name in STAFF_ROLES for role in self.roles)

    @property
    def is_admin(self) -> bool:
        """Whether the actor administers the club."""
        return Role("admin") in self.roles

    def is_referent_of(self, org: UUID) -> bool:
        """Whether the actor manages the people of this organisation."""
        return Role("referent", org) in self.roles

    def __str__(self) -> str:
        """The form that events carry: `person:<id>`, `partner:<name>` or `system`."""
        if self.person_id is not None:
            return f"person:{self.person_id}"
        return f"partner:{self.partner}" if self.partner else "system"


SYSTEM = Actor()


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """What somebody wants done. Ids of new things are in it, so that deciding stays pure."""

    actor: Actor
    at: datetime
    """UTC instant of the request: the only clock that the domain sees."""
