"""Checks the small pages: readable by anybody, harmless whatever they show, honest about refusals."""

from html.parser import HTMLParser
from typing import Annotated

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Form, Response

from shared.errors import Conflict
from shared.web import pages
from shared.web.problems import install_problems

HOSTILE = '"><script>alert(1)</script>'


class TooLate(Conflict):
    """A refusal like any other."""

    code = "too_late"


class Tags(HTMLParser):
    """The tags of a page, with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.seen if name == tag]


def html_of(response: Response) -> str:
    return bytes(response.body).decode()


ASKED = pages.Form(
    action="/place/confirm",
    button="Confirmer ma place",
    hidden={"secret": HOSTILE},
    fields=[pages.Field(name="code", label="Code à six chiffres", max_length=6)],
)


@pytest.mark.parametrize(
    "page", [pages.message_page(HOSTILE, HOSTILE), pages.form_page(HOSTILE, HOSTILE, form=ASKED)]
)
def test_what_is_shown_cannot_become_markup(page: Response) -> None:
    tags = Tags(html_of(page))
    assert not tags.of("script")
    assert all(attributes["value"] == HOSTILE for attributes in tags.of("input") if "value" in attributes)


def test_a_page_fetches_nothing_and_is_framed_and_kept_by_nobody() -> None:
    page = pages.form_page("Votre place", "Elle vous attend.", form=ASKED)
    tags, policy = Tags(html_of(page)), page.headers["Content-Security-Policy"]
    assert not [tag for tag, attributes in tags.seen if {"src", "href", "onclick", "style"} & set(attributes)]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert f"style-src 'nonce-{tags.of('style')[0]['nonce']}'" in policy
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"


def test_a_page_is_in_french_with_one_heading_one_button_and_a_label_for_each_field() -> None:
    tags = Tags(html_of(pages.form_page("Votre place", "Elle vous attend.", form=ASKED)))
    assert tags.of("html") == [{"lang": "fr"}]
    assert len(tags.of("h1")) == len(tags.of("main")) == len(tags.of("button")) == 1
    assert tags.of("form") == [{"method": "post", "action": "/place/confirm"}]
    labelled = {attributes["for"] for attributes in tags.of("label")}
    assert labelled == {attributes["id"] for attributes in tags.of("input") if "id" in attributes}


async def test_a_refusal_is_a_page_with_its_status() -> None:
    router = APIRouter(route_class=pages.PageRoute)

    @router.post("/place")
    async def confirm(secret: Annotated[str, Form(max_length=20)]) -> Response:
        raise TooLate(f"Il est trop tard pour {secret}.")

    app = FastAPI()
    app.router.routes.extend(router.routes)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
        late = await client.post("/place", data={"secret": "<b>"})
        incomplete = await client.post("/place")
    assert (late.status_code, incomplete.status_code) == (409, 422)
    assert "Il est trop tard pour &lt;b&gt;." in late.text
    assert late.headers["Content-Type"] == incomplete.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_page_runs_a_script_only_where_it_names_it() -> None:
    plain = pages.form_page("Votre place", "Elle vous attend.", form=ASKED)
    assert "script-src" not in plain.headers["Content-Security-Policy"]
    assert not Tags(html_of(plain)).of("script")
    asking = pages.Form(
        action="/verification",
        button="Vérifier",
        method="get",
        fields=[pages.Field(name="sha256", label="Empreinte")],
        digests_file="Fichier",
    )
    page = pages.form_page("Vérifier", form=asking)
    tags = Tags(html_of(page))
    (script,) = tags.of("script")
    assert f"script-src 'nonce-{script['nonce']}'" in page.headers["Content-Security-Policy"]
    assert "connect-src" not in page.headers["Content-Security-Policy"]
    assert tags.of("form") == [{"method": "get", "action": "/verification"}]


async def test_who_asks_for_json_is_refused_with_a_problem() -> None:
    router = APIRouter(route_class=pages.PageRoute)

    @router.get("/place")
    async def show() -> Response:
        raise TooLate("Il est trop tard.")

    app = FastAPI()
    install_problems(app)
    app.router.routes.extend(router.routes)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
        answer = await client.get("/place", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (409, "too_late")
