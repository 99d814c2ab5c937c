"""Owns the reading of one caught mail: headers, texts, attachments. Changes and executes nothing of it."""

from dataclasses import dataclass
from email.message import MIMEPart
from email.parser import BytesParser
from email.policy import default as modern

from deploy.local.mailcatcher.store import CaughtMail


@dataclass(frozen=True, slots=True)
class Attachment:
    """A part of a mail that is neither its text nor its HTML."""

    filename: str
    content_type: str
    """With its parameters, such as `text/calendar; method="REQUEST"`."""
    content: bytes


@dataclass(frozen=True, slots=True)
class ReadMail:
    """A mail, taken apart."""

    headers: tuple[tuple[str, str], ...]
    text: str | None
    html: str | None
    attachments: tuple[Attachment, ...]


def read(mail: CaughtMail) -> ReadMail:
    """Take a mail apart; a mail that follows no rule still gives what can be made out of it."""
    message = BytesParser(policy=modern).parsebytes(mail.raw)
    text = message.get_body(("plain",))
    html = message.get_body(("html",))
    bodies = {id(part) for part in (text, html)}
    leaves = [part for part in message.walk() if not part.is_multipart() and id(part) not in bodies]
    return ReadMail(
        headers=tuple((name, str(value)) for name, value in message.items()),
        text=_text_of(text),
        html=_text_of(html),
        attachments=tuple(_attachment(part, place) for place, part in enumerate(leaves, start=1)),
    )


def _text_of(part: MIMEPart | None) -> str | None:
    return None if part is None else _bytes_of(part).decode(_charset(part), "replace")


def _charset(part: MIMEPart) -> str:
    charset = part.get_content_charset("utf-8")
    try:
        "".encode(charset)
    except LookupError:
        return "utf-8"
    return charset


def _bytes_of(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def _attachment(part: MIMEPart, place: int) -> Attachment:
    extension = "ics" if part.get_content_type() == "text/calendar" else "bin"
    return Attachment(
        filename=part.get_filename() or f"piece-{place}.{extension}",
        content_type=str(part["Content-Type"] or part.get_content_type()),
        content=_bytes_of(part),
    )
