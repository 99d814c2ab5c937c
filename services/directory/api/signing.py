"""Owns which key signs access tokens, and the publishing of a new one while the process runs.

A key of the file is published as soon as it is seen, and signs once the other services have had time to hear
of it; until then the former one does. Nothing is restarted.
"""

import asyncio
from dataclasses import dataclass

from services.directory.domain.commands.keys import PublishSigningKey
from services.directory.domain.errors.keys import SigningKeyRetiredForGood
from services.directory.domain.signing_key import HEARD_WITHIN
from services.directory.ports.queries import DirectoryQueries
from services.directory.ports.store import Directory
from services.directory.schemas.keys import KeyOut
from shared.application import Application
from shared.clock import Clock
from shared.commands import SYSTEM
from shared.errors import DomainError
from shared.security.key_file import KeyFile
from shared.security.tokens import TokenSigner
from shared.storage.mongo import Contention, DriverError, StorageUnavailable, is_unavailable
from shared.telemetry import get_logger

REREAD_EVERY_SECONDS = 2.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Signing:
    """The keys of one process."""

    file: KeyFile
    application: Application[Directory]
    queries: DirectoryQueries
    clock: Clock

    async def signer(self) -> TokenSigner:
        """The newest key that the others have had time to hear of; while there is none, the oldest.

        Raises:
            SigningKeyRetiredForGood: every key of the file was retired.
        """
        published = {key.kid: key.published_at for key in await self.queries.published_keys()}
        accepted = [signer for signer in self.file.signers if signer.public_key.kid in published]
        if not accepted:
            raise SigningKeyRetiredForGood
        heard_by = self.clock() - HEARD_WITHIN
        heard = [signer for signer in accepted if published[signer.public_key.kid] <= heard_by]
        return heard[0] if heard else accepted[-1]

    async def publish(self) -> None:
        """Have the tokens of the newest key accepted; once it is, nothing.

        Raises:
            SigningKeyRetiredForGood: it was retired.
        """
        key = self.file.newest.public_key
        command = PublishSigningKey(actor=SYSTEM, at=self.clock(), kid=key.kid, crv=key.crv, x=key.x, y=key.y)
        await self.application.execute(command, key=key.kid, model=KeyOut, answer=KeyOut.of)

    async def watch(self) -> None:
        """Publish whatever newest key the file gets, until cancelled."""
        while True:
            await asyncio.sleep(REREAD_EVERY_SECONDS)
            before = self.file.newest
            try:
                self.file.reread()
                if self.file.newest is not before:
                    await self._insist()
            except (OSError, ValueError) as error:
                get_logger().error("signing keys cannot be read", error=str(error))
            except DomainError as error:
                get_logger().error("signing key not published", error=error.code)

    async def _insist(self) -> None:
        """Publish, however long the database is away."""
        while True:
            try:
                return await self.publish()
            except (StorageUnavailable, Contention, DriverError) as error:
                if isinstance(error, DriverError) and not is_unavailable(error):
                    raise
                get_logger().warning("signing key waits to be published", error=str(error))
            await asyncio.sleep(REREAD_EVERY_SECONDS)
