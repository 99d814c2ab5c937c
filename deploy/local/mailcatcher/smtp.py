"""Owns the SMTP side: it accepts every mail for everybody, and hands it to the store. Delivers nothing."""

import asyncio
import socket
import time

from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.mailcatcher.store import MailStore

HOSTNAME = "mailcatcher"


class Catcher:
    """What aiosmtpd calls at the end of each mail."""

    def __init__(self, store: MailStore) -> None:
        self._store = store

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd finds it by this name
        """Keep the mail that has just come."""
        received_at_ns = time.time_ns()
        mail = self._store.add(
            envelope.original_content or b"",
            sender=envelope.mail_from or "",
            recipients=envelope.rcpt_tos,
            received_at_ns=received_at_ns,
        )
        return f"250 2.0.0 kept as {mail.number}"


async def serve_smtp(store: MailStore, listener: socket.socket) -> asyncio.Server:
    """Accept mails on a socket that listens already, until the server that it returns is closed."""
    catcher = Catcher(store)

    def session() -> SMTP:
        # With no host name of its own, aiosmtpd would ask the DNS for one, at each connection.
        return SMTP(catcher, hostname=HOSTNAME, ident="Essaim", enable_SMTPUTF8=True)

    return await asyncio.get_running_loop().create_server(session, sock=listener)
