"""Owns what keeps a signed document verifiable for decades: PAdES B-LTA (ETSI EN 319 142-1).

One more increment holds what a verifier will need (certificates, revocation lists), under a time stamp over
the whole file. Renewing that time stamp before its certificate ends is not done here.
"""

from collections.abc import Sequence
from typing import Final

from asn1crypto import x509
from pyhanko.sign.signers import PdfTimeStamper
from pyhanko.sign.signers.pdf_signer import TimestampDSSContentSettings
from pyhanko.sign.validation import DocumentSecurityStore, EmbeddedPdfSignature
from pyhanko.sign.validation.dss import collect_validation_info
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.path import ValidationPath

from services.conventions.documents.increment import INVISIBLE, Increment
from services.conventions.documents.time_stamps import TimeStampAuthority
from services.conventions.domain.errors.signing import TimeStampUnavailable
from shared.telemetry import get_logger

FIELD: Final = "Horodatage du document"


async def preserve(
    content: bytes, *, seal: Sequence[x509.Certificate], authority: TimeStampAuthority
) -> bytes:
    """The same document with what is needed to verify it later, under a time stamp over the whole file.

    `seal` is the certificate of the platform, then those that vouch for it. Whether those of others are good
    is not asked: they are kept as they came, and no address in them is visited.

    Raises:
        TimeStampUnavailable: the authority, or who publishes its revocations, gives no good answer.
    """
    writer = Increment(content)
    backend = AIOHttpFetcherBackend(per_request_timeout=authority.timeout_seconds)
    context = ValidationContext(
        trust_roots=[*authority.roots, seal[-1]],
        other_certs=list(seal),
        allow_fetching=True,
        revocation_mode="hard-fail",
        fetcher_backend=backend,
    )
    try:
        await _keep_what_signatures_need(writer, seal[0], context)
        stamped = await PdfTimeStamper(
            authority.client(), invis_settings=INVISIBLE, readable_field_name=FIELD
        ).async_timestamp_pdf(
            writer,
            "sha256",
            validation_context=context,
            dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
        )
    except (PathBuildingError, PathValidationError) as error:
        get_logger().warning("no revocation list", url=authority.url, error=str(error)[:300])
        raise TimeStampUnavailable from error
    finally:
        await backend.close()
    return bytes(stamped.getbuffer())


async def _keep_what_signatures_need(
    writer: Increment, seal: x509.Certificate, context: ValidationContext
) -> None:
    others: list[x509.Certificate] = []
    paths: list[ValidationPath] = []
    for signature in writer.prev.embedded_regular_signatures:
        if signature.signer_cert == seal:
            paths += await collect_validation_info(signature, context)
        else:
            others += _certificates_of(signature)
    DocumentSecurityStore.supply_dss_in_writer(
        writer, None, certs=others, paths=paths, validation_context=context
    )


def _certificates_of(signature: EmbeddedPdfSignature) -> list[x509.Certificate]:
    return [signature.signer_cert, *signature.other_embedded_certs]
