"""Anybody verifies a document, without signing in: by its file in a browser, its digest, or its QR code."""

from http import HTTPStatus
from pathlib import Path

import httpx

from deploy.local.plain_http import PLAIN
from services.conventions.domain.documents import digest_of
from tests.e2e.signing import sign_with_code
from tests.running.browser import browsing
from tests.running.club import Club
from tests.running.exchange import Exchange, matched
from tests.running.partner import listening

JSON = {"Accept": "application/json"}


async def partly_signed(club: Club) -> tuple[Exchange, bytes, bytes]:
    """A convention, its text, and what one party has signed."""
    async with listening(club.essaim.addresses["rabbitmq"]) as partner:
        exchange = await matched(club)
        await exchange.finalise()
        text = await exchange.document()
        await exchange.open_signing()
        await sign_with_code(exchange, partner, exchange.offering)
    return exchange, text, await exchange.document()


async def test_a_document_is_verified_by_its_digest_and_by_its_code(club: Club) -> None:
    exchange, text, signed = await partly_signed(club)
    evidence = await exchange.staff.got(exchange.path("signing", "evidence"))
    async with httpx.AsyncClient(base_url=club.essaim.addresses["conventions"], verify=PLAIN) as anybody:
        answers = {
            digest_of(text): "superseded",
            digest_of(signed): "signing",
            evidence["document_id"]: "signing",
            digest_of(signed).upper(): "signing",
        }
        for key, standing in answers.items():
            told = (await anybody.get(f"/verification/{key}", headers=JSON)).raise_for_status().json()
            assert (told["standing"], told["reference"]) == (standing, exchange.convention["reference"])
            assert told["sha256"] == digest_of(text if standing == "superseded" else signed)
        page = await anybody.get(f"/verification/{digest_of(signed)}")
        assert page.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "script-src 'nonce-" in page.headers["Content-Security-Policy"]
        names = [party["legal_name"] for party in exchange.convention["parties"]]
        assert all(name in page.text for name in names)
        for somebody in exchange.signatories.values():
            assert somebody.name not in page.text
            assert somebody.id not in page.text
        assert "signature simple (PAdES B-B, sans horodatage)" in page.text
        unknown = await anybody.get(f"/verification/{digest_of(text + b' ')}")
        assert unknown.status_code == HTTPStatus.NOT_FOUND
        assert "prouve seulement que le fichier n’est pas" in unknown.text
        for wrong in ("0" * 63, "../etc", "é" * 64, "z" * 64):
            refused = await anybody.get(f"/verification/{wrong}")
            assert refused.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY}
        problem = await anybody.get(f"/verification/{'0' * 64}", headers=JSON)
        assert problem.status_code == HTTPStatus.NOT_FOUND
        assert problem.json()["code"] == "unknown_document"


async def test_a_browser_verifies_a_file_that_never_leaves_it(club: Club, tmp_path: Path) -> None:
    exchange, text, signed = await partly_signed(club)
    files = {"signed": signed, "changed": signed[:-1] + b" "}
    async with browsing() as page:
        sent: list[str] = []
        page.on("request", lambda request: sent.append(f"{request.method} {request.url} {request.post_data}"))
        failures: list[str] = []
        page.on("pageerror", lambda error: failures.append(str(error)))
        page.on("console", lambda line: failures.append(line.text) if line.type == "error" else None)
        for name, content in files.items():
            file = tmp_path / f"{name}.pdf"
            file.write_bytes(content)
            await page.goto(f"{club.essaim.addresses['conventions']}/verification")
            await page.get_by_label("Fichier à vérifier").set_input_files(file)
            await page.wait_for_url(f"**/verification/{digest_of(content)}")
            title = await page.get_by_role("heading", level=1).inner_text()
            known = f"Document {exchange.convention['reference']}"
            assert title == (known if name == "signed" else "Document inconnu")
        await page.goto(f"{club.essaim.addresses['conventions']}/verification")
        await page.get_by_label("Empreinte SHA-256").fill(digest_of(text))
        await page.get_by_role("button", name="Vérifier", exact=True).click()
        await page.get_by_text("C’est un état antérieur").wait_for()
    assert all(line.startswith("GET ") and line.endswith(" None") for line in sent)
    assert not any("pdf" in line.lower() for line in sent)
    assert [said for said in failures if "404" not in said] == []
