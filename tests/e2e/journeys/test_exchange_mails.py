"""Follows an exchange by what it brings into mailboxes: links that sign, codes, invitations."""

import re
from hashlib import sha256
from http import HTTPStatus

import httpx

from deploy.local.plain_http import PLAIN
from shared.ids import new_id
from tests.running.club import PLACE, YEAR, Club
from tests.running.exchange import Exchange, matched
from tests.running.mailbox import Invitation, Mail

COLON = "\u00a0: "


async def mails(club: Club, kind: str, about: str, count: int) -> list[Mail]:
    """The mails with this subject, once that many have come."""
    return await club.mailbox.wait_about({"title": f"{kind}{COLON}{about}"}, count)


def link_in(mail: Mail, page: str) -> str:
    """The one link of a mail to a page of conventions."""
    [link] = re.findall(rf"http://\S+/{page}/\S+", mail.text)
    return str(link)


async def sign_by_mail(exchange: Exchange, reference: str, mail: Mail) -> None:
    """Do what the mail asks: open the page, have a code sent, type it in."""
    link = link_in(mail, "signatures")
    before = len(await mails(exchange.club, "Votre code de signature", reference, 0))
    async with httpx.AsyncClient(timeout=30, verify=PLAIN) as browser:
        page = await browser.get(link)
        assert (page.status_code, "Lire le document" in page.text) == (HTTPStatus.OK, True)
        sent = await browser.post(f"{link}/code", data={"showing": str(new_id())})
        assert sent.status_code == HTTPStatus.OK, sent.text
        codes = await mails(exchange.club, "Votre code de signature", reference, before + 1)
        [code_mail] = [each for each in codes if each.to == mail.to]
        [code] = re.findall(r"^(\d{6})\s*$", code_mail.text, re.MULTILINE)
        assert code not in mail.text
        [shown] = re.findall(r'name="text" value="(\w{64})"', sent.text)
        asked = {"showing": str(new_id()), "code": code, "consent": "true", "text": shown}
        signed = await browser.post(f"{link}/sign", data=asked)
        assert "Votre signature est enregistrée" in signed.text


async def test_what_mails_ask_for_can_be_done_from_them(club: Club) -> None:
    exchange = await matched(club)
    await exchange.finalise()
    await exchange.open_signing()
    reference = f"convention {exchange.convention['reference']}"
    assert len(await mails(club, "À relire", reference, 2)) == 2
    asked = await mails(club, "À signer", reference, 3)
    assert {mail.to for mail in asked} == {one.email for one in exchange.signatories.values()}
    for mail in asked:
        await sign_by_mail(exchange, reference, mail)
    signed = await mails(club, "Signée", reference, 5)
    assert len({mail.to for mail in signed}) == 5, "three who signed, two referents"
    async with httpx.AsyncClient(timeout=30, verify=PLAIN) as browser:
        document = await browser.get(link_in(signed[0], "signed-documents"))
        [page] = re.findall(r"http://\S+/verification", signed[0].text)
        assert (await browser.get(page)).status_code == HTTPStatus.OK
    assert document.content.startswith(b"%PDF")
    assert sha256(document.content).hexdigest() in signed[0].text
    await _visit(club, exchange)
    lines = [line["text"] async for line in club.notifications.pages("/staff-feed")]
    about = [line for line in lines if exchange.convention["reference"] in line]
    assert sum("Signature donnée, par code" in line for line in about) == 3
    assert any(line.startswith(f"Convention signée{COLON}") for line in about)


async def _visit(club: Club, exchange: Exchange) -> None:
    """Plan a visit, move it across the change of time, call it off: calendars follow."""
    agent = exchange.signatories[exchange.parties[2]]  # who works for the offering side
    plan = _plan(agent.id, f"{YEAR + 1}-03-19")
    proposed = await exchange.staff.made_once_heard(exchange.path("visits"), plan)
    visit = f"/visits/{proposed['id']}"
    scheduled = await exchange.staff.made(f"{visit}/schedule", {})
    reference = scheduled["reference"]
    await mails(club, "Visite programmée", reference, 3)
    await exchange.staff.made(f"{visit}/reschedule", _plan(agent.id, f"{YEAR + 1}-04-09"))
    await mails(club, "Visite modifiée", reference, 3)
    await exchange.staff.made(f"{visit}/cancel", {"reason": "Grève des cuisines."})
    await mails(club, "Visite annulée", reference, 3)
    told = await club.mailbox.about({"title": reference})
    calendar = [mail.invitation for mail in told if mail.to == agent.email and mail.invitation]
    calendar.sort(key=lambda update: update.sequence)
    assert [_asks(update) for update in calendar] == [("REQUEST", 0, 3), ("REQUEST", 1, 4), ("CANCEL", 2, 4)]
    assert {update.uid for update in calendar} == {f"{proposed['id']}@essaim"}
    assert {update.starts.hour for update in calendar} == {8}


def _asks(update: Invitation) -> tuple[str, int, int]:
    return update.method, update.sequence, update.starts.month


def _plan(agent: str, day: str) -> dict[str, object]:
    return {"slots": [{"date": day, "half": "morning", "agents": [agent]}], "place": PLACE}
