"""Owns imagined certificates: of authorities and of people, with what makes them qualified, or not."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    ExtendedKeyUsageOID,
    NameOID,
    ObjectIdentifier,
)
from pyhanko.sign.ades.qualified_asn1 import QcCertificateType, QcStatements

from shared.clock import utc_now
from tests.fakes.time_stamp_authority import usage

DAY: Final = timedelta(days=1)
_QC_STATEMENTS: Final = ObjectIdentifier("1.3.6.1.5.5.7.1.3")
QUALIFIED: Final = ("qc_compliance", "qc_sscd", "qct_esign")
"""A qualified certificate for signatures, its key in a qualified device (ETSI EN 319 412-5)."""
NO_DEVICE: Final = ("qc_compliance", "qct_esign")
SEAL: Final = ("qc_compliance", "qc_sscd", "qct_eseal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Where a certificate says that its issuer answers; empty ones are not said."""

    crl: str = ""
    ocsp: str = ""
    issuer: str = ""


@cache
def key_of(_whose: str) -> rsa.RSAPrivateKey:
    """Made once: it takes longer than all else here."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def authority_certificate(name: str, key: rsa.RSAPrivateKey) -> x509.Certificate:
    """A self-signed certificate of an authority."""
    return _of_authority(name, name, key).sign(key, hashes.SHA256())


def lower_certificate(name: str, issuer: str, *, addresses: Addresses) -> x509.Certificate:
    """A certificate of an authority whose key is `key_of(name)`, below the one of `key_of(issuer)`."""
    made = _addressed(_of_authority(name, issuer, key_of(name)), addresses)
    return made.sign(key_of(issuer), hashes.SHA256())


def _of_authority(name: str, issuer: str, key: rsa.RSAPrivateKey) -> x509.CertificateBuilder:
    ends = utc_now() + 3650 * DAY
    made = _begun(name, issuer, key, begins=utc_now() - 3650 * DAY, ends=ends)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    return made.add_extension(usage(key_cert_sign=True, crl_sign=True), critical=True)


def stamping_certificate(name: str, issuer: str) -> x509.Certificate:
    """A certificate of a time-stamp authority whose key is `key_of(name)`, by `key_of(issuer)`."""
    made = _begun(name, issuer, key_of(name), begins=utc_now() - 365 * DAY, ends=utc_now() + 365 * DAY)
    made = made.add_extension(usage(digital_signature=True), critical=True)
    made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(key_of(issuer), hashes.SHA256())


def personal_certificate(
    name: str,
    issuer: str,
    *,
    statements: tuple[str, ...] = QUALIFIED,
    addresses: Addresses = Addresses(),
    ends: datetime | None = None,
) -> x509.Certificate:
    """A certificate for signing, of somebody whose key is `key_of(name)`, by `key_of(issuer)`."""
    made = _begun(name, issuer, key_of(name), begins=utc_now() - 30 * DAY, ends=ends or utc_now() + 365 * DAY)
    made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    made = made.add_extension(usage(content_commitment=True), critical=True)
    if statements:
        told = x509.UnrecognizedExtension(_QC_STATEMENTS, _stated(statements))
        made = made.add_extension(told, critical=False)
    return _addressed(made, addresses).sign(key_of(issuer), hashes.SHA256())


def _begun(
    name: str, issuer: str, key: rsa.RSAPrivateKey, *, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(named(name))
        .issuer_name(named(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )


def named(name: str) -> x509.Name:
    """The name of somebody, or of an authority, as certificates hold it."""
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _stated(statements: tuple[str, ...]) -> bytes:
    plain = [{"statement_id": each} for each in statements if each.startswith("qc_")]
    types = [each for each in statements if each.startswith("qct_")]
    typed = [{"statement_id": "qc_type", "statement_info": QcCertificateType(types)}] if types else []
    return bytes(QcStatements([*plain, *typed]).dump())


def _addressed(made: x509.CertificateBuilder, addresses: Addresses) -> x509.CertificateBuilder:
    if addresses.crl:
        point = x509.DistributionPoint([x509.UniformResourceIdentifier(addresses.crl)], None, None, None)
        made = made.add_extension(x509.CRLDistributionPoints([point]), critical=False)
    access = [
        x509.AccessDescription(method, x509.UniformResourceIdentifier(address))
        for method, address in (
            (AuthorityInformationAccessOID.OCSP, addresses.ocsp),
            (AuthorityInformationAccessOID.CA_ISSUERS, addresses.issuer),
        )
        if address
    ]
    return made.add_extension(x509.AuthorityInformationAccess(access), critical=False) if access else made
