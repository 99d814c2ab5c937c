"""Owns the pages where a person reads the mails caught.

A mail's own HTML is shown without running or fetching any of it.
"""

from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from babel.dates import format_datetime
from fastapi import APIRouter, HTTPException, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from deploy.local.mailcatcher.api import Store, known, received_at
from deploy.local.mailcatcher.reading import Attachment, read
from deploy.local.mailcatcher.store import CaughtMail, MailStore

PAGE_SIZE = 50
PAGE_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
SAFETY = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}

router = APIRouter(include_in_schema=False)
_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@router.get("/")
async def mails(
    store: Store, *, to: Annotated[str, Query(max_length=320)] = "", page: Annotated[int, Query(ge=1)] = 1
) -> Response:
    """A page of the mails, the last to come first; `to` is a part of an address."""
    found = _newest_first(store, to.strip())
    shown = found[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
    pages = max(1, -(-len(found) // PAGE_SIZE))
    return _page("mails.html", mails=shown, total=len(found), to=to, page=page, pages=pages)


@router.post("/clear")
async def clear(store: Store) -> Response:
    """Forget every mail, and show that none is left."""
    store.clear()
    return RedirectResponse("/", status_code=303)


@router.get("/messages/{number}")
async def mail(store: Store, number: int) -> Response:
    """One mail: text, layout, attachments, headers."""
    caught = known(store, number)
    return _page("mail.html", mail=caught, parts=read(caught))


@router.get("/messages/{number}/html")
async def html(store: Store, number: int) -> Response:
    """The mail's own HTML, for the sandboxed frame."""
    body = read(known(store, number)).html or ""
    return HTMLResponse(body, headers={**SAFETY, "Content-Security-Policy": MAIL_POLICY})


@router.get("/messages/{number}/raw")
async def raw(store: Store, number: int) -> Response:
    """The mail as it came."""
    return _download(Attachment(f"{number}.eml", "message/rfc822", known(store, number).raw))


@router.get("/messages/{number}/attachments/{place}")
async def attachment(store: Store, number: int, place: int) -> Response:
    """One attachment, to keep as a file."""
    attachments = read(known(store, number)).attachments
    if not 1 <= place <= len(attachments):
        raise HTTPException(404, "Ce courriel n’a pas cette pièce jointe.")
    return _download(attachments[place - 1])


def _newest_first(store: MailStore, part_of_address: str) -> list[CaughtMail]:
    wanted = part_of_address.lower()
    return [
        mail
        for mail in reversed(list(store.all()))
        if not wanted or any(wanted in address.lower() for address in mail.recipients)
    ]


def _page(template: str, **facts: object) -> Response:
    html = _templates.get_template(template).render(arrival=_arrival, **facts)
    return HTMLResponse(html, headers={**SAFETY, "Content-Security-Policy": PAGE_POLICY})


def _arrival(mail: CaughtMail) -> str:
    return format_datetime(received_at(mail).astimezone(), "d MMMM y, HH:mm:ss", locale="fr")


def _download(part: Attachment) -> Response:
    # Never the type that the mail claims: a page sent as an attachment must not open as a page of this site.
    disposition = f"attachment; filename*=UTF-8''{quote(part.filename, safe='')}"
    headers = {**SAFETY, "Content-Disposition": disposition}
    return Response(part.content, media_type="application/octet-stream", headers=headers)
