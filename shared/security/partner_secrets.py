"""Owns what partner systems are given to prove who they are, and what proves to them who we are.

Both are derived from one secret and the id of what is given out (HMAC-SHA-256): no database holds them, and
giving one out again gives the same. Who may still use which id is not known here.
"""

import base64
import hmac
import re
from collections.abc import Sequence
from hashlib import sha256
from typing import Final
from uuid import UUID

from shared.errors import Unauthenticated
from shared.security.sealing import derived_key

_ACCESS_KEY: Final = re.compile(r"essaim_(?P<id>[0-9a-f]{32})_(?P<proof>[A-Za-z0-9_-]{43})")


class InvalidPartnerKey(Unauthenticated):
    """The partner's access key is missing, malformed, made elsewhere, or revoked."""

    code = "invalid_partner_key"

    def __init__(self) -> None:
        super().__init__("Cette clé d’accès de partenaire n’est pas valable.")


class PartnerSecrets:
    """Derives access keys (`essaim_<id>_<proof>`) and webhook secrets (`whsec_<base64>`) from one secret."""

    def __init__(self, secret: bytes) -> None:
        self._access = derived_key(secret, "essaim/partner-access")
        self._webhooks = derived_key(secret, "essaim/partner-webhooks")

    def access_key(self, key_id: UUID) -> str:
        """What a partner sends as bearer token."""
        return f"essaim_{key_id.hex}_{_base64url(_derive(self._access, key_id))}"

    def access_key_id(self, text: str) -> UUID:
        """The id of an access key that was made here.

        Raises:
            InvalidPartnerKey: it was not.
        """
        match = _ACCESS_KEY.fullmatch(text)
        if match is None:
            raise InvalidPartnerKey
        key_id = UUID(match["id"])
        if not hmac.compare_digest(self.access_key(key_id), text):
            raise InvalidPartnerKey
        return key_id

    def webhook_secret(self, secret_id: UUID) -> str:
        """What a partner verifies deliveries with, as Standard Webhooks writes it."""
        return "whsec_" + base64.b64encode(_derive(self._webhooks, secret_id)).decode()

    def signatures(self, secret_ids: Sequence[UUID], *, message_id: str, timestamp: int, body: bytes) -> str:
        """The header `webhook-signature` under each of the secrets that are valid now.

        Source: https://github.com/standard-webhooks/standard-webhooks (symmetric signatures, `v1`).
        """
        signed = f"{message_id}.{timestamp}.".encode() + body
        keys = [_derive(self._webhooks, secret_id) for secret_id in secret_ids]
        digests = [hmac.digest(key, signed, sha256) for key in keys]
        return " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests)


def _derive(key: bytes, what: UUID) -> bytes:
    return hmac.digest(key, what.bytes, sha256)


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
