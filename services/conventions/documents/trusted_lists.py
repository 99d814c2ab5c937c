"""Owns the reading of trusted lists (ETSI TS 119 612) from a folder: which authorities they name, since when.

Each `NAME.xml` has `NAME.pem` beside it: the certificates with which the list's operator signs. Only what is
under such a signature is read. Nothing is fetched, and the process of the service itself reads no list.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from asn1crypto import x509
from cryptography.x509 import load_der_x509_certificate
from lxml import etree
from pyhanko.sign.validation.qualified.eutl_parse import read_qualified_service_definitions
from pyhanko.sign.validation.qualified.tsp import (
    CAServiceInformation,
    QualifiedServiceInformation,
    TSPRegistry,
)
from signxml.exceptions import SignXMLException
from signxml.xades.xades import XAdESSignatureConfiguration, XAdESVerifier
from xsdata.exceptions import ParserError

from services.conventions.documents.assessment import UnusableLists
from services.conventions.documents.time_stamps import read_certificates

_NAMESPACE: Final = "{http://uri.etsi.org/02231/v2#}"
_ROOT: Final = f"{_NAMESPACE}TrustServiceStatusList"
_NEXT_UPDATE: Final = f"{_NAMESPACE}SchemeInformation/{_NAMESPACE}NextUpdate/{_NAMESPACE}dateTime"
_EXPECTED: Final = XAdESSignatureConfiguration(require_x509=True, expect_references=True)
_BROKEN: Final = (SignXMLException, etree.LxmlError, ParserError, ValueError, LookupError, TypeError)
"""What a file that is no list, or not this operator's, makes the libraries run into."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedLists:
    """What all lists of a folder say together."""

    authorities: TSPRegistry
    """Who is granted to issue qualified certificates."""
    stampers: TSPRegistry
    """Who is granted to stamp the time: apart, since pyHanko takes what either is granted for the other's."""
    outdated: tuple[str, ...]
    """The names of the lists that are not believed: their next issue was due."""


def read_lists(folder: Path, *, now: datetime) -> TrustedLists:
    """The lists of a folder, as they are to be believed now.

    Raises:
        UnusableLists: a list has no certificates beside it, its signature does not verify, it is no list,
            or there is none at all.
    """
    files = sorted(folder.glob("*.xml"))
    if not files:
        raise UnusableLists(f"{folder} holds no trusted list (NAME.xml, and NAME.pem beside it)")
    authorities, stampers, outdated = TSPRegistry(), TSPRegistry(), []
    for file in files:
        try:
            signed = _signed_part(file)
            if not _is_believed(signed, now):
                outdated.append(file.stem)
                continue
            for service in read_qualified_service_definitions(etree.tostring(signed, encoding="unicode")):
                if isinstance(service, CAServiceInformation):
                    authorities.register_ca(service)
                else:
                    stampers.register_ca(_as_issuer(service))
        except _BROKEN as error:
            raise UnusableLists(f"{file.name} is no trusted list: {error}"[:500]) from error
    return TrustedLists(authorities=authorities, stampers=stampers, outdated=tuple(outdated))


def _as_issuer(stamper: QualifiedServiceInformation) -> CAServiceInformation:
    """A list names who stamps, or who issued that certificate; pyHanko looks for issuers among CAs alone."""
    return CAServiceInformation(
        base_info=stamper.base_info, qualifications=frozenset(), expired_certs_revocation_info=None
    )


def _signed_part(file: Path) -> etree._Element:
    certificates = file.with_suffix(".pem")
    if not certificates.is_file():
        raise UnusableLists(f"{file.name} has no {certificates.name} beside it")
    try:
        operators = read_certificates(certificates.read_bytes())
    except ValueError as error:
        raise UnusableLists(f"{certificates.name} holds no certificate (PEM)") from error
    content = file.read_bytes()
    if etree.fromstring(content, _parser()).tag != _ROOT:
        raise UnusableLists(f"{file.name} is XML, but no trusted list (ETSI TS 119 612)")
    for operator in operators:
        for part in _verified(content, operator):
            if part.tag == _ROOT:
                return part
    raise UnusableLists(f"{file.name} is not signed with a certificate of {certificates.name}")


def _parser() -> etree.XMLParser:
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _verified(content: bytes, operator: x509.Certificate) -> Sequence[etree._Element]:
    """The elements of a file that one of its operator's keys signed; none where it did not."""
    certificate = load_der_x509_certificate(operator.dump())
    try:
        verified = XAdESVerifier().verify(content, x509_cert=certificate, expect_config=_EXPECTED)
    except SignXMLException:
        return ()
    results = verified if isinstance(verified, list) else [verified]
    return [each.signed_xml for each in results if each.signed_xml is not None]


def _is_believed(signed: etree._Element, now: datetime) -> bool:
    """Whether the next issue is not due yet; a list that was closed names none (5.3.15)."""
    said = signed.findtext(_NEXT_UPDATE)
    if not said:
        return False
    due = datetime.fromisoformat(said.strip())
    return now < (due if due.tzinfo else due.replace(tzinfo=UTC))
