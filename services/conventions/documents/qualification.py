"""Owns what trusted lists say of the newest signature of a PDF from outside: who vouches for it, for what.

`python -m services.conventions.documents.qualification FOLDER` reads a PDF from its input and writes what it
found as JSON; with `check` before the folder it reads the lists alone. Both within `bounds.py`. What else was
done to the file is not asked here: `inspection.py` has looked before.
"""

import asyncio
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    async_validate_pdf_signature,
)
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.qualified.assess import QualificationAssessor
from pyhanko.sign.validation.qualified.q_status import QualificationResult
from pyhanko.sign.validation.qualified.tsp import QcCertType, TSPTrustManager
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import RevokedError
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.registry import TrustManager

from services.conventions.documents.assessment import UnusableLists
from services.conventions.documents.bounds import BROKEN, bind
from services.conventions.documents.revocation import Kept, Question, is_known_unrevoked, kept_in
from services.conventions.documents.signatures import instant_of
from services.conventions.documents.trusted_lists import TrustedLists, read_lists
from services.conventions.domain.signing.assessed import Assessed, Why
from shared.clock import utc_now

CPU_MAX_SECONDS: Final = 40
READING_MAX_SECONDS: Final = 25
"""Of these, what the lists may take; the rest is for a file."""
_TOO_WEAK: Final = {
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE,
    AdESIndeterminate.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
}
"""The signature, or one on a certificate, uses an algorithm that proves nothing any more."""


async def assess_here(content: bytes, folder: Path, *, now: datetime | None = None) -> Assessed:
    """What the lists of a folder say of the newest signature of a file, without any bound.

    Raises:
        UnusableLists: a list of the folder cannot be read.
    """
    now = now or utc_now()
    lists = read_lists(folder, now=now)
    try:
        reader = PdfFileReader(BytesIO(content), strict=False)
        signature = max(reader.embedded_regular_signatures, key=lambda each: int(each.byte_range[2]))
        return await _Assessment(signature, kept_in(reader, signature), lists, now).verdict()
    except BROKEN:
        return Assessed(why=Why.NOT_ASSESSED, outdated=lists.outdated)


class _Assessment:
    def __init__(
        self, signature: EmbeddedPdfSignature, kept: Kept, lists: TrustedLists, now: datetime
    ) -> None:
        self._signature, self._kept, self._lists, self._now = signature, kept, lists, now
        self._trust = TSPTrustManager(lists.authorities)
        self._stamped: datetime | None = None

    @property
    def _at(self) -> datetime:
        return self._stamped or self._now

    async def verdict(self) -> Assessed:
        self._stamped = await self._time_told()
        status = await self._status(self._stamped)
        path = status.validation_path
        if path is None or not (status.intact and status.valid and status.trusted):
            return self._said(self._why_not(status))
        found = QualificationAssessor(self._lists.authorities).check_entity_cert_qualified(path, self._at)
        why, service = _by_list(found, path)
        if why in {Why.NOT_GRANTED, Why.NOT_FOR_SIGNATURES}:
            return self._said(why, service=service)
        question = Question(path=path, trust=self._trust, moment=self._stamped)
        try:
            unrevoked = await is_known_unrevoked(question, self._kept, now=self._now)
        except RevokedError as error:
            return self._said(Why.REVOKED, service=service, revoked_at=_iso(error.revocation_dt))
        return self._said(why if unrevoked else Why.REVOCATION_UNKNOWN, service=service)

    async def _time_told(self) -> datetime | None:
        """When the signature was put, by a time stamp that an authority of the lists vouches for."""
        token = next(extract_tst_data_iter(self._signature.signer_info, signed=False), None)
        if token is None:
            return None
        stamp = (await self._status(None, told=instant_of(token))).timestamp_validity
        holds = stamp is not None and stamp.intact and stamp.valid and stamp.trusted
        return instant_of(token) if holds else None

    async def _status(self, moment: datetime | None, *, told: datetime | None = None) -> PdfSignatureStatus:
        return await async_validate_pdf_signature(
            self._signature,
            self._context(self._trust, moment),
            ts_validation_context=self._context(TSPTrustManager(self._lists.stampers), told or moment),
            skip_diff=True,
        )

    def _context(self, trust: TrustManager, moment: datetime | None) -> ValidationContext:
        """Revocation is asked later, once it is known whom to ask."""
        return ValidationContext(
            trust_manager=trust,
            moment=moment,
            other_certs=self._kept.certificates,
            allow_fetching=False,
            revocation_mode="none",
        )

    def _why_not(self, status: PdfSignatureStatus) -> Why:
        certificate: x509.Certificate = self._signature.signer_cert
        no_chain = status.trust_problem_indic is AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND
        if no_chain or certificate.self_signed != "no":
            return Why.UNKNOWN_AUTHORITY
        if status.trust_problem_indic in _TOO_WEAK:
            return Why.NOT_ASSESSED
        if not certificate.not_valid_before <= self._at <= certificate.not_valid_after:
            return Why.NOT_VALID
        return Why.NOT_GRANTED

    def _said(self, why: Why, *, service: str = "", revoked_at: str = "") -> Assessed:
        return Assessed(
            why=why,
            at=_iso(self._at),
            stamp_counts=self._stamped is not None,
            service=service,
            revoked_at=revoked_at,
            outdated=self._lists.outdated,
        )


def _by_list(found: QualificationResult, path: ValidationPath) -> tuple[Why, str]:
    """What a list says of a certificate, before its revocation, and by which of its services."""
    service, status = found.service_definition, found.status
    if path.pkix_len == 0 or service is None:
        return Why.NOT_GRANTED, ""
    name = service.base_info.service_name
    if status.qc_type is not QcCertType.QC_ESIGN:
        return Why.NOT_FOR_SIGNATURES, name
    if not status.qualified:
        return Why.NOT_QUALIFIED, name
    return (Why.QUALIFIED if status.qc_key_security.is_qscd else Why.NO_DEVICE), name


def _iso(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat(timespec="seconds")


def main() -> None:
    """Assess one file, or check the lists, in bounds."""
    folder, is_check = Path(sys.argv[-1]), sys.argv[1] == "check"
    bind(cpu_max_seconds=READING_MAX_SECONDS if is_check else CPU_MAX_SECONDS)
    if is_check:
        try:
            said: dict[str, Any] = {"outdated": read_lists(folder, now=utc_now()).outdated}
        except UnusableLists as error:
            said = {"problem": str(error)}
    else:
        said = asdict(asyncio.run(assess_here(sys.stdin.buffer.read(), folder)))
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main()
