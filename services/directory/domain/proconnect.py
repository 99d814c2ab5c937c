"""Owns who somebody is at ProConnect: the aggregate `ProConnectAccount`. Verifies no token.

A person is matched by the subject alone, once they have said so themself while signed in; an address, or its
domain, proves nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.directory.domain.errors.access import OtherOrganisation
from shared.commands import Role


@dataclass(slots=True, kw_only=True)
class ProConnectAccount:
    """An account at ProConnect, and whose it is here."""

    subject: str
    person_id: UUID
    linked_at: datetime
    version: int = 0
    sequence: int = 0

    @property
    def id(self) -> str:
        """An account is known by its subject."""
        return self.subject


def require_role_in(org: UUID | None, roles: Collection[Role]) -> None:
    """Let pass who has a role in force in the organisation that ProConnect vouches for.

    Raises:
        OtherOrganisation: the club does not know it, or the person has no role there.
    """
    if org is None or org not in {role.org for role in roles}:
        raise OtherOrganisation
