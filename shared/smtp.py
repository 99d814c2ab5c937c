"""Owns the talk with the mail server, over one connection that is kept. Does not know what mails say.

A connection that breaks while a mail is on its way leaves a doubt, so the mail is put off and not sent again
at once: who sends it later may send it twice, with the same Message-ID.
"""

import asyncio
import socket
from contextlib import suppress
from email.message import EmailMessage

import aiosmtplib

TIMEOUT_SECONDS = 15.0
IDLE_SECONDS = 20.0
PERMANENT = 500


class MailPutOff(Exception):
    """The mail could not be handed over this time; it may work later."""


class MailRefused(Exception):
    """The mail will never be taken: to try again is of no use."""


class SmtpMailer:
    """Hands mails to one server, one after the other."""

    def __init__(self, host: str, port: int, *, timeout_seconds: float = TIMEOUT_SECONDS) -> None:
        self._host = host
        self._port = port
        self._timeout_seconds = timeout_seconds
        self._connection: aiosmtplib.SMTP | None = None
        self._last_use = 0.0
        self._turn = asyncio.Lock()

    async def send(self, message: EmailMessage) -> None:
        """Return once the server has taken the mail upon itself.

        Raises:
            MailPutOff: no server, no answer in time, or a refusal that it calls temporary.
            MailRefused: the server refuses this mail or this recipient for good.
        """
        async with self._turn:
            try:
                connection = await self._connected()
                await self._hand_over(connection, message)
            except (aiosmtplib.SMTPException, OSError) as error:
                raise _refusal(error) from error

    async def close(self) -> None:
        """Take leave of the server, once the mail on its way is through."""
        async with self._turn:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    async def _connected(self) -> aiosmtplib.SMTP:
        """The kept connection if the server still holds it, or a new one."""
        kept, self._connection = self._connection, None
        if kept is not None and await self._is_alive(kept):
            return kept
        connection = aiosmtplib.SMTP(
            hostname=self._host,
            port=self._port,
            timeout=self._timeout_seconds,
            local_hostname=socket.gethostname(),  # the default would ask the DNS
        )
        await connection.connect()
        return connection

    async def _is_alive(self, connection: aiosmtplib.SMTP) -> bool:
        idle_seconds = asyncio.get_running_loop().time() - self._last_use
        if connection.is_connected and idle_seconds > IDLE_SECONDS:
            with suppress(aiosmtplib.SMTPException, OSError):
                await connection.noop()
        return connection.is_connected

    async def _hand_over(self, connection: aiosmtplib.SMTP, message: EmailMessage) -> None:
        sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
        try:
            await connection.sendmail(sender, [recipient], message.as_bytes())
            self._connection, self._last_use = connection, asyncio.get_running_loop().time()
        finally:
            # Whatever interrupted the talk, the next mail is not to begin in the middle of it.
            if self._connection is None:
                connection.close()


def _refusal(error: aiosmtplib.SMTPException | OSError) -> MailPutOff | MailRefused:
    """Only what is said of the recipient or of the mail can be for good; the rest is our own trouble."""
    match error:
        case aiosmtplib.SMTPRecipientsRefused():
            first = error.recipients[0]
            return _for_good_or_not(first.code, first.message)
        case aiosmtplib.SMTPDataError():
            return _for_good_or_not(error.code, error.message)
        case _:
            return MailPutOff(f"{type(error).__name__}: {error}")


def _for_good_or_not(code: int, answer: str) -> MailPutOff | MailRefused:
    kind = MailRefused if code >= PERMANENT else MailPutOff
    return kind(f"{code} {answer}")
