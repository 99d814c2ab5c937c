"""Follows a partage d'expertise from the request to the document that three parties have signed."""

from http import HTTPStatus

from asn1crypto import pem

from deploy.local.verification import report_on
from services.conventions.documents.inspection import look
from services.conventions.documents.time_stamps import read_certificates
from services.conventions.domain.authority import FACILITATOR
from services.conventions.domain.documents import digest_of
from services.conventions.schemas.evidence import EvidenceOut
from tests.e2e.signing import sign_on_paper, sign_outside, sign_with_code
from tests.pdf_text import text_of
from tests.running.club import Club
from tests.running.exchange import matched
from tests.running.partner import listening


async def test_three_parties_sign_in_three_ways(club: Club) -> None:
    async with listening(club.essaim.addresses["rabbitmq"]) as partner:
        exchange = await matched(club)
        preview = await exchange.referent(exchange.receiving).send("GET", exchange.path("preview"))
        assert "Projet à relire" in text_of(preview.raise_for_status().content)
        await exchange.finalise()
        assert exchange.convention["state"] == "finalised"
        refused = await exchange.staff.send("GET", exchange.path("preview"))
        assert (refused.status_code, refused.json()["code"]) == (409, "convention_text_state_refuses")
        assert digest_of(await exchange.document()) == exchange.convention["deed"]["sha256"]
        await exchange.open_signing()
        await sign_with_code(exchange, partner, exchange.offering)
        await sign_outside(exchange, exchange.receiving)
        signed = await sign_on_paper(exchange, str(FACILITATOR))
        assert signed["state"] == "signed"
        told = await partner.told(signed["id"], "conventions.ConventionSigned.v1")
    document = await exchange.document()
    found = await look(document)
    # The seal for each of the three, and before the second one that of the signatory's own tool.
    assert [each.holds for each in found.signatures] == [True] * 4
    assert found.covered
    assert told["sha256"] == digest_of(document) == signed["deed"]["sha256"]
    assert [slot["method"] for slot in signed["deed"]["slots"]] == [
        "simple_otp",
        "external_pades",
        "paper_scan",
    ]
    evidence = await exchange.staff.got(exchange.path("signing", "evidence"))
    assert evidence["intact"]
    assert [step["step"] for step in evidence["steps"]].count("signed") == 3
    certificates = read_certificates(club.essaim.settings.seal.read_bytes())
    trusted = b"".join(pem.armor("CERTIFICATE", each.dump()) for each in certificates)
    seen = await look(document, trusted=trusted)
    told_of = EvidenceOut.model_validate(evidence)
    assert report_on(document, seen, trusted=trusted, evidence=told_of)["problems"] == []
    summary = await exchange.staff.send("GET", exchange.path("signing", "evidence.pdf"))
    assert summary.raise_for_status().content.startswith(b"%PDF-1.7")
    none = await exchange.staff.send("GET", exchange.path("signing", "evidence"), params={"round": 2})
    assert (none.status_code, none.json()["code"]) == (HTTPStatus.NOT_FOUND, "unknown_signing")
