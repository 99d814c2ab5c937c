"""Owns the three ways in which a party signs in a running system, with what each must refuse."""

from http import HTTPStatus

from shared.security.links import LinkSigner, Purpose
from tests.fakes.hostile_files import too_large
from tests.fakes.signing_tool import scanned
from tests.running.callers import Json
from tests.running.exchange import Exchange, uploaded
from tests.running.partner import Partner


async def code_for(exchange: Exchange, partner: Partner, org: str) -> str:
    """The code that a signatory asks for: it follows from the event's nonce and the key of the mails."""
    slot = exchange.path("signing", org)
    await exchange.signatory(org).made(f"{slot}/code", {})
    issued = await partner.told(exchange.convention["id"], "conventions.ConventionSignatureCodeIssued.v1")
    links = LinkSigner(exchange.club.essaim.settings.link_key.read_bytes())
    return links.code(Purpose.SIGNATURE_CODE, issued["nonce"])


async def sign_with_code(exchange: Exchange, partner: Partner, org: str) -> Json:
    code = await code_for(exchange, partner, org)
    consent = {"consent": True, "sha256": (await exchange.staff.got(exchange.path()))["deed"]["text_sha256"]}
    slot, signatory = exchange.path("signing", org), exchange.signatory(org)
    other = f"{(int(code) + 1) % 1_000_000:06}"
    wrong = await signatory.post(f"{slot}/sign", {"code": other, **consent})
    assert (wrong.status_code, wrong.json()["code"]) == (HTTPStatus.CONFLICT, "wrong_code")
    signed = await signatory.made(f"{slot}/sign", {"code": code, **consent})
    again = await signatory.post(f"{slot}/sign", {"code": code, **consent})
    assert again.status_code == HTTPStatus.CONFLICT
    return signed


async def sign_outside(exchange: Exchange, org: str) -> None:
    slot, signatory = exchange.path("signing", org), exchange.signatory(org)
    before = await exchange.document()
    signed = await exchange.signed_elsewhere(org)
    spoilt = bytearray(signed)
    spoilt[len(before) + 2000] ^= 1
    known = await exchange.staff.got(exchange.path())
    for wrong in (before, bytes(spoilt), b"%PDF-1.7 nothing", too_large(signed)):
        refused = await uploaded(signatory, f"{slot}/signed-document", wrong)
        assert (refused.status_code, refused.json()["code"]) == (422, "upload_refused"), refused.text
        assert [error["field"] for error in refused.json()["errors"]] == ["file"]
    assert await exchange.staff.got(exchange.path()) == known
    answer = await uploaded(signatory, f"{slot}/signed-document", signed)
    assert answer.is_success, answer.text


async def sign_on_paper(exchange: Exchange, org: str) -> Json:
    slot = exchange.path("signing", org)
    refused = await uploaded(exchange.staff, f"{slot}/scan", await exchange.document())
    assert refused.json()["reason"] == "not_a_scan"
    answer = await uploaded(exchange.staff, f"{slot}/scan", scanned())
    assert answer.is_success, answer.text
    return await exchange.staff.made(f"{slot}/scan/confirm", {})
