"""Owns `./essaim token`: a bearer token for local use. The key that signs it exists on this machine alone."""

import json
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import typer

from deploy.local.failures import LocalFailure
from deploy.local.keys import ensure_signing_key
from deploy.local.settings import LocalSettings
from shared.commands import Role
from shared.ids import new_id
from shared.security.key_file import KeyFile


class RoleName(StrEnum):
    """Who the bearer is."""

    STAFF = "staff"
    ADMIN = "admin"
    REFERENT = "referent"
    ELECTED = "elected"
    TECHNICAL = "technical"
    PERSON = "person"


IN_AN_ORGANISATION = frozenset({RoleName.REFERENT, RoleName.ELECTED, RoleName.TECHNICAL})


def token(
    *,
    role: Annotated[RoleName, typer.Option(help="Rôle du porteur\u202f; person\u00a0: aucun rôle.")],
    person: Annotated[
        UUID | None, typer.Option(help="Identifiant de la personne\u202f; sinon, inventé.")
    ] = None,
    org: Annotated[UUID | None, typer.Option(help="Organisation où le rôle est tenu.")] = None,
    minutes: Annotated[int, typer.Option(min=1, help="Durée de validité.")] = 15,
    as_json: Annotated[bool, typer.Option("--json", help="Écrit le jeton et ce qu’il dit en JSON.")] = False,
) -> None:
    """Écrit un jeton d’accès pour essayer les API de cette machine."""
    roles = roles_of(role, org)
    settings = LocalSettings()
    ensure_signing_key(settings.signing_key)
    now, lifetime, bearer = datetime.now(UTC), timedelta(minutes=minutes), person or new_id()
    signer = KeyFile(settings.signing_key).newest
    signed = signer.sign(person_id=bearer, roles=roles, now=now, lifetime=lifetime)
    if not as_json:
        typer.echo(signed)
        return
    said = {
        "token": signed,
        "person": str(bearer),
        "roles": [{"role": one.name} | ({"org": str(one.org)} if one.org else {}) for one in roles],
        "expires_at": (now + lifetime).isoformat(timespec="seconds"),
    }
    typer.echo(json.dumps(said))


def roles_of(role: RoleName, org: UUID | None) -> list[Role]:
    """Return the roles that the token carries.

    Raises:
        LocalFailure: the role is held in an organisation and none is given, or the other way round.
    """
    if role in IN_AN_ORGANISATION and org is None:
        raise LocalFailure(f"Le rôle {role} se tient dans une organisation\u00a0: donnez --org.")
    if role not in IN_AN_ORGANISATION and org is not None:
        raise LocalFailure(f"Le rôle {role} ne se tient pas dans une organisation\u00a0: retirez --org.")
    return [] if role is RoleName.PERSON else [Role(role.value, org)]
