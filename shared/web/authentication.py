"""Owns how a request says who asks: a bearer token (RFC 6750). Says nothing of what they may do."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer as BearerScheme
from fastapi.security.base import SecurityBase

from shared.commands import Actor
from shared.errors import Forbidden, Unauthenticated
from shared.security.keys import KeyRing


class StaffOnly(Forbidden):
    """Only the club's own team may do it."""

    code = "staff_only"


class AdminOnly(Forbidden):
    """Only an administrator of the club may do it."""

    code = "admin_only"


class BearerToken(SecurityBase):
    """The security scheme of the API's description, and the reading of it in one step."""

    def __init__(self) -> None:
        self.model = BearerScheme(description="Access token made by directory.")
        self.scheme_name = "bearer"

    async def __call__(self, request: Request) -> Actor:
        """The actor of the token.

        Raises:
            Unauthenticated: there is no token, or a wrong one.
        """
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthenticated("Identifiez-vous\u202f: il faut un jeton d’accès.")
        keys: KeyRing = request.app.state.keys
        return await keys.actor(token)


CurrentActor = Annotated[Actor, Depends(BearerToken())]
"""The actor of a request; 401 where the token is missing or wrong."""


async def _staff(actor: CurrentActor) -> Actor:
    if not actor.is_staff:
        raise StaffOnly("Seule l’équipe du club peut faire cela.")
    return actor


Staff = Annotated[Actor, Depends(_staff)]
"""The actor of a request who belongs to the club's team; 403 for others."""


async def _admin(actor: CurrentActor) -> Actor:
    if not actor.is_admin:
        raise AdminOnly("Seul un administrateur du club peut faire cela.")
    return actor


Admin = Annotated[Actor, Depends(_admin)]
"""The actor of a request who administers the club; 403 for others, staff among them."""


def somebody(actor: Actor) -> UUID:
    """The person behind a bearer token, which always names one."""
    if actor.person_id is None:
        raise RuntimeError("a bearer token names a person")
    return actor.person_id
