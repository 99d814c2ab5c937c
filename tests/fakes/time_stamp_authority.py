"""Owns an imagined time-stamp authority (RFC 3161) on loopback, with a root of its own and a revocation list.

What it answers can be made wrong, one way at a time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps import DummyTimeStamper

from shared.clock import utc_now

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


class Way(StrEnum):
    """How it answers."""

    TRUE = "true"
    """As it should."""
    REFUSES = "refuses"
    """It says that it gives no stamp."""
    SILENT = "silent"
    """It takes the request, and says nothing."""
    BROKEN = "broken"
    """It answers with an error of HTTP."""
    GARBAGE = "garbage"
    """It answers with bytes that are no answer."""
    OTHER_NONCE = "other_nonce"
    """It stamps what was asked by somebody else."""
    OTHER_IMPRINT = "other_imprint"
    """It stamps another document."""
    OTHER_TIME = "other_time"
    """It stamps yesterday."""
    UNKNOWN = "unknown"
    """It is another authority than the one trusted, under the same name."""
    NO_REVOCATIONS = "no_revocations"
    """It stamps, but publishes no revocation list."""


class FakeTimeStampAuthority:
    """Stamps over HTTP. `asked` counts the requests for a stamp."""

    def __init__(self) -> None:
        self.way = Way.TRUE
        self.asked = 0
        self.fails = 0
        """How many of the next requests are answered with an error, whatever the way."""
        self.over = Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._true, self._other = _Keys(self.url, "true"), _Keys(self.url, "other")

    @property
    def root_pem(self) -> bytes:
        """The certificate that vouches for it."""
        return self._true.root.public_bytes(serialization.Encoding.PEM)

    def serve(self) -> None:
        """Answer until `close`."""
        self._server.serve_forever(poll_interval=0.02)

    def close(self) -> None:
        """Answer nobody any more."""
        self.over.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, asked: bytes) -> bytes:
        """What it says to a request for a stamp."""
        request = tsp.TimeStampReq.load(asked)
        if self.way is Way.REFUSES:
            return bytes(tsp.TimeStampResp({"status": {"status": "rejection"}}).dump())
        if self.way is Way.GARBAGE:
            return b"\x30\x03 no stamp"
        if self.way is Way.OTHER_NONCE:
            request["nonce"] = request["nonce"].native + 1
        if self.way is Way.OTHER_IMPRINT:
            imprint = {"hash_algorithm": {"algorithm": "sha256"}, "hashed_message": b"\0" * 32}
            request["message_imprint"] = tsp.MessageImprint(imprint)
        stamper = (self._other if self.way is Way.UNKNOWN else self._true).stamper
        stamper.fixed_dt = utc_now().replace(microsecond=0) - (DAY if self.way is Way.OTHER_TIME else 0 * DAY)
        return bytes(stamper.request_tsa_response(request).dump())

    @property
    def revocations(self) -> bytes:
        """Its list of revoked certificates: none."""
        return self._true.revocations

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                content = self.rfile.read(int(self.headers["Content-Length"]))
                authority.asked += 1
                if authority.way is Way.SILENT:
                    authority.over.wait()
                    return
                if authority.fails or authority.way is Way.BROKEN:
                    authority.fails = max(0, authority.fails - 1)
                    self.send_error(500)
                    return
                self._send(authority.answer(content), "application/timestamp-reply")

            def do_GET(self) -> None:
                if authority.way is Way.NO_REVOCATIONS:
                    self.send_error(404)
                    return
                self._send(authority.revocations, "application/pkix-crl")

            def _send(self, content: bytes, media_type: str) -> None:
                self.send_response(200)
                self.send_header("Content-Type", media_type)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            def log_message(self, *_: Any) -> None:
                """Nobody reads it."""

        return Handler


@contextmanager
def running_authority() -> Iterator[FakeTimeStampAuthority]:
    """An authority that answers within the block."""
    authority = FakeTimeStampAuthority()
    serving = Thread(target=authority.serve, daemon=True)
    serving.start()
    try:
        yield authority
    finally:
        authority.close()
        serving.join()


class _Keys:
    """A root, the certificate of an authority that it vouches for, and its revocation list."""

    def __init__(self, url: str, whose: str) -> None:
        root_key, key = _key(f"{whose} root"), _key(whose)
        root_name, name = _named("Racine d’essai"), _named("Horodatage d’essai")
        now = utc_now()
        self.root = (
            _certificate(root_name, root_name, root_key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(usage(key_cert_sign=True, crl_sign=True), critical=True)
            .sign(root_key, hashes.SHA256())
        )
        point = x509.DistributionPoint(
            [x509.UniformResourceIdentifier(f"{url}/revoked.crl")], None, None, None
        )
        certificate = (
            _certificate(name, root_name, key.public_key())
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage(digital_signature=True), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
            .add_extension(x509.CRLDistributionPoints([point]), critical=False)
            .sign(root_key, hashes.SHA256())
        )
        revoked = x509.CertificateRevocationListBuilder().issuer_name(root_name)
        revoked = revoked.last_update(now - HOUR).next_update(now + DAY)
        signed = revoked.sign(root_key, hashes.SHA256())
        self.revocations = signed.public_bytes(serialization.Encoding.DER)
        der = serialization.Encoding.DER
        private = key.private_bytes(der, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        self.stamper = DummyTimeStamper(
            asn1.Certificate.load(certificate.public_bytes(der)), keys.PrivateKeyInfo.load(private)
        )


@cache
def _key(_whose: str) -> rsa.RSAPrivateKey:
    """Made once: it takes longer than all else here."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _certificate(name: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(utc_now() - HOUR)
        .not_valid_after(utc_now() + 365 * DAY)
    )


def usage(**allowed: bool) -> x509.KeyUsage:
    """Only these uses of a key."""
    usual = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(**usual | allowed)
