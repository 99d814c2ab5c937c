"""Owns how a request says which partner asks: an access key as bearer token. It decides nothing else."""

from fastapi import Request
from fastapi.openapi.models import HTTPBearer as BearerScheme
from fastapi.security.base import SecurityBase

from services.notifications.domain.partners.partner import Partner
from services.notifications.ports.partners import PartnerQueries
from shared.security.partner_secrets import InvalidPartnerKey, PartnerSecrets


class PartnerDoor(SecurityBase):
    """The security scheme of the API's description, and the reading of the key in one step."""

    def __init__(self, secrets: PartnerSecrets, queries: PartnerQueries) -> None:
        self.model = BearerScheme(description="Access key of a partner system.")
        self.scheme_name = "partner_key"
        self._secrets = secrets
        self._queries = queries

    async def __call__(self, request: Request) -> Partner:
        """The partner who asks.

        Raises:
            InvalidPartnerKey: there is no key, or one that opens nothing (any more).
        """
        scheme, _, text = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            raise InvalidPartnerKey
        partner = await self._queries.partner_with_key(self._secrets.access_key_id(text.strip()))
        if partner is None:
            raise InvalidPartnerKey
        return partner
