"""Checks that the level that was verified is what the evidence and the public page say, and nothing more."""

import json
from pathlib import Path

from services.conventions.api.verification import _said
from services.conventions.documents.evidence import evidence_pdf
from services.conventions.domain.documents import DocumentKind, FiledDocument
from services.conventions.domain.signing.slots import Method
from services.conventions.domain.verification import verification_of
from services.conventions.schemas.evidence import EvidenceOut
from services.conventions.schemas.verification import VerificationOut
from shared.documents.association import Association
from tests.fakes.certificate_authority import FakeCertificateAuthority
from tests.fakes.list_operator import Service
from tests.fakes.signing_tool import SigningTool
from tests.integration.conventions.given_lists import WHO, Platform
from tests.programs import output_of
from tests.unit.conventions.given import MANDUEL
from tests.unit.conventions.given_agreement import CONVENTION, MOUANS
from tests.unit.conventions.given_signing import Desk


async def test_a_qualified_signature_is_called_so_wherever_its_level_is_written(
    platform: Platform, issuer: FakeCertificateAuthority, tmp_path: Path
) -> None:
    platform.lists(Service(certificate=issuer.certificate))
    desk = Desk(assess=platform.assess)
    await desk.open()
    await desk.sign_with_code(MOUANS)
    await desk.sign_outside(MANDUEL, await SigningTool(WHO, issuer.vouch(WHO)).sign(desk.document))

    evidence = await desk.evidence()
    by_org = {each.org: each for each in EvidenceOut.of(evidence).signatures}
    assert (by_org[MOUANS].level, by_org[MANDUEL].level) == ("simple", "qualified")
    assert "délivré par «\u00a0Service 1\u00a0» selon la liste de confiance" in by_org[MANDUEL].findings
    (signed,) = (step for step in by_org[MANDUEL].steps if step.step == "signed")
    assert (signed.facts["level"], signed.facts["findings"]) == ("qualified", by_org[MANDUEL].findings)
    assert "signature qualifiée, posée avec un autre outil et vérifiée" in by_org[MANDUEL].found[-1].says
    assert "signature simple, par code reçu par message" in by_org[MOUANS].found[-1].says

    (file := tmp_path / "evidence.pdf").write_bytes(await evidence_pdf(evidence, Association()))
    pages = " ".join(output_of("pdftotext", "-layout", file, "-").split())
    assert "Niveau qualifié" in pages
    assert "clé dans un dispositif qualifié" in pages

    sha256 = desk.convention.deed.sha256
    assert sha256 is not None
    document = FiledDocument(
        sha256=sha256, convention_id=CONVENTION, amendment=None, text_version=1, kind=DocumentKind.SIGNED
    )
    known = verification_of(desk.convention, document, named=False)
    outside = next(each for each in known.signatures if each.method is Method.EXTERNAL_PADES)
    assert _said(outside).endswith(
        "avec un autre outil\u00a0: signature qualifiée (PAdES B-B, sans horodatage)."
    )
    told = json.loads(VerificationOut.of(known).model_dump_json())
    assert [each["level"] for each in told["signatures"]] == ["simple", "qualified"]
