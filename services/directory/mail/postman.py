"""Owns the sending of sign-in mails, one after the other, for as long as the worker runs.

The secret of a link is made here and goes into the mail alone: whatever is kept or logged does not have it.
Killed while a mail is on its way, it leaves a lease that runs out: another mail, with another link, follows.
"""

import asyncio
import secrets
from dataclasses import dataclass
from datetime import timedelta

from services.directory.domain.sign_in_link import LINK_LIFETIME, SignInLink, SignInRequest, digest_of
from services.directory.mail.composer import SignInComposer
from services.directory.ports.access import Mailer, SignInRequests
from shared.clock import Clock
from shared.smtp import MailPutOff, MailRefused
from shared.storage.mongo import DriverError
from shared.telemetry import get_logger

POLL_SECONDS = 0.5
SEND_WITHIN_SECONDS = 20.0
"""Less than the lease: who is late has stopped before somebody else begins."""
FIRST_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 60.0
SECRET_BYTES = 32


@dataclass(frozen=True, kw_only=True, slots=True)
class SignInPostman:
    """Writes and sends the mails that were asked for."""

    requests: SignInRequests
    composer: SignInComposer
    mailer: Mailer
    clock: Clock

    async def run(self) -> None:
        """Send until cancelled."""
        try:
            while True:
                if not await self.send_next():
                    await asyncio.sleep(POLL_SECONDS)
        finally:
            await self.mailer.close()

    async def send_next(self) -> bool:
        """Serve the request that is due, if there is one and the database answers."""
        try:
            request = await self.requests.take_due(self.clock())
            if request is not None:
                await self._serve(request)
        except DriverError as error:  # the lease runs out, and the request is taken again
            get_logger().warning("sign-in mails wait for the database", error=type(error).__name__)
            return False
        return request is not None

    async def _serve(self, request: SignInRequest) -> None:
        try:
            if self.clock() < request.expires_at:
                await self._send(request)
        except (MailPutOff, TimeoutError):
            get_logger().warning("sign-in mail put off", attempts=request.attempts)
            await self.requests.put_off(request, until=self.clock() + _pause(request.attempts))
            return
        except MailRefused:
            get_logger().warning("sign-in mail refused")
        await self.requests.forget(request)

    async def _send(self, request: SignInRequest) -> None:
        """Mail a link to whoever has the address, if anybody has."""
        person = await self.requests.recipient(request.email)
        if person is None:
            return
        secret = secrets.token_urlsafe(SECRET_BYTES)
        message = self.composer.compose(person.identity, secret)
        expires_at = self.clock() + LINK_LIFETIME
        await self.requests.keep_link(
            SignInLink(digest=digest_of(secret), person_id=person.id, expires_at=expires_at)
        )
        async with asyncio.timeout(SEND_WITHIN_SECONDS):
            await self.mailer.send(message)


def _pause(attempts: int) -> timedelta:
    return timedelta(seconds=min(FIRST_PAUSE_SECONDS * 2 ** (attempts - 1), LONGEST_PAUSE_SECONDS))
