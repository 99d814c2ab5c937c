"""Owns an imagined mail server: it keeps what it is handed, and refuses whom it is told to refuse."""

from email.message import EmailMessage

from shared.smtp import MailPutOff, MailRefused


class FakeMailer:
    """Keeps to the port `Mailer`."""

    def __init__(self) -> None:
        self.sent: list[EmailMessage] = []
        self.refusals: dict[str, MailPutOff | MailRefused] = {}
        """Recipient → what happens to mails for them."""
        self.is_closed = False

    async def send(self, message: EmailMessage) -> None:
        for address in message["To"].addresses:
            if address.addr_spec in self.refusals:
                raise self.refusals[address.addr_spec]
        self.sent.append(message)

    async def close(self) -> None:
        self.is_closed = True
