"""Owns the small French pages that a link opens: some sentences, and one button or a few.

Opening a page changes nothing, since mail servers open links too: only the POST of its button acts. A page
fetches nothing, is kept by nobody on the way, and runs no script but one of ours, where it names it.
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from shared.errors import DomainError
from shared.web.problems import TITLES, status_of

POLICY = (
    "default-src 'none'",
    "style-src 'nonce-{nonce}'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
SCRIPT_POLICY = "script-src 'nonce-{nonce}'"
SAFETY = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}

_TEMPLATES = Path(__file__).parent / "templates"
_DIGEST_SCRIPT = (_TEMPLATES / "digest.js").read_text()
_page = Environment(
    loader=FileSystemLoader(_TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
).get_template("page.html")


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One thing that the person types, ticks or chooses, which they must."""

    name: str
    label: str
    type: str = "text"
    """As HTML names the types of an input; `textarea` for text of several lines."""
    max_length: int = 200
    autocomplete: str = "off"
    accept: str = ""
    """The kind of file that is to be chosen."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A button that posts to `action`, a path of the same service, what is hidden and what was typed."""

    action: str
    button: str
    hidden: Mapping[str, str] = field(default_factory=dict)
    fields: Sequence[Field] = ()
    title: str = ""
    """Under which another way than the page's first stands, folded away."""
    notes: Sequence[str] = ()
    """What is to be known of that other way."""
    opens_file: bool = False
    """Whether its answer is a file, to be seen beside the page."""
    method: str = "post"
    """`get` for one that asks and changes nothing."""
    digests_file: str = ""
    """The label of a file to choose, which stays here: a script puts its SHA-256 in the first field."""

    @property
    def has_file(self) -> bool:
        """Whether it is sent in parts, one of which is a file."""
        return any(field.type == "file" for field in self.fields)


def message_page(title: str, *sentences: str, status: int = HTTPStatus.OK) -> Response:
    """A page that only says something."""
    return _rendered(title, sentences, forms=(), status=status)


def form_page(
    title: str, *sentences: str, form: Form, others: Sequence[Form] = (), status: int = HTTPStatus.OK
) -> Response:
    """A page that says what its button will do; `others` are what else can be done."""
    return _rendered(title, sentences, forms=(form, *others), status=status)


class PageRoute(APIRoute):
    """A route whose refusals are pages, too: `APIRouter(route_class=PageRoute, include_in_schema=False)`.

    Who asks for JSON is refused with problem details.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The handler, with its refusals said on a page."""
        handle = super().get_route_handler()

        async def answer(request: Request) -> Response:
            if wants_json(request):
                return await handle(request)
            try:
                return await handle(request)
            except DomainError as refusal:
                return _refused(status_of(refusal), refusal.sentence)
            except RequestValidationError:
                return _refused(HTTPStatus.UNPROCESSABLE_ENTITY, "Cette adresse est incomplète ou abîmée.")

        return answer


def wants_json(request: Request) -> bool:
    """Whether it comes from a machine that would rather have JSON."""
    accepted = request.headers.get("Accept", "")
    return "application/json" in accepted and "text/html" not in accepted


def _refused(status: int, sentence: str) -> Response:
    return message_page(TITLES[int(status)], sentence, status=status)


def _rendered(title: str, sentences: Sequence[str], *, forms: Sequence[Form], status: int) -> Response:
    nonce = token_urlsafe(16)
    script = _DIGEST_SCRIPT if any(form.digests_file for form in forms) else ""
    policy = (*POLICY, SCRIPT_POLICY) if script else POLICY
    html = _page.render(title=title, sentences=sentences, forms=forms, nonce=nonce, script=script)
    headers = {**SAFETY, "Content-Security-Policy": "; ".join(policy).format(nonce=nonce)}
    return HTMLResponse(html, status_code=status, headers=headers)
