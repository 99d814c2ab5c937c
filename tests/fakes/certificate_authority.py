"""Owns an imagined authority that vouches for people's certificates, and says on loopback which it revoked.

What is asked of it is counted: `asked` holds the path of every request, good or not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509 import ocsp

from shared.clock import utc_now
from tests.fakes.certificates import (
    DAY,
    QUALIFIED,
    Addresses,
    authority_certificate,
    key_of,
    lower_certificate,
    named,
    personal_certificate,
)


class Way(StrEnum):
    """How it answers about revocations."""

    TRUE = "true"
    SILENT = "silent"
    """It takes the request, and says nothing."""
    BROKEN = "broken"
    """It answers with an error of HTTP."""
    GARBAGE = "garbage"
    """It answers with bytes that are no answer."""
    ELSEWHERE = "elsewhere"
    """It sends whoever asks to another address of its own, which answers as it should."""
    ANOTHER = "another"
    """Its answer is signed with a key that is not its own."""


class FakeCertificateAuthority:
    """Vouches for signatories."""

    def __init__(self, name: str = "Autorité d’essai") -> None:
        self.name = name
        self.way = Way.TRUE
        self.asked: list[str] = []
        self.revoked: dict[int, datetime] = {}
        """By the number of a certificate: since when."""
        self.over = Event()
        self._key = key_of(name)
        self.certificate = authority_certificate(name, self._key)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def vouch(
        self,
        name: str,
        *,
        statements: tuple[str, ...] = QUALIFIED,
        by_ocsp: bool = False,
        ends: datetime | None = None,
        revoked: datetime | None = None,
    ) -> bytes:
        """A key and a certificate of somebody, in PEM, which says where to ask about it and its issuer."""
        addresses = Addresses(
            crl="" if by_ocsp else f"{self.url}/revoked.crl",
            ocsp=f"{self.url}/ocsp" if by_ocsp else "",
            issuer=f"{self.url}/issuer.cer",
        )
        certificate = personal_certificate(
            name, self.name, statements=statements, addresses=addresses, ends=ends
        )
        if revoked is not None:
            self.revoked[certificate.serial_number] = revoked
        private = key_of(name).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return private + certificate.public_bytes(Encoding.PEM)

    def vouch_through(self, name: str, *, lower: str, revoked: datetime | None = None) -> bytes:
        """The same, by an authority below this one, whose certificate follows, revoked or not."""
        between = lower_certificate(lower, self.name, addresses=Addresses(crl=f"{self.url}/revoked.crl"))
        addresses = Addresses(crl=f"{self.url}/revoked-by/{lower}.crl")
        certificate = personal_certificate(name, lower, addresses=addresses)
        if revoked is not None:
            self.revoked[between.serial_number] = revoked
        private = key_of(name).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        return private + b"".join(each.public_bytes(Encoding.PEM) for each in (certificate, between))

    def crl(self, at: datetime | None = None, *, lower: str = "") -> bytes:
        """Its list of revoked certificates, good for a day from then on; or that of an authority below."""
        at = at or utc_now()
        listed = x509.CertificateRevocationListBuilder().issuer_name(named(lower or self.name))
        listed = listed.last_update(at - DAY / 24).next_update(at + DAY)
        for number, since in self.revoked.items():
            entry = x509.RevokedCertificateBuilder().serial_number(number).revocation_date(since)
            listed = listed.add_revoked_certificate(entry.build())
        key = key_of(lower) if lower else self._signing_key
        return listed.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)

    def status(self, asked: bytes) -> bytes:
        """What it says of one certificate (RFC 6960)."""
        request = ocsp.load_der_ocsp_request(asked)
        since = self.revoked.get(request.serial_number)
        built = ocsp.OCSPResponseBuilder().add_response_by_hash(
            request.issuer_name_hash,
            request.issuer_key_hash,
            request.serial_number,
            request.hash_algorithm,
            ocsp.OCSPCertStatus.GOOD if since is None else ocsp.OCSPCertStatus.REVOKED,
            utc_now() - DAY / 24,
            utc_now() + DAY,
            since,
            None,
        )
        built = built.responder_id(ocsp.OCSPResponderEncoding.HASH, self.certificate)
        return built.sign(self._signing_key, hashes.SHA256()).public_bytes(Encoding.DER)

    @property
    def _signing_key(self) -> rsa.RSAPrivateKey:
        return key_of("another") if self.way is Way.ANOTHER else self._key

    def serve(self) -> None:
        """Answer until `close`."""
        self._server.serve_forever(poll_interval=0.02)

    def close(self) -> None:
        """Answer nobody any more."""
        self.over.set()
        self._server.shutdown()
        self._server.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self._answer(b"")

            def do_POST(self) -> None:
                self._answer(self.rfile.read(int(self.headers["Content-Length"])))

            def _answer(self, content: bytes) -> None:
                authority.asked.append(self.path)
                match authority.way:
                    case Way.SILENT:
                        authority.over.wait()
                    case Way.BROKEN:
                        self.send_error(500)
                    case Way.ELSEWHERE if not self.path.startswith("/elsewhere"):
                        self.send_response(302)
                        self.send_header("Location", f"/elsewhere{self.path}")
                        self.send_header("Content-Length", "0")
                        self.end_headers()
                    case Way.GARBAGE:
                        self._send(b"\x30\x03 no answer")
                    case _:
                        lower = self.path.removesuffix(".crl").partition("/revoked-by/")[2]
                        self._send(authority.status(content) if content else authority.crl(lower=lower))

            def _send(self, content: bytes) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                """Nobody reads it."""

        return Handler


@contextmanager
def running_authority(name: str = "Autorité d’essai") -> Iterator[FakeCertificateAuthority]:
    """An authority that answers within the block."""
    authority = FakeCertificateAuthority(name)
    serving = Thread(target=authority.serve, daemon=True)
    serving.start()
    try:
        yield authority
    finally:
        authority.close()
        serving.join()
