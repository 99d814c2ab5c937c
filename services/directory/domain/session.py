"""Owns the aggregate `Session`: a person who signed in, on one device. Tells no event and holds no secret.

A refresh token names the session and a generation, and each serves once. One that comes again was copied:
its thief and its owner cannot be told apart, so the session ends for both.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from services.directory.domain.held_roles import CLUB_ROLES
from services.directory.domain.person import Person, PersonState
from shared.commands import Role
from shared.days import club_day

LIFETIME = timedelta(days=30)
STRONG_LIFETIME = timedelta(hours=12)
"""Of a session that may act for the whole club."""


@dataclass(slots=True, kw_only=True)
class Session:
    """A person who signed in, until they sign out or the time is over."""

    id: UUID
    person_id: UUID
    device: str
    started_at: datetime
    refreshed_at: datetime
    expires_at: datetime
    strong: bool
    """Opened with a second factor."""
    roles: tuple[Role, ...]
    """In force when it was opened: whoever has others since signs in again."""
    generation: int = 1
    """That of the one refresh token that will be taken."""
    version: int = 0
    sequence: int = 0

    @classmethod
    def open(cls, session_id: UUID, person: Person, *, at: datetime, device: str, strong: bool) -> "Session":
        """Begin."""
        lifetime = STRONG_LIFETIME if strong else LIFETIME
        return cls(
            id=session_id,
            person_id=person.id,
            device=device,
            started_at=at,
            refreshed_at=at,
            expires_at=at + lifetime,
            strong=strong,
            roles=roles_in_force(person, club_day(at)),
        )

    def refresh(self, generation: int, person: Person, *, at: datetime) -> bool:
        """Go on with the next generation; False, with nothing changed, where the session is over.

        It is over with its time, for a person who has left or whose roles have changed, and for a token that
        has served.
        """
        known = person.state is PersonState.ACTIVE and roles_in_force(person, club_day(at)) == self.roles
        if not known or generation != self.generation or at >= self.expires_at:
            return False
        self.generation += 1
        self.refreshed_at = at
        return True

    def told_roles(self, *, for_the_club: bool) -> tuple[Role, ...]:
        """The roles that its access tokens tell; the club's own only if so said."""
        return tuple(role for role in self.roles if for_the_club or role.name not in CLUB_ROLES)


def roles_in_force(person: Person, on: date) -> tuple[Role, ...]:
    """The roles of a person on a day, from their dates."""
    held = {one.role for one in person.held if one.period.includes(on)}
    roles = (Role(role.role, role.org) for role in held)
    return tuple(sorted(roles, key=lambda role: (role.name, str(role.org))))
