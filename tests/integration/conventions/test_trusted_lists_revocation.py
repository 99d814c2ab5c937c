"""Checks what is asked about revocation, of whom, for which time; and what becomes of an upload then."""

from datetime import timedelta

import aiohttp
import pytest
from pyhanko.sign.fields import SigSeedSubFilter

from services.conventions.documents import revocation
from services.conventions.documents.time_stamps import read_certificates
from services.conventions.domain.errors.signing import UploadRefused
from shared.clock import utc_now
from tests.fakes.certificate_authority import FakeCertificateAuthority, Way
from tests.fakes.certificates import DAY
from tests.fakes.list_operator import Service
from tests.fakes.signing_tool import SigningTool
from tests.integration.conventions.given_lists import (
    LISTED_ISSUER,
    LISTED_STAMPER,
    UNSTAMPED,
    WHO,
    Platform,
    keeping,
    minute,
    said_at,
    seal_says,
    stamping,
)

HOUR = timedelta(hours=1)


@pytest.mark.parametrize("by_ocsp", [False, True])
async def test_a_revoked_certificate_is_refused(
    platform: Platform, issuer: FakeCertificateAuthority, by_ocsp: bool
) -> None:
    platform.lists(Service(certificate=issuer.certificate))
    since = utc_now() - 3 * DAY
    pem = issuer.vouch(WHO, by_ocsp=by_ocsp, revoked=since)
    with pytest.raises(UploadRefused) as refused:
        await platform.takes(SigningTool(WHO, pem))
    assert refused.value.facts["reason"] == "revoked_certificate"
    assert refused.value.sentence == (
        f"Le certificat de «\u00a0{WHO}\u00a0», ou celui d’une autorité dont il dépend, est révoqué "
        f"depuis le {minute(since)}\u00a0: signez avec un autre certificat."
    )


async def test_an_authority_between_is_asked_about_too(
    platform: Platform, issuer: FakeCertificateAuthority
) -> None:
    platform.lists(Service(certificate=issuer.certificate))
    lower = "Below"
    checked = await platform.takes(SigningTool(WHO, issuer.vouch_through(WHO, lower=lower)))
    assert checked.level == "qualified"
    assert issuer.asked == ["/revoked.crl", f"/revoked-by/{lower}.crl"]
    pem = issuer.vouch_through(WHO, lower=lower, revoked=utc_now() - DAY)
    with pytest.raises(UploadRefused) as refused:
        await platform.takes(SigningTool(WHO, pem))
    assert refused.value.facts["reason"] == "revoked_certificate"


@pytest.mark.parametrize("by_ocsp", [False, True])
@pytest.mark.parametrize("way", [Way.SILENT, Way.BROKEN, Way.GARBAGE, Way.ELSEWHERE, Way.ANOTHER])
async def test_no_good_answer_about_revocation_stays_simple(
    platform: Platform,
    issuer: FakeCertificateAuthority,
    monkeypatch: pytest.MonkeyPatch,
    way: Way,
    by_ocsp: bool,
) -> None:
    if way is Way.SILENT:
        monkeypatch.setattr(revocation, "EACH_MAX_SECONDS", 0.3)
    platform.lists(Service(certificate=issuer.certificate))
    issuer.way = way
    checked = await platform.takes(SigningTool(WHO, issuer.vouch(WHO, by_ocsp=by_ocsp)))
    assert checked.level == "simple"
    assert checked.findings == (
        f"{UNSTAMPED}certificat délivré par «\u00a0Service 1\u00a0» selon la liste de confiance, mais sa "
        "révocation n’a pas pu être vérifiée."
    )
    assert "signature simple, posée avec un autre outil" in seal_says(checked)
    assert issuer.asked == ["/ocsp" if by_ocsp else "/revoked.crl"]


@pytest.mark.parametrize("kind", [SigSeedSubFilter.PADES, SigSeedSubFilter.ADOBE_PKCS7_DETACHED])
async def test_what_the_file_carries_is_enough_and_nobody_is_asked(
    platform: Platform, issuer: FakeCertificateAuthority, kind: SigSeedSubFilter
) -> None:
    platform.lists(Service(certificate=issuer.certificate))
    tool = SigningTool(WHO, issuer.vouch(WHO), kind=kind)
    checked = await platform.takes(tool, keeping=keeping(issuer, utc_now()))
    assert checked.level == "qualified"
    assert issuer.asked == []


@pytest.mark.parametrize("listed", [LISTED_STAMPER, LISTED_ISSUER], ids=["itself", "by its issuer"])
async def test_a_time_stamp_before_the_end_of_the_certificate_counts(
    platform: Platform, issuer: FakeCertificateAuthority, listed: Service
) -> None:
    at = utc_now().replace(microsecond=0) - 2 * HOUR
    platform.lists(Service(certificate=issuer.certificate), listed)
    pem = issuer.vouch(WHO, ends=at + HOUR)
    checked = await platform.takes(
        SigningTool(WHO, pem, timestamper=stamping(at)), keeping=keeping(issuer, at)
    )
    assert checked.level == "qualified"
    assert checked.findings == (
        f"Signature intacte de «\u00a0{WHO}\u00a0», horodatée le {at.isoformat()}\u202f; certificat qualifié "
        "de signature, clé dans un dispositif qualifié, délivré par «\u00a0Service 1\u00a0» selon la liste "
        f"de confiance, non révoqué le {minute(at)}."
    )
    assert issuer.asked == []


async def test_a_time_stamp_of_nobody_known_does_not_count(
    platform: Platform, issuer: FakeCertificateAuthority
) -> None:
    at = utc_now().replace(microsecond=0) - 2 * HOUR
    platform.lists(Service(certificate=issuer.certificate))
    pem = issuer.vouch(WHO, ends=at + HOUR)
    checked = await platform.takes(
        SigningTool(WHO, pem, timestamper=stamping(at)), keeping=keeping(issuer, at)
    )
    assert checked.level == "simple"
    assert said_at(
        checked,
        f"Signature intacte de «\u00a0{WHO}\u00a0», horodatée le {at.isoformat()} par une autorité hors des "
        "listes de confiance (l’heure du dépôt compte à sa place)\u202f; le certificat n’était pas dans "
        "ses dates de validité le ",
    )


async def test_revoked_after_the_time_stamp_is_not_revoked_then(
    platform: Platform, issuer: FakeCertificateAuthority
) -> None:
    at = utc_now().replace(microsecond=0) - 2 * HOUR
    platform.lists(Service(certificate=issuer.certificate), LISTED_STAMPER)
    for since, level in ((at + HOUR, "qualified"), (at - HOUR, "")):
        pem = issuer.vouch(WHO, revoked=since)
        if level:
            checked = await platform.takes(SigningTool(WHO, pem, timestamper=stamping(at)))
            assert checked.level == level
        else:
            with pytest.raises(UploadRefused) as refused:
                await platform.takes(SigningTool(WHO, pem, timestamper=stamping(at)))
            assert refused.value.facts["reason"] == "revoked_certificate"


async def test_an_expired_certificate_whose_file_carries_no_revocations_stays_simple_unasked(
    platform: Platform, issuer: FakeCertificateAuthority
) -> None:
    at = utc_now().replace(microsecond=0) - 2 * HOUR
    platform.lists(Service(certificate=issuer.certificate), LISTED_STAMPER)
    pem = issuer.vouch(WHO, ends=at + HOUR)
    late = keeping(issuer, at, issued=at + 3 * HOUR)  # it need not name a certificate that had ended
    for kept in (None, late):
        checked = await platform.takes(SigningTool(WHO, pem, timestamper=stamping(at)), keeping=kept)
        assert checked.level == "simple"
        assert checked.findings.endswith("mais sa révocation n’a pas pu être vérifiée.")
    assert issuer.asked == []


async def test_missing_certificates_are_never_fetched(issuer: FakeCertificateAuthority) -> None:
    (certificate,) = read_certificates(issuer.vouch(WHO))
    assert f"{issuer.url}/issuer.cer".encode() in certificate.dump()
    async with aiohttp.ClientSession() as session:
        asked = revocation.fetchers(session).cert_fetcher.fetch_cert_issuers(certificate)
        assert [each async for each in asked] == []
    assert issuer.asked == []
