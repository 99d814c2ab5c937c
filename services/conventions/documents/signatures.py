"""Owns what is read of each signature in a PDF: who, when, for how long, and whether it holds."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from asn1crypto import cms, parser, pem, tsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    SignatureCoverageLevel,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko_certvalidator import ValidationContext

from services.conventions.domain.signing.found import SignatureFound, StampFound

_PADES: Final = "/ETSI.CAdES.detached"
_SIGNING_ONLY: Final = (ModificationLevel.NONE, ModificationLevel.LTA_UPDATES, ModificationLevel.FORM_FILLING)


async def signatures_of(
    reader: PdfFileReader, trusted: Sequence[x509.Certificate] = ()
) -> tuple[SignatureFound, ...]:
    """All signatures and time stamps of a file, in the order in which they were put."""
    found = [
        await (_signature if embedded.sig_object_type == "/Sig" else _time_stamp)(embedded, trusted)
        for embedded in reader.embedded_signatures
    ]
    found.sort(key=lambda each: each.ends)
    kept = [each.ends for each in found if each.is_time_stamp and each.holds and "/DSS" in reader.root]
    preserved = max(kept, default=0)
    return tuple(
        replace(each, profile="B-LTA") if each.profile == "B-T" and each.ends < preserved else each
        for each in found
    )


async def _signature(embedded: EmbeddedPdfSignature, trusted: Sequence[x509.Certificate]) -> SignatureFound:
    token = next(extract_tst_data_iter(embedded.signer_info, signed=False), None)
    status = await async_validate_pdf_signature(
        embedded,
        _context(trusted),
        ts_validation_context=_context(trusted, instant_of(token) if token else None),
    )
    stamp = None
    if token is not None and (validity := status.timestamp_validity):
        intact = bool(validity.valid and validity.intact)
        stamp = _stamp(token, intact=intact, trusted=intact and bool(validity.trusted))
    certificate = embedded.signer_cert
    profile = "B-T" if stamp else "B-B"
    return SignatureFound(
        **_common(embedded, certificate),
        is_time_stamp=False,
        trusted=certificate in trusted or bool(status.trusted),
        intact=bool(status.intact and status.valid) and _is_plain(embedded),
        says=str(embedded.sig_object.get("/Reason", "")),
        claims_at=_iso(embedded.self_reported_timestamp),
        stamp=stamp,
        profile=profile if embedded.sig_object.get("/SubFilter", "") == _PADES else "",
    )


async def _time_stamp(embedded: EmbeddedPdfSignature, trusted: Sequence[x509.Certificate]) -> SignatureFound:
    token = embedded.signed_data
    status = await async_validate_pdf_timestamp(embedded, _context(trusted, instant_of(token)))
    intact = bool(status.intact and status.valid) and _is_plain(embedded)
    return SignatureFound(
        **_common(embedded, embedded.signer_cert),
        is_time_stamp=True,
        trusted=intact and bool(status.trusted),
        intact=intact,
        says="",
        claims_at="",
        stamp=_stamp(token, intact=intact, trusted=intact and bool(status.trusted)),
        profile="",
    )


def _common(embedded: EmbeddedPdfSignature, certificate: x509.Certificate) -> dict[str, Any]:
    der = certificate.dump()
    difference = embedded.diff_result
    starts = embedded.byte_range
    return {
        "signer": _name_of(certificate),
        "certificate": pem.armor("CERTIFICATE", der).decode(),
        "certificate_sha256": certificate.sha256.hex(),
        "whole": embedded.coverage >= SignatureCoverageLevel.ENTIRE_REVISION,
        "only_signed_after": isinstance(difference, DiffResult)
        and difference.modification_level in _SIGNING_ONLY,
        "ends": int(starts[2]) + int(starts[3]),
    }


def _context(trusted: Sequence[x509.Certificate], moment: datetime | None = None) -> ValidationContext:
    return ValidationContext(trust_roots=list(trusted), moment=moment, allow_fetching=False)


def instant_of(token: cms.SignedData) -> datetime:
    """When a time-stamp token was given, as it says."""
    told: tsp.TSTInfo = token["encap_content_info"]["content"].parsed
    instant: datetime = told["gen_time"].native
    return instant


def _stamp(token: cms.SignedData, *, intact: bool, trusted: bool) -> StampFound:
    whole = cms.ContentInfo({"content_type": "signed_data", "content": token})
    authority = token["certificates"][0].chosen if len(token["certificates"]) else None
    return StampFound(
        at=_iso(instant_of(token)),
        authority=_name_of(authority) if authority else "",
        token=b64encode(whole.dump()).decode(),
        intact=intact,
        trusted=trusted,
    )


def _name_of(certificate: x509.Certificate) -> str:
    return str(certificate.subject.native.get("common_name", ""))


def _iso(instant: datetime | None) -> str:
    return instant.isoformat(timespec="seconds") if instant else ""


def _is_plain(embedded: EmbeddedPdfSignature) -> bool:
    """Whether what stands where the signature stands is that signature, in digits of one case, and zeros.

    These bytes are the only ones that no signature covers.
    """
    starts, length, ends, _ = (int(part) for part in embedded.byte_range)
    stream = embedded.reader.stream
    stream.seek(starts + length)
    written = stream.read(ends - starts - length)
    if not (written.startswith(b"<") and written.endswith(b">")):
        return False
    content: bytes = embedded.pkcs7_content
    size = parser.peek(content)  # its end, too, where it does not begin with its length (NSS, as in Okular)
    padded = content[:size].hex().encode().ljust(len(written) - 2, b"0")
    return written[1:-1] in {padded, padded.upper()}
