"""Owns the last mails caught, in order of arrival. Does not know how they came nor how they are shown.

They live in memory, the oldest leaving when there are too many or they weigh too much; with a folder, each is
also a `.eml` file, removed along with it and read back at the next start.
"""

import asyncio
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from email.parser import BytesHeaderParser
from email.policy import default as modern
from pathlib import Path

MAX_MAILS = 50_000
MAX_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class CaughtMail:
    """One mail as it came, under the trace headers that mail servers add (`Return-Path`, `Delivered-To`)."""

    number: int
    """Grows with each arrival, and never serves twice."""
    received_at_ns: int
    """When its last byte had come: nanoseconds since 1970, as `time.time_ns` counts them."""
    sender: str
    recipients: tuple[str, ...]
    subject: str
    message_id: str
    raw: bytes

    @property
    def file_name(self) -> str:
        """Names the file that keeps it; sorts as arrivals do."""
        return f"{self.number:09d}-{self.received_at_ns}.eml"


Index = dict[str, dict[int, CaughtMail]]


class MailStore:
    """The last mails, found by number, by recipient and by Message-ID."""

    def __init__(
        self, folder: Path | None = None, *, max_mails: int = MAX_MAILS, max_bytes: int = MAX_BYTES
    ) -> None:
        self._folder = folder
        self._max_mails = max_mails
        self._max_bytes = max_bytes
        self._mails: dict[int, CaughtMail] = {}
        self._by_recipient: Index = {}
        self._by_message_id: Index = {}
        self._bytes = 0
        self._last_number = 0
        self._arrival = asyncio.Event()
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            self._read_back(folder)

    def add(self, raw: bytes, *, sender: str, recipients: Iterable[str], received_at_ns: int) -> CaughtMail:
        """Keep a mail, and wake those who wait for one."""
        trace = [f"Return-Path: <{sender}>", *(f"Delivered-To: {address}" for address in recipients)]
        traced = "".join(f"{line}\r\n" for line in trace).encode() + raw
        mail = _read(traced, number=self._last_number + 1, received_at_ns=received_at_ns)
        if self._folder is not None:
            (self._folder / mail.file_name).write_bytes(mail.raw)
        self._keep(mail)
        self._arrival.set()
        self._arrival = asyncio.Event()
        return mail

    def get(self, number: int) -> CaughtMail | None:
        """The mail of this number, if it is still here."""
        return self._mails.get(number)

    def all(self) -> Collection[CaughtMail]:
        """Every mail still here, the first to come first."""
        return self._mails.values()

    def sent_to(self, address: str) -> Collection[CaughtMail]:
        """The mails for exactly this address, whatever its case, the first to come first."""
        return self._by_recipient.get(address.lower(), {}).values()

    def with_message_id(self, message_id: str) -> Collection[CaughtMail]:
        """The mails that carry this Message-ID: several when one was sent twice."""
        return self._by_message_id.get(message_id, {}).values()

    async def next_arrival(self) -> None:
        """Return when one more mail has come, counting from this call."""
        await self._arrival.wait()

    def clear(self) -> None:
        """Forget every mail; numbers go on from where they were."""
        while self._mails:
            self._drop_oldest()

    def _read_back(self, folder: Path) -> None:
        for file in sorted(folder.glob("*-*.eml")):
            number, received_at_ns = file.stem.split("-")
            self._keep(_read(file.read_bytes(), number=int(number), received_at_ns=int(received_at_ns)))

    def _keep(self, mail: CaughtMail) -> None:
        self._last_number = mail.number
        self._mails[mail.number] = mail
        self._bytes += len(mail.raw)
        for index, key in self._index_keys(mail):
            index.setdefault(key, {})[mail.number] = mail
        while len(self._mails) > self._max_mails or self._bytes > self._max_bytes:
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        mail = self._mails.pop(next(iter(self._mails)))
        self._bytes -= len(mail.raw)
        for index, key in self._index_keys(mail):
            del index[key][mail.number]
            if not index[key]:
                del index[key]
        if self._folder is not None:
            (self._folder / mail.file_name).unlink(missing_ok=True)

    def _index_keys(self, mail: CaughtMail) -> list[tuple[Index, str]]:
        addresses = {address.lower() for address in mail.recipients}
        keys = [(self._by_recipient, address) for address in addresses]
        return [*keys, (self._by_message_id, mail.message_id)]


def _read(raw: bytes, *, number: int, received_at_ns: int) -> CaughtMail:
    headers = BytesHeaderParser(policy=modern).parsebytes(raw)
    return CaughtMail(
        number=number,
        received_at_ns=received_at_ns,
        sender=str(headers["Return-Path"]).strip("<>"),
        recipients=tuple(str(value) for value in headers.get_all("Delivered-To", [])),
        subject=str(headers["Subject"] or ""),
        message_id=str(headers["Message-ID"] or "").strip(),
        raw=raw,
    )
