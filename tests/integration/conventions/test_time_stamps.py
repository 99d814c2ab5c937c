"""Checks seals under a time-stamp authority: what it gives is on the document, what it gives wrong is not."""

from collections.abc import Iterator
from copy import deepcopy
from http import HTTPStatus
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509
from pydantic import ValidationError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import CertRevTrustPolicy, RevocationCheckingPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager

from services.conventions.documents import time_stamps
from services.conventions.documents.inspection import look
from services.conventions.documents.notary import PdfNotary
from services.conventions.documents.time_stamps import PAUSES_SECONDS, read_certificates
from services.conventions.domain.authority import FACILITATOR
from services.conventions.domain.errors.signing import TimeStampUnavailable
from services.conventions.settings import Settings
from shared.web.problems import status_of
from tests.fakes.signing_tool import SigningTool
from tests.fakes.time_stamp_authority import FakeTimeStampAuthority, Way, running_authority
from tests.unit.conventions.given import MANDUEL
from tests.unit.conventions.given_agreement import MOUANS, ORGS
from tests.unit.conventions.given_documents import mention, seal_by, seal_pem, signed_by_all, text
from tests.unit.conventions.given_signing import opened

TRIES = len(PAUSES_SECONDS) + 1
SILENCE_SECONDS = 0.3


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeTimeStampAuthority]:
    """An authority; nobody waits between two tries."""
    monkeypatch.setattr(time_stamps, "PAUSES_SECONDS", (0.0,) * len(PAUSES_SECONDS))
    with running_authority() as running:
        yield running


def offline(roots: list[x509.Certificate]) -> PdfSignatureValidationSpec:
    """How somebody validates decades later: revocations must be known, and only from the file itself."""
    policy = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(roots),
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy.from_legacy("hard-fail")),
    )
    gathering = RevocationInfoGatheringSpec(online_fetching_rule=RevinfoOnlineFetchingRule.LOCAL_ONLY)
    return PdfSignatureValidationSpec(
        SignatureValidationSpec(cert_validation_policy=policy, revinfo_gathering_policy=gathering)
    )


async def test_without_an_authority_a_seal_has_no_time_stamp() -> None:
    found = await look(await signed_by_all(seal_by()))
    assert [(each.profile, each.stamp) for each in found.signatures] == [("B-B", None)] * 3
    assert found.covered


async def test_each_seal_has_a_time_stamp_of_the_authority(authority: FakeTimeStampAuthority) -> None:
    document = await seal_by(authority).put(await text(), mention(ORGS[0]))
    found = await look(document, trusted=authority.root_pem)
    (signature,) = found.signatures
    assert signature.profile == "B-T"
    assert signature.holds
    assert signature.stamp is not None
    assert (signature.stamp.trusted, signature.stamp.authority) == (True, "Horodatage d’essai")
    assert authority.asked == 1


async def test_what_everybody_signed_is_valid_for_a_strict_validator_that_asks_nobody(
    authority: FakeTimeStampAuthority,
) -> None:
    document = await signed_by_all(seal_by(authority))
    authority.close()
    roots = [*read_certificates(authority.root_pem), *read_certificates(seal_pem())]
    reader = PdfFileReader(BytesIO(document))
    for signature in reader.embedded_regular_signatures:
        assert (await ades_lta_validation(signature, offline(roots))).ades_subindic is AdESPassed.OK
    found = await look(document, trusted=authority.root_pem)
    assert [each.profile for each in found.signatures] == ["B-LTA"] * 3 + [""]
    assert found.signatures[-1].is_time_stamp
    assert found.covered


async def test_a_document_whose_last_signature_came_from_outside_is_preserved_too(
    authority: FakeTimeStampAuthority,
) -> None:
    before = await text()
    signed = await SigningTool("Camille Martin").sign(before)
    notary = PdfNotary(seal_by(authority))
    by_tool = mention(ORGS[0], "external_pades")
    checked = await notary.check_signed(signed, by_tool, before=before, last=True)
    found = await look(checked.content, trusted=authority.root_pem)
    assert checked.content.startswith(signed)
    assert checked.signer == "Camille Martin"
    assert [each.signer for each in found.signatures] == [
        "Camille Martin",
        "Essaim, essai",
        "Horodatage d’essai",
    ]
    assert all(each.holds for each in found.signatures)
    assert found.covered
    assert b"/DSS" in checked.content


@pytest.mark.parametrize("way", [way for way in Way if way not in {Way.TRUE, Way.SILENT, Way.NO_REVOCATIONS}])
async def test_an_answer_that_is_none_is_tried_again_and_then_refused(
    authority: FakeTimeStampAuthority, way: Way
) -> None:
    authority.way = way
    with pytest.raises(TimeStampUnavailable):
        await seal_by(authority).put(await text(), mention(ORGS[0]))
    assert authority.asked == TRIES


async def test_an_authority_that_says_nothing_is_not_waited_for(authority: FakeTimeStampAuthority) -> None:
    authority.way = Way.SILENT
    seal = seal_by(authority, timeout_seconds=SILENCE_SECONDS)
    with pytest.raises(TimeStampUnavailable):
        await seal.put(await text(), mention(ORGS[0]))
    assert authority.asked == TRIES


async def test_an_authority_that_is_gone_is_refused(authority: FakeTimeStampAuthority) -> None:
    seal = seal_by(authority)
    authority.close()
    with pytest.raises(TimeStampUnavailable):
        await seal.put(await text(), mention(ORGS[0]))


async def test_one_bad_answer_does_no_harm(authority: FakeTimeStampAuthority) -> None:
    authority.fails = TRIES - 1
    document = await seal_by(authority).put(await text(), mention(ORGS[0]))
    assert (await look(document, trusted=authority.root_pem)).signatures[0].profile == "B-T"


async def test_nothing_is_preserved_without_the_revocations_of_the_authority(
    authority: FakeTimeStampAuthority,
) -> None:
    seal = seal_by(authority)
    document = await seal.put(await text(), mention(ORGS[0]))
    authority.way = Way.NO_REVOCATIONS
    with pytest.raises(TimeStampUnavailable):
        await seal.preserve(document)


async def test_all_tries_end_in_time(
    authority: FakeTimeStampAuthority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.conventions.documents.notary.SEALING_MAX_SECONDS", SILENCE_SECONDS)
    authority.way = Way.SILENT
    with pytest.raises(TimeStampUnavailable):
        await PdfNotary(seal_by(authority)).seal(await text(), mention(ORGS[0]), last=False)
    assert authority.asked < TRIES


async def test_a_signature_that_cannot_be_stamped_changes_nothing_and_its_code_still_serves(
    authority: FakeTimeStampAuthority,
) -> None:
    desk = await opened(seal_by(authority))
    await desk.send_code(MOUANS)
    before, files = deepcopy(desk.convention), set(desk.store.documents)
    authority.way = Way.OTHER_IMPRINT
    with pytest.raises(TimeStampUnavailable):
        await desk.give_code(MOUANS)
    assert desk.convention == before
    assert set(desk.store.documents) == files
    authority.way = Way.TRUE
    assert await desk.give_code(MOUANS)


async def test_a_file_and_a_paper_that_cannot_be_stamped_change_nothing(
    authority: FakeTimeStampAuthority,
) -> None:
    desk = await opened(seal_by(authority))
    await desk.upload_scan(FACILITATOR)
    before, files = deepcopy(desk.convention), set(desk.store.documents)
    authority.way = Way.REFUSES
    for sign in (desk.sign_outside(MANDUEL), desk.confirm_scan(FACILITATOR)):
        with pytest.raises(TimeStampUnavailable):
            await sign
    assert desk.convention == before
    assert set(desk.store.documents) == files


def test_whoever_signs_is_told_in_french_to_come_back() -> None:
    refusal = TimeStampUnavailable()
    assert status_of(refusal) == HTTPStatus.SERVICE_UNAVAILABLE
    assert "rien n’a été signé" in refusal.sentence
    assert refusal.facts["retry_after_seconds"] == 120


def test_an_authority_that_nobody_vouches_for_is_refused_at_the_start(tmp_path: Path) -> None:
    (seal := tmp_path / "seal.pem").write_bytes(seal_pem())
    known = {"mongodb_url": "mongodb://x", "link_key_file": seal, "seal_file": seal}
    with pytest.raises(ValidationError, match="CONVENTIONS_TIME_STAMP_TRUST_FILE"):
        Settings.model_validate({**known, "time_stamp_url": "http://127.0.0.1:1"})
