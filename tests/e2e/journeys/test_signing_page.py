"""A signatory reads and signs a convention in a real browser, from the mail to the signature."""

import re

from playwright.async_api import Page

from tests.e2e.journeys.test_exchange_mails import link_in, mails
from tests.running.browser import browsing
from tests.running.club import Club
from tests.running.exchange import Exchange, matched
from tests.running.mailbox import Mail


async def being_signed(club: Club) -> tuple[Exchange, str, dict[str, Mail]]:
    """An exchange whose convention is being signed, how mails call it, and the mail of each signatory."""
    exchange = await matched(club)
    await exchange.finalise()
    await exchange.open_signing()
    reference = f"convention {exchange.convention['reference']}"
    return exchange, reference, {mail.to: mail for mail in await mails(club, "À signer", reference, 3)}


async def slot_of(exchange: Exchange, org: str) -> dict[str, object]:
    convention = await exchange.staff.got(exchange.path())
    [slot] = [slot for slot in convention["deed"]["slots"] if slot["org"] == org]
    return dict(slot)


async def ask_for_a_code(page: Page) -> None:
    await page.get_by_text("Signer par code", exact=True).click()
    await page.get_by_role("button", name="Recevoir mon code").click()
    await page.get_by_text("Le code est parti par courriel.").wait_for()


async def type_code(page: Page, code: str) -> None:
    await page.get_by_label("Code à six chiffres").fill(code)
    await page.get_by_role("checkbox").check()
    await page.get_by_role("button", name="Je signe").click()


async def test_a_signatory_reads_and_signs_from_the_mail(club: Club) -> None:
    exchange, reference, asked = await being_signed(club)
    org = exchange.receiving
    mail = asked[exchange.signatories[org].email]
    async with browsing() as page:
        await page.goto(link_in(mail, "signatures"))
        assert (await slot_of(exchange, org))["state"] == "invited"  # looking at the page says nothing
        async with page.expect_popup() as reading:
            await page.get_by_role("button", name="Lire le document").click()
        await (await reading.value).close()
        assert (await slot_of(exchange, org))["state"] == "viewed"
        await ask_for_a_code(page)
        [code_mail] = [
            each for each in await mails(club, "Votre code de signature", reference, 1) if each.to == mail.to
        ]
        [code] = re.findall(r"^(\d{6})\s*$", code_mail.text, re.MULTILINE)
        await type_code(page, f"{(int(code) + 1) % 1_000_000:06}")
        await page.get_by_text("Ce code n’est pas celui que vous avez reçu.").wait_for()
        await type_code(page, code)
        await page.get_by_role("heading", name="Votre signature est enregistrée").wait_for()
    signed = await slot_of(exchange, org)
    assert (signed["state"], signed["method"], signed["level"]) == ("signed", "simple_otp", "simple")


async def test_a_signatory_refuses_with_a_reason_and_the_others_sign_no_more(club: Club) -> None:
    exchange, _, asked = await being_signed(club)
    async with browsing() as page:
        await page.goto(link_in(asked[exchange.signatories[exchange.offering].email], "signatures"))
        await page.get_by_text("Refuser de signer", exact=True).click()
        await page.get_by_label("Pourquoi").fill("Le nombre de demi-journées a changé.")
        await page.get_by_role("button", name="Je refuse de signer").click()
        await page.get_by_role("heading", name="Votre refus est enregistré").wait_for()
        await page.goto(link_in(asked[exchange.signatories[exchange.receiving].email], "signatures"))
        await page.get_by_text("cette version est en rédaction").wait_for()
    convention = await exchange.staff.got(exchange.path())
    assert (convention["state"], convention["deed"]["version"]) == ("draft", 2)
    assert convention["deed"]["reason"] == "Le nombre de demi-journées a changé."
