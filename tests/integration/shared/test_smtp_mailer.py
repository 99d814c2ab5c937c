"""Specifies the talk with a mail server, on a real one that listens on this machine."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from email.message import EmailMessage
from email.policy import SMTP as LINES

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from deploy.local.ports import free_port
from shared.smtp import MailPutOff, MailRefused, SmtpMailer

LOOPBACK = "127.0.0.1"


class Listener:
    """A mail server that answers as it is told, and counts the connections."""

    def __init__(self) -> None:
        self.received: list[bytes] = []
        self.connections: set[object] = set()
        self.to_recipient = "250 OK"
        self.to_mail = "250 OK"

    async def handle_RCPT(  # noqa: N802 - aiosmtpd finds it by this name
        self, _server: SMTP, session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self.connections.add(session.peer)
        if self.to_recipient.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(  # noqa: N802 - aiosmtpd finds it by this name
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self.to_mail.startswith("2"):
            assert isinstance(envelope.content, bytes)
            self.received.append(envelope.content)
        return self.to_mail


class Server:
    """The listener on its port, which can be stopped and started again."""

    def __init__(self) -> None:
        self.port = free_port()
        self.listener = Listener()
        self._sessions: list[SMTP] = []
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self._server = await asyncio.get_running_loop().create_server(self._session, LOOPBACK, self.port)

    async def stop(self) -> None:
        assert self._server is not None
        self._server.close()
        for session in self._sessions:
            if session.transport is not None:
                session.transport.close()
        self._sessions.clear()
        await self._server.wait_closed()

    def _session(self) -> SMTP:
        self._sessions.append(SMTP(self.listener, hostname="listener"))
        return self._sessions[-1]


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    running = Server()
    await running.start()
    yield running
    await running.stop()


@pytest.fixture
async def mailer(server: Server) -> AsyncIterator[SmtpMailer]:
    mailer = SmtpMailer(LOOPBACK, server.port, timeout_seconds=2)
    yield mailer
    await mailer.close()


def mail(number: int = 1) -> EmailMessage:
    message = EmailMessage(policy=LINES)
    message["Message-ID"] = f"<{number}@example.org>"
    message["From"] = "Club <club@example.org>"
    message["To"] = "Zoé <zoe@example.org>"
    message.set_content(".Un point au début\nd’une ligne\n")
    return message


async def test_mail_arrives_byte_for_byte(server: Server, mailer: SmtpMailer) -> None:
    await mailer.send(mail())
    assert server.listener.received == [mail().as_bytes()]


async def test_mails_go_over_one_connection(server: Server, mailer: SmtpMailer) -> None:
    await asyncio.gather(*(mailer.send(mail(number)) for number in range(20)))
    assert len(server.listener.received) == 20
    assert len(server.listener.connections) == 1


@pytest.mark.parametrize(("answer", "error"), [("451 Busy", MailPutOff), ("550 Unknown", MailRefused)])
async def test_refused_recipient_is_for_later_or_for_good(
    server: Server, mailer: SmtpMailer, answer: str, error: type[Exception]
) -> None:
    server.listener.to_recipient = answer
    with pytest.raises(error, match=answer):
        await mailer.send(mail())


@pytest.mark.parametrize(("answer", "error"), [("451 Busy", MailPutOff), ("554 Spam", MailRefused)])
async def test_refused_mail_is_for_later_or_for_good(
    server: Server, mailer: SmtpMailer, answer: str, error: type[Exception]
) -> None:
    server.listener.to_mail = answer
    with pytest.raises(error, match=answer):
        await mailer.send(mail())


async def test_refusal_does_not_harm_the_next_mail(server: Server, mailer: SmtpMailer) -> None:
    server.listener.to_recipient = "550 Unknown"
    with pytest.raises(MailRefused):
        await mailer.send(mail(1))
    server.listener.to_recipient = "250 OK"
    await mailer.send(mail(2))
    assert server.listener.received == [mail(2).as_bytes()]


async def test_server_away_is_for_later_and_found_again(server: Server, mailer: SmtpMailer) -> None:
    await mailer.send(mail(1))
    await server.stop()
    with pytest.raises(MailPutOff):
        await mailer.send(mail(2))
    await server.start()
    await mailer.send(mail(2))
    assert server.listener.received == [mail(1).as_bytes(), mail(2).as_bytes()]


async def test_server_that_hung_up_in_between_costs_no_mail(server: Server, mailer: SmtpMailer) -> None:
    await mailer.send(mail(1))
    await server.stop()
    await server.start()
    await mailer.send(mail(2))
    assert len(server.listener.received) == 2


Conduct = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def listening(conduct: Conduct) -> AsyncIterator[int]:
    """A server of any conduct, for as long as its clients stay; its port."""
    talks: set[asyncio.Future[None]] = set()

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await conduct(reader, writer)
        writer.close()

    def begin(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talks.add(asyncio.ensure_future(talk(reader, writer)))

    server = await asyncio.start_server(begin, LOOPBACK, 0)
    async with server:
        yield server.sockets[0].getsockname()[1]
        await asyncio.wait_for(asyncio.gather(*talks), timeout=5)


async def test_server_that_never_answers_is_for_later() -> None:
    async def say_nothing(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        await reader.read()

    async with listening(say_nothing) as port:
        with pytest.raises(MailPutOff):
            await SmtpMailer(LOOPBACK, port, timeout_seconds=0.2).send(mail())


async def test_server_that_refuses_the_sender_is_for_later() -> None:
    """It is our own setting that is wrong: no person's mail is to be given up for it."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 hello\r\n")
        while line := await reader.readline():
            refused = line.upper().startswith(b"MAIL")
            writer.write(b"553 not from you\r\n" if refused else b"250 OK\r\n")

    async with listening(refuse) as port:
        with pytest.raises(MailPutOff):
            await SmtpMailer(LOOPBACK, port, timeout_seconds=2).send(mail())


async def test_mail_interrupted_leaves_no_half_of_a_talk() -> None:
    connections = 0

    async def fall_silent_at_data(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal connections
        connections += 1
        writer.write(b"220 hello\r\n")
        while line := await reader.readline():
            if not line.upper().startswith(b"DATA"):
                writer.write(b"250 OK\r\n")

    async with listening(fall_silent_at_data) as port:
        mailer = SmtpMailer(LOOPBACK, port, timeout_seconds=5)
        for _ in range(2):
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(mailer.send(mail()), timeout=0.3)
        await mailer.close()
    assert connections == 2
