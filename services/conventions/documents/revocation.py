"""Owns the question whether certificates are revoked: asked of the file first, and then of who issued them.

It is asked of paths alone whose every signature was verified from a listed authority down: the only addresses
that are visited are those that such an authority wrote. Redirections are not followed.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

import aiohttp
from asn1crypto import crl, ocsp, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import find_cms_attribute_iter
from pyhanko.sign.validation import DocumentSecurityStore, EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import RevokedError, ValidationError
from pyhanko_certvalidator.fetchers.aiohttp_fetchers import AIOHttpFetcherBackend
from pyhanko_certvalidator.fetchers.api import Fetchers, FetchLimits
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.registry import TrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer
from pyhanko_certvalidator.validate import async_validate_path

from services.conventions.documents.bounds import BROKEN

EACH_MAX_SECONDS: Final = 5.0
ALL_MAX_SECONDS: Final = 12.0
_LIMITS: Final = FetchLimits(max_requests=20, max_cert_requests=0, max_aia_urls_per_object=0)
_FAILED: Final = (ValidationError, aiohttp.ClientError, OSError, *BROKEN)
"""What no answer, or one that is none, makes the libraries run into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a file carries beside its signature, for whoever verifies it later."""

    certificates: Sequence[x509.Certificate] = ()
    crls: Sequence[crl.CertificateList] = ()
    ocsps: Sequence[ocsp.OCSPResponse] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which path is asked about, and for which time."""

    path: ValidationPath
    trust: TrustManager
    moment: datetime | None
    """None is now: what was revoked at any time is revoked."""

    @property
    def ends(self) -> datetime:
        """When its first certificate ends: later answers need not name it any more (RFC 5280, 3.3)."""
        own = self.path.iter_certs(include_root=False)  # a list vouches for the root, whatever its dates
        ends: datetime = min(each.not_valid_after for each in own)
        return ends

    @property
    def certificates(self) -> Sequence[x509.Certificate]:
        """Those of the path with the root, which pyHanko does not know as the issuer of answers by itself."""
        return list(self.path.iter_certs(include_root=True))


def kept_in(reader: PdfFileReader, signature: EmbeddedPdfSignature) -> Kept:
    """What is in the file: in its document security store, and in the signature as Adobe's tools put it."""
    certificates, crls, ocsps = list(signature.other_embedded_certs), [], []
    if "/DSS" in reader.root:
        store = DocumentSecurityStore.read_dss(reader).as_validation_context({"trust_roots": []})
        certificates += store.certificate_registry
        crls += store.crls
        ocsps += store.ocsps
    for each in find_cms_attribute_iter(
        signature.signer_info["signed_attrs"], "adobe_revocation_info_archival"
    ):
        crls += each["crl"] or ()
        ocsps += each["ocsp"] or ()
    return Kept(certificates=certificates, crls=crls, ocsps=ocsps)


async def is_known_unrevoked(question: Question, kept: Kept, *, now: datetime) -> bool:
    """Whether every certificate of a path is known not to have been revoked at that time; False: nobody says.

    Raises:
        RevokedError: one of them had been revoked.
    """
    if await _is_unrevoked(question, _in_file(question, kept)):
        return True
    if now > question.ends:
        return False
    async with aiohttp.ClientSession() as session:
        context = _context(
            question, allow_fetching=True, fetchers=fetchers(session), other_certs=question.certificates
        )
        try:
            async with asyncio.timeout(ALL_MAX_SECONDS):
                return await _is_unrevoked(question, context)
        except TimeoutError:
            return False


def _in_file(question: Question, kept: Kept) -> ValidationContext:
    crls = [each for each in kept.crls if _is_by(CRLContainer(each), question.ends)]
    ocsps = [
        each
        for each in kept.ocsps
        if all(_is_by(part, question.ends) for part in OCSPContainer.load_multi(each))
    ]
    return _context(
        question, crls=crls, ocsps=ocsps, other_certs=[*question.certificates, *kept.certificates]
    )


def _is_by(answer: CRLContainer | OCSPContainer, ends: datetime) -> bool:
    issued = answer.issuance_date
    return issued is not None and issued <= ends


def _context(question: Question, **more: Any) -> ValidationContext:
    """Every certificate of the path needs an answer; one given after the moment tells of the moment, too."""
    return ValidationContext(
        trust_manager=question.trust,
        moment=question.moment,
        revocation_mode="require",
        retroactive_revinfo=True,
        **more,
    )


async def _is_unrevoked(question: Question, context: ValidationContext) -> bool:
    try:
        await async_validate_path(context, question.path)
    except RevokedError as error:
        if error.is_side_validation:  # of who answers, not of who signed
            return False
        raise
    except _FAILED:
        return False
    return True


def fetchers(session: aiohttp.ClientSession) -> Fetchers:
    """What asks about revocation; asked for missing certificates, it gives none and visits nobody."""
    direct: Any = _Direct(session)
    return AIOHttpFetcherBackend(direct, EACH_MAX_SECONDS, limits=_LIMITS).get_fetchers()


class _Direct:
    """Asks where it is told to, and nowhere else; what takes too long fails as pyHanko expects."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    def get(self, **asked: Any) -> Any:
        return self._ask("GET", **asked)

    def post(self, **asked: Any) -> Any:
        return self._ask("POST", **asked)

    @asynccontextmanager
    async def _ask(self, method: str, **asked: Any) -> AsyncIterator[aiohttp.ClientResponse]:
        try:
            async with self._session.request(method, allow_redirects=False, **asked) as answer:
                if answer.status != HTTPStatus.OK:
                    raise aiohttp.ClientPayloadError(f"answered {answer.status}")
                yield answer
        except TimeoutError as error:
            raise aiohttp.ServerTimeoutError from error
