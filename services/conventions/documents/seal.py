"""Owns the platform's seal: its key and certificate, and the putting of it on documents as PAdES.

Each seal is an increment of the file: the bytes before it stay as they were.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from asn1crypto import x509 as asn1
from cryptography import x509 as certificates
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.x509.oid import NameOID
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from services.conventions.documents.findings import LEVELS
from services.conventions.documents.increment import INVISIBLE, Increment
from services.conventions.documents.preservation import preserve
from services.conventions.documents.time_stamps import TimeStampAuthority, read_certificates
from services.conventions.domain.documents import Mention
from services.conventions.domain.errors.signing import SealOver

_KEY_BITS: Final = 3072
_LASTS: Final = timedelta(days=3650)
_BESIDE_CERTIFICATES_BYTES: Final = 2_048
_TIME_STAMP_BYTES: Final = 16_384
"""Room in a file: making a signature, or asking for a stamp, only to measure it would cost as much again."""
_METHODS: Final = {
    "simple_otp": "signature simple, par code reçu par message",
    "external_pades": "signature {level}, posée avec un autre outil et vérifiée à réception",
    "paper_scan": "signature manuscrite, papier numérisé et confirmé par l’équipe",
}


def new_seal(*, name: str, now: datetime) -> bytes:
    """A key and a certificate of its own for it, in PEM: enough to prove that a file has not changed.

    Who must also prove the platform's identity to strangers puts a certificate of a trusted authority here.
    """
    key = rsa.generate_private_key(public_exponent=65537, key_size=_KEY_BITS)
    subject = certificates.Name([certificates.NameAttribute(NameOID.COMMON_NAME, name)])
    usage = certificates.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    certificate = (
        certificates.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(certificates.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + _LASTS)
        .add_extension(certificates.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return private + certificate.public_bytes(serialization.Encoding.PEM)


class _LoadedSigner(signers.Signer):
    """Signs with a key that is read once: pyHanko's own reads it, and checks its primes, each time."""

    def __init__(self, pem: bytes, certificates: Sequence[asn1.Certificate]) -> None:
        super().__init__(
            signing_cert=certificates[0], cert_registry=SimpleCertificateStore.from_certs(certificates[1:])
        )
        self._key = serialization.load_pem_private_key(pem, None)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:  # noqa: FBT001, FBT002  # pyHanko's shape
        """The signature of `data`; nobody asks for a dry run, since room is reserved by size."""
        _ = dry_run
        digest = get_pyca_cryptography_hash(digest_algorithm)
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), digest)
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(data, ec.ECDSA(digest))
        raise TypeError("the key of a seal is RSA or on an elliptic curve")


class Seal:
    """Puts the platform's signature on documents; with a time stamp where an authority gives one."""

    def __init__(self, pem: bytes, *, authority: TimeStampAuthority | None = None) -> None:
        """Take a key, its certificate, and after it those that vouch for it, if any."""
        self.certificates = read_certificates(pem)
        self.name = str(self.certificates[0].subject.native.get("common_name", ""))
        """Whose seal it is, as the certificate says."""
        self._signer = _LoadedSigner(pem, self.certificates)
        self._authority = authority
        held = sum(len(each.dump()) for each in self.certificates) + _BESIDE_CERTIFICATES_BYTES
        self._reserved_digits = 2 * (held + (_TIME_STAMP_BYTES if authority else 0))

    def profile(self, *, last: bool) -> str:
        """How long its signatures can be verified: a level of PAdES (ETSI EN 319 142-1)."""
        if self._authority is None:
            return "B-B"
        return "B-LTA" if last else "B-T"

    async def put(self, content: bytes, mention: Mention) -> bytes:
        """The same document with one more signature of the platform, which says who signed and how.

        Raises:
            SealOver: the certificate, or one that vouches for it, has ended. pyHanko does not ask.
            TimeStampUnavailable: there is an authority, and it gives no time stamp.
        """
        if any(each.not_valid_after < mention.at for each in self.certificates):
            raise SealOver
        writer = Increment(content)
        name = f"Essaim-{mention.party.role}-{writer.fields + 1}"
        metadata = signers.PdfSignatureMetadata(
            field_name=name,
            reason=said(mention),
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.PADES,
        )
        field = fields.SigFieldSpec(
            name,
            invis_sig_settings=INVISIBLE,
            readable_field_name=f"Signature pour {mention.party.legal_name}",
        )
        client = self._authority.client() if self._authority else None
        signer = signers.PdfSigner(metadata, self._signer, timestamper=client, new_field_spec=field)
        signed = await signer.async_sign_pdf(writer, bytes_reserved=self._reserved_digits)
        return bytes(signed.getbuffer())

    async def preserve(self, content: bytes) -> bytes:
        """A document that everybody has signed, made verifiable for decades where there is an authority.

        Raises:
            TimeStampUnavailable: there is an authority, and it gives no time stamp.
        """
        if self._authority is None:
            return content
        return await preserve(content, seal=self.certificates, authority=self._authority)


def said(mention: Mention) -> str:
    """What a seal says of the signature that it holds, in French."""
    who = ", ".join(part for part in (mention.name, mention.signatory.capacity) if part)
    scan = f" (numérisation {mention.scan_sha256[:16]}…)" if mention.scan_sha256 else ""
    method = _METHODS[mention.method].format(level=LEVELS[mention.level])
    return (
        f"{who}, pour {mention.party.legal_name}, le {mention.at:%d/%m/%Y à %H:%M} UTC\u00a0: "
        f"{method}{scan}. Journal\u00a0: {mention.journal_hash}"
    )
