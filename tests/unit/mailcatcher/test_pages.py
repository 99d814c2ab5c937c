"""Specifies the mail catcher's page and JSON API, over mails that mean harm as well."""

import asyncio
from collections.abc import AsyncIterator
from email.message import EmailMessage

import httpx
import pytest

from deploy.local.mailcatcher.__main__ import web_app
from deploy.local.mailcatcher.store import MailStore


@pytest.fixture
def store() -> MailStore:
    return MailStore()


@pytest.fixture
async def browser(store: MailStore) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(web_app(store))
    async with httpx.AsyncClient(transport=transport, base_url="http://catcher") as client:
        yield client


def catch(store: MailStore, *, to: str = "zoe@example.org", subject: str = "Inscription") -> int:
    message = EmailMessage()
    message["Subject"] = subject
    message["Message-ID"] = "<1@example.org>"
    message.set_content("Bonjour Zoé\n")
    message.add_alternative("<p>Bonjour</p><script>alert(1)</script>", subtype="html")
    message.add_attachment(
        b"BEGIN:VCALENDAR",
        maintype="text",
        subtype="calendar",
        filename='été".ics',
        params={"method": "REQUEST"},
    )
    caught = store.add(
        message.as_bytes(),
        sender="club@example.org",
        recipients=[to],
        received_at_ns=1_800_000_000_123_456_789,
    )
    return caught.number


async def test_mails_are_listed_newest_first_a_page_at_a_time(
    store: MailStore, browser: httpx.AsyncClient
) -> None:
    for number in range(60):
        catch(store, subject=f"Mail {number:02d}")
    first = (await browser.get("/")).text
    second = (await browser.get("/", params={"page": 2})).text
    assert first.index("Mail 59") < first.index("Mail 10")
    assert "Mail 09" not in first
    assert "Mail 09" in second


async def test_search_finds_a_part_of_an_address(store: MailStore, browser: httpx.AsyncClient) -> None:
    catch(store, subject="Pour elle")
    catch(store, to="max@example.org", subject="Pour lui")
    page = (await browser.get("/", params={"to": "MAX@"})).text
    assert "Pour lui" in page
    assert "Pour elle" not in page


async def test_subject_is_shown_as_text(store: MailStore, browser: httpx.AsyncClient) -> None:
    number = catch(store, subject="<script>alert(1)</script>")
    for path in ("/", f"/messages/{number}"):
        page = await browser.get(path)
        assert "<script>" not in page.text
        assert "script-src" not in page.headers["content-security-policy"]
        assert page.headers["content-security-policy"].startswith("default-src 'none'")


async def test_html_of_a_mail_runs_and_fetches_nothing(store: MailStore, browser: httpx.AsyncClient) -> None:
    number = catch(store)
    assert "<iframe sandbox " in (await browser.get(f"/messages/{number}")).text
    frame = await browser.get(f"/messages/{number}/html")
    assert frame.headers["content-security-policy"].startswith("sandbox; default-src 'none';")


async def test_attachment_is_kept_as_a_file_whatever_it_says_it_is(
    store: MailStore, browser: httpx.AsyncClient
) -> None:
    answer = await browser.get(f"/messages/{catch(store)}/attachments/1")
    assert answer.content == b"BEGIN:VCALENDAR"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%C3%A9t%C3%A9%22.ics"


@pytest.mark.parametrize(
    "path", ["/messages/9", "/messages/9/html", "/messages/1/attachments/2", "/api/messages/9"]
)
async def test_what_is_not_there_is_not_found(
    store: MailStore, browser: httpx.AsyncClient, path: str
) -> None:
    catch(store)
    assert (await browser.get(path)).status_code == 404


async def test_button_forgets_every_mail(store: MailStore, browser: httpx.AsyncClient) -> None:
    catch(store)
    assert (await browser.post("/clear")).headers["location"] == "/"
    assert not store.all()


async def test_json_takes_a_mail_apart(store: MailStore, browser: httpx.AsyncClient) -> None:
    mail = (await browser.get(f"/api/messages/{catch(store)}")).json()
    assert mail["received_at_ns"] == 1_800_000_000_123_456_789
    assert mail["received_at"] == "2027-01-15T08:00:00.123456Z"
    assert mail["text"].strip() == "Bonjour Zoé"
    assert mail["attachments"][0]["text"] == "BEGIN:VCALENDAR"
    assert ["Message-ID", "<1@example.org>"] in mail["headers"]


async def test_json_list_is_oldest_first_and_filtered(store: MailStore, browser: httpx.AsyncClient) -> None:
    zoe, max_, again = catch(store), catch(store, to="max@example.org"), catch(store)

    async def found(**query: str | int) -> tuple[list[int], int]:
        answer = (await browser.get("/api/messages", params=query)).json()
        return [message["number"] for message in answer["messages"]], answer["total"]

    assert await found() == ([zoe, max_, again], 3)
    assert await found(to="Zoe@example.org") == ([zoe, again], 2)
    assert await found(after=zoe, limit=1) == ([max_], 2)
    assert await found(message_id="<1@example.org>", to="max@example.org") == ([max_], 1)


async def test_waiting_ends_with_the_last_mail_awaited(store: MailStore, browser: httpx.AsyncClient) -> None:
    query: dict[str, str | int] = {"count": 2, "to": "zoe@example.org", "timeout": 5}
    waiting = asyncio.create_task(browser.get("/api/messages/wait", params=query))
    await asyncio.wait({waiting}, timeout=0.05)
    catch(store)
    catch(store, to="max@example.org")
    await asyncio.wait({waiting}, timeout=0.05)
    assert not waiting.done()
    catch(store)
    assert (await asyncio.wait_for(waiting, timeout=5)).json()["total"] == 2


async def test_waiting_in_vain_tells_what_came(store: MailStore, browser: httpx.AsyncClient) -> None:
    catch(store)
    answer = await browser.get("/api/messages/wait", params={"count": 2, "timeout": 0.05})
    assert answer.json()["total"] == 1


async def test_clearing_by_json(store: MailStore, browser: httpx.AsyncClient) -> None:
    catch(store)
    assert (await browser.delete("/api/messages")).status_code == 204
    assert not store.all()
