"""Owns what is asked of a time-stamp authority (RFC 3161), and what is believed of its answers.

A token that does not fit what was asked, or that no trusted root vouches for, counts as no answer; no local
time ever takes its place.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from asn1crypto import cms, tsp, x509
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.general import CMSStructuralError
from pyhanko.sign.timestamps import HTTPTimeStamper
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.generic_cms import validate_tst_signed_data
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from services.conventions.domain.errors.signing import TimeStampUnavailable
from shared.clock import utc_now
from shared.jitter import jitter
from shared.telemetry import get_logger

PAUSES_SECONDS: Final = (0.3, 1.0)
"""How long to wait before each further try, at most."""
CLOCKS_DIFFER_MAX: Final = timedelta(minutes=5)
_CERTIFICATE: Final = b"-----BEGIN CERTIFICATE-----"
_GRANTED: Final = {"granted", "granted_with_mods"}


class _NotBelieved(Exception):
    """The answer is not one to what was asked."""


# What an authority that does not answer, or answers nonsense, makes the libraries run into.
_FAILED: Final = (
    _NotBelieved,
    OSError,
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    CMSStructuralError,
    SignatureValidationError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeStampAuthority:
    """One authority: where it answers, who vouches for it, and how long each try may take."""

    url: str
    roots: Sequence[x509.Certificate]
    timeout_seconds: float = 5.0

    def client(self) -> "TimeStampClient":
        """What asks it, for the work on one document."""
        return TimeStampClient(self)


def read_certificates(pem: bytes) -> Sequence[x509.Certificate]:
    """The certificates of a file that holds one or more of them, whatever else it holds.

    Raises:
        ValueError: it holds none.
    """
    return tuple(load_certs_from_pemder_data(pem[pem.index(_CERTIFICATE) :]))


class TimeStampClient(HTTPTimeStamper):
    """Asks an authority for tokens, a few times, and checks each before it is given on."""

    def __init__(self, authority: TimeStampAuthority) -> None:
        super().__init__(authority.url, timeout=authority.timeout_seconds)
        self._roots = authority.roots

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """A token for this digest.

        Raises:
            TimeStampUnavailable: every try failed.
        """
        for pause in (*PAUSES_SECONDS, None):
            try:
                return await self._ask(message_digest, md_algorithm)
            except _FAILED as error:
                get_logger().warning("no time stamp", url=self.url, error=str(error)[:300])
                if pause is None:
                    raise TimeStampUnavailable from error
            await asyncio.sleep(jitter(pause / 2, pause))
        raise AssertionError("the last try has returned or raised")

    async def _ask(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        nonce, request = self.request_cms(message_digest, md_algorithm)  # type: ignore[no-untyped-call]
        answer = await self.async_request_tsa_response(request)
        if answer["status"]["status"].native not in _GRANTED:
            raise _NotBelieved(f"refused: {answer['status'].native}")
        token: cms.ContentInfo = answer["time_stamp_token"]
        told: tsp.TSTInfo = token["content"]["encap_content_info"]["content"].parsed
        if told["nonce"].native != nonce:
            raise _NotBelieved("the nonce is another one")
        if abs(told["gen_time"].native - utc_now()) > CLOCKS_DIFFER_MAX:
            raise _NotBelieved(f"the time is {told['gen_time'].native}")
        await self._require_valid(token, message_digest, md_algorithm)
        return token

    async def _require_valid(self, token: cms.ContentInfo, message_digest: bytes, md_algorithm: str) -> None:
        status = TimestampSignatureStatus(
            **await validate_tst_signed_data(
                token["content"],
                ValidationContext(trust_roots=list(self._roots), allow_fetching=False),
                lambda algorithm: message_digest if algorithm == md_algorithm else b"",
            )
        )
        if not (status.valid and status.intact and status.trusted):
            raise _NotBelieved(f"the token is not valid: {status.summary()}")
