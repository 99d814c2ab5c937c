"""Checks the evidence of a signing: each item that it must hold, for each way to sign."""

from pathlib import Path

import pytest

from services.conventions.documents.evidence import evidence_pdf
from services.conventions.domain.authority import FACILITATOR
from services.conventions.domain.documents import DocumentKind, digest_of
from services.conventions.domain.errors.signing import UnknownSigning
from services.conventions.domain.signing.consent import CONSENT
from services.conventions.domain.signing.evidence import SignatureEvidence
from services.conventions.domain.signing.journal import Step
from services.conventions.domain.signing.slots import Method, SlotState
from services.conventions.handlers.signatories import open_signing
from services.conventions.schemas.evidence import EvidenceOut
from shared.documents.association import Association
from tests.fakes.time_stamp_authority import running_authority
from tests.programs import output_of
from tests.unit.conventions.given import MANDUEL
from tests.unit.conventions.given_agreement import AT, MOUANS, opening
from tests.unit.conventions.given_documents import seal_by
from tests.unit.conventions.given_signing import Desk, opened


@pytest.fixture
async def signed() -> Desk:
    """A convention that three parties signed in three ways."""
    desk = await opened()
    await desk.sign_all()
    return desk


async def evidence_of(desk: Desk) -> dict[object, SignatureEvidence]:
    return {each.party.org: each for each in (await desk.evidence()).signatures}


async def test_a_signature_by_code_is_proved_item_by_item(signed: Desk) -> None:
    by_code = (await evidence_of(signed))[MOUANS]
    assert (by_code.name, by_code.signatory.capacity) == ("Camille Martin", "Maire")
    assert by_code.signatory.power.reference == "D 2027-12"
    assert by_code.consent == CONSENT
    assert (by_code.channel, by_code.address) == ("email", "c•••@example.org")
    assert [entry.step for entry in by_code.steps] == [
        Step.INVITED,
        Step.OPENED,
        Step.CODE_SENT,
        Step.CODE_REFUSED,
        Step.CODE_CHECKED,
        Step.SIGNED,
    ]
    assert {entry.told("ip_address") for entry in by_code.steps[1:]} == {"198.51.100.7"}
    assert {entry.told("user_agent") for entry in by_code.steps[1:]} == {"Firefox"}
    assert by_code.slot.proof is not None
    assert by_code.slot.proof.sha256_before == (await signed.evidence()).signing.base_sha256
    (seal,) = by_code.found
    assert (seal.signer, seal.holds, seal.stamp) == ("Essaim, essai", True, None)
    stored = next(each for each in signed.store.documents.values() if str(each.id) == by_code.document_id)
    assert digest_of(stored.content) == by_code.slot.proof.sha256_after


async def test_each_method_is_told_and_what_it_left_in_the_file(signed: Desk) -> None:
    by_org = await evidence_of(signed)
    methods = {org: each.slot.method for org, each in by_org.items()}
    assert methods == {
        MOUANS: Method.SIMPLE_OTP,
        MANDUEL: Method.EXTERNAL_PADES,
        FACILITATOR: Method.PAPER_SCAN,
    }
    left = {org: [found.signer for found in each.found] for org, each in by_org.items()}
    assert left == {
        MOUANS: ["Essaim, essai"],
        MANDUEL: ["Dominique Durand", "Essaim, essai"],
        FACILITATOR: ["Essaim, essai"],
    }
    scan = signed.store.documents[by_org[FACILITATOR].slot.scan_sha256]
    assert scan.kind is DocumentKind.SCAN
    assert by_org[MANDUEL].consent == ""


async def test_each_seal_vouches_for_the_journal_before_it(signed: Desk) -> None:
    evidence = await signed.evidence()
    hashes = {entry.hash for entry in evidence.signing.journal.entries}
    for each in evidence.signatures:
        said = each.found[-1].says.rpartition("Journal\u00a0: ")[2]
        assert said in hashes


async def test_time_stamps_and_what_preserves_the_document_are_part_of_it() -> None:
    with running_authority() as authority:
        desk = await opened(seal_by(authority))
        await desk.sign_all()
        evidence = await desk.evidence()
    stamps = [found.stamp for each in evidence.signatures for found in each.found if found.stamp]
    assert [stamp.authority for stamp in stamps] == ["Horodatage d’essai"] * 4
    assert all(stamp.token and stamp.intact for stamp in stamps)
    assert evidence.signatures[-1].found[-1].is_time_stamp
    profiles = [each.slot.proof.profile for each in evidence.signatures if each.slot.proof]
    assert profiles == ["B-T", "B-B", "B-LTA"]


async def test_its_chain_survives_the_way_through_json(signed: Desk) -> None:
    evidence = await signed.evidence()
    out = EvidenceOut.model_validate_json(EvidenceOut.of(evidence).model_dump_json())
    assert out.intact
    assert [step.hash for step in out.steps] == [entry.hash for entry in evidence.signing.journal.entries]
    assert out.sha256 == digest_of(signed.document)
    assert '"digest"' not in out.model_dump_json(), "of a code"


async def test_people_read_it_in_french(signed: Desk, tmp_path: Path) -> None:
    content = await evidence_pdf(await signed.evidence(), Association())
    assert content == await evidence_pdf(await signed.evidence(), Association())
    assert b"<pdfaid:conformance>A<" in content
    assert b"<pdfuaid:part>1<" in content
    file = tmp_path / "evidence.pdf"
    file.write_bytes(content)
    pages = " ".join(output_of("pdftotext", "-layout", file, "-").split())
    for said in (
        "Dossier de preuve — CONV-2027-014",
        "une délibération, D 2027-12 du 02/03/2027",
        "code reçu par message (signature électronique simple)",
        "courriel c•••@example.org",
        "198.51.100.7, Firefox",
        "code refusé",
        "La chaîne est intacte.",
    ):
        assert said in pages


async def test_every_step_has_its_french(tmp_path: Path) -> None:
    desk = await opened()
    await desk.send_code(MOUANS)
    signing = desk.convention.deed.open_for_signature()
    slot = signing.slot_of(MOUANS)
    for step in set(Step) - {Step.SIGNED}:
        facts = {"org": str(MOUANS)}
        signing.journal.write(step, at=AT, signatory_id=slot.signatory.person_id, facts=facts)
    file = tmp_path / "evidence.pdf"
    file.write_bytes(await evidence_pdf(await desk.evidence(), Association()))
    pages = " ".join(output_of("pdftotext", "-layout", file, "-").split())
    assert "adresse corrigée, ancien lien annulé" in pages
    assert "autre texte présenté, rien de signé" in pages


async def test_what_a_refusal_ended_stays_readable_after_the_next_signing() -> None:
    desk = await opened()
    await desk.sign_with_code(MOUANS)
    await desk.refuse(MANDUEL)
    await desk.finalise()
    await open_signing(opening(), desk.office)
    first, second = await desk.evidence(1), await desk.evidence()
    assert (first.signing.text_version, second.signing.text_version) == (1, 2)
    assert (first.round, second.round) == (1, 2)
    assert [each.slot.state for each in first.signatures] == [
        SlotState.SIGNED,
        SlotState.REFUSED,
        SlotState.INVITED,
    ]
    assert first.signing.journal.is_intact
    assert first.signatures[0].found[0].holds
    assert first.signatures[1].steps[-1].facts["reason"].startswith("Le nombre")
    with pytest.raises(UnknownSigning):
        await desk.evidence(3)
