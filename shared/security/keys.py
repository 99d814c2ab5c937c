"""Owns a service's copy of the public keys that sign tokens, kept from directory's events.

Every service has it, so that none calls directory to know who asks.

    signing_keys: {_id: "<kid>", crv: "P-256", x: "…", y: "…", state: "published", sequence: 1}
"""

import time

from cryptography.hazmat.primitives.asymmetric import ec

from shared.commands import Actor
from shared.events.directory import SigningKeyPublished, SigningKeyRetired
from shared.events.envelope import Envelope
from shared.events.order import is_next
from shared.security.tokens import InvalidToken, PublicKey, key_id, load, verify
from shared.storage.copies import Copies
from shared.storage.mongo import Database, Document
from shared.storage.unit_of_work import UnitOfWork

COLLECTION = "signing_keys"
REREAD_AFTER_SECONDS = 30.0
UNKNOWN_AFTER_SECONDS = 1.0


class KeyCopies(Copies):
    """What the event handler of keys writes to."""

    def __init__(self, work: UnitOfWork) -> None:
        super().__init__(work, COLLECTION)


async def keep_signing_keys(
    event: Envelope[SigningKeyPublished | SigningKeyRetired], copies: KeyCopies
) -> None:
    """Follow directory's keys.

    Raises:
        TooEarly: a former event of the key is missing.
    """
    key = event.data
    if not is_next(event, await copies.sequence(key.kid)):
        return
    document: Document = {"_id": key.kid, "state": "retired", "sequence": event.sequence}
    if isinstance(key, SigningKeyPublished):
        document |= {"state": "published", "crv": key.crv, "x": key.x, "y": key.y}
    copies.keep(document)


class KeyRing:
    """Verifies tokens with the keys of the database; reads them again every 30 s, and for an unknown key."""

    def __init__(self, database: Database) -> None:
        self._collection = database[COLLECTION]
        self._keys: dict[str, ec.EllipticCurvePublicKey] = {}
        self._read_at = float("-inf")

    async def actor(self, token: str) -> Actor:
        """The actor that a bearer token speaks for.

        Raises:
            InvalidToken: malformed, expired, or signed with an unknown or retired key.
        """
        kid = key_id(token)
        age = time.monotonic() - self._read_at
        if age > REREAD_AFTER_SECONDS or (kid not in self._keys and age > UNKNOWN_AFTER_SECONDS):
            await self._read()
        key = self._keys.get(kid)
        if key is None:
            raise InvalidToken("Votre jeton d’accès est signé avec une clé inconnue.")
        return verify(token, key)

    async def _read(self) -> None:
        published = self._collection.find({"state": "published"})
        self._keys = {
            key["_id"]: load(PublicKey(key["_id"], key["crv"], key["x"], key["y"])) async for key in published
        }
        self._read_at = time.monotonic()
