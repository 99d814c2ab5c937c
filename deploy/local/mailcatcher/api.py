"""Owns the JSON side, made for tests and benches. Shows nothing to people: `pages` does.

Every route is asynchronous, because the store belongs to the thread of the event loop.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Query, Request, Response
from pydantic import BaseModel, Field

from deploy.local.mailcatcher.reading import read
from deploy.local.mailcatcher.store import CaughtMail, MailStore

ONE_SECOND_NS = 1_000_000_000

router = APIRouter(prefix="/api")


async def store_of(request: Request) -> MailStore:
    """The store that the application was built with."""
    store: MailStore = request.app.state.store
    return store


Store = Annotated[MailStore, Depends(store_of)]

Address = Annotated[str | None, Query(description="Only the mails for exactly this address.")]
After = Annotated[int, Query(ge=0, description="Only the mails with a greater number.")]


class MailSummary(BaseModel):
    """A mail in a list."""

    number: int = Field(description="Grows with each arrival.")
    received_at: datetime = Field(description="When its last byte had come.")
    received_at_ns: int = Field(description="The same instant, in nanoseconds since 1970.")
    sender: str = Field(description="Envelope sender.")
    recipients: tuple[str, ...] = Field(description="Envelope recipients.")
    subject: str = Field(description="Decoded subject.")
    message_id: str = Field(description="With its angle brackets; the same when a mail was sent twice.")


class MailList(BaseModel):
    """Mails, the first to come first. `total` counts all that match, beyond `limit`."""

    messages: list[MailSummary]
    total: int


class AttachmentDetail(BaseModel):
    """An attachment; `text` is there when its bytes are UTF-8."""

    filename: str
    content_type: str
    size: int
    text: str | None


class MailDetail(MailSummary):
    """A mail, taken apart."""

    headers: list[tuple[str, str]]
    text: str | None
    html: str | None
    attachments: list[AttachmentDetail]


@router.get("/messages")
async def messages(
    store: Store,
    *,
    to: Address = None,
    message_id: Annotated[str | None, Query(description="With its angle brackets.")] = None,
    after: After = 0,
    limit: Annotated[int, Query(ge=1, le=10_000)] = 100,
) -> MailList:
    """The mails still kept, of all or of those asked for."""
    found = store.all() if to is None else store.sent_to(to)
    if message_id is not None:
        numbers = {mail.number for mail in store.with_message_id(message_id)}
        found = [mail for mail in found if mail.number in numbers]
    return _listed(_after(after, found), limit=limit)


@router.get("/messages/wait")
async def wait(
    store: Store,
    *,
    count: Annotated[int, Query(ge=1)],
    timeout: Annotated[float, Query(gt=0, le=600)] = 30,  # noqa: ASYNC109 - a query parameter
    to: Address = None,
    after: After = 0,
) -> MailList:
    """Answer as soon as `count` mails are here, or with those that are when the time is over."""

    def found() -> list[CaughtMail]:
        return _after(after, store.all() if to is None else store.sent_to(to))

    with suppress(TimeoutError):
        async with asyncio.timeout(timeout):
            while len(found()) < count:
                await store.next_arrival()
    return _listed(found(), limit=count)


@router.get("/messages/{number}")
async def message(store: Store, number: int) -> MailDetail:
    """One mail, taken apart."""
    return _detailed(known(store, number))


@router.delete("/messages", status_code=204)
async def clear(store: Store) -> Response:
    """Forget every mail."""
    store.clear()
    return Response(status_code=204)


def known(store: MailStore, number: int) -> CaughtMail:
    """The mail of this number.

    Raises:
        HTTPException: 404, it never came or is no longer kept.
    """
    mail = store.get(number)
    if mail is None:
        raise HTTPException(404, "Ce courriel n’existe pas, ou n’est plus gardé.")
    return mail


def received_at(mail: CaughtMail) -> datetime:
    """The instant of arrival, to the microsecond."""
    seconds, rest = divmod(mail.received_at_ns, ONE_SECOND_NS)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest // 1000)


def _summary(mail: CaughtMail) -> MailSummary:
    return MailSummary(
        number=mail.number,
        received_at=received_at(mail),
        received_at_ns=mail.received_at_ns,
        sender=mail.sender,
        recipients=mail.recipients,
        subject=mail.subject,
        message_id=mail.message_id,
    )


def _after(number: int, mails: Iterable[CaughtMail]) -> list[CaughtMail]:
    return [mail for mail in mails if mail.number > number]


def _listed(mails: list[CaughtMail], *, limit: int) -> MailList:
    return MailList(messages=[_summary(mail) for mail in mails[:limit]], total=len(mails))


def _detailed(mail: CaughtMail) -> MailDetail:
    parts = read(mail)
    attachments = [
        AttachmentDetail(
            filename=part.filename,
            content_type=part.content_type,
            size=len(part.content),
            text=_utf8(part.content),
        )
        for part in parts.attachments
    ]
    return MailDetail(
        **_summary(mail).model_dump(),
        headers=list(parts.headers),
        text=parts.text,
        html=parts.html,
        attachments=attachments,
    )


def _utf8(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None
