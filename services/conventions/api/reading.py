"""Owns who may see what is between organisations: the team everything, a referent their part."""

from collections.abc import Collection
from uuid import UUID

from services.conventions.domain.authority import may_read
from services.conventions.domain.errors.rights import NotYourOrganisation
from services.conventions.ports.queries import Seen
from shared.commands import Actor
from shared.errors import NotFound


def seen_by(actor: Actor, org: UUID | None) -> UUID | None:
    """The organisation whose part of a list the actor is shown; None for all of it.

    Raises:
        NotYourOrganisation: not staff, and not the referent of the organisation asked for.
    """
    if actor.is_staff:
        return org
    own = {role.org for role in actor.roles if role.name == "referent" and role.org is not None}
    wanted = org or (next(iter(own)) if len(own) == 1 else None)
    if wanted not in own:
        raise NotYourOrganisation
    return wanted


def seen_of(actor: Actor, org: UUID | None) -> Seen:
    """Whose part of a list of visits or reports the actor is shown: who is no referent sees their own.

    Raises:
        NotYourOrganisation: not staff, and not the referent of the organisation asked for.
    """
    if org is None and not actor.is_staff and not any(role.name == "referent" for role in actor.roles):
        return Seen(person_id=actor.person_id)
    return Seen(org=seen_by(actor, org))


def require_seen(actor: Actor, orgs: Collection[UUID], unknown: type[NotFound]) -> None:
    """Let pass whom it concerns; for others it does not exist.

    Raises:
        NotFound: `unknown`.
    """
    if not may_read(actor, *orgs):
        raise unknown()  # type: ignore[call-arg]  # each is its own sentence
