"""Owns an imagined operator of a trusted list (ETSI TS 119 612): writes and signs small lists."""

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from signxml.algorithms import SignatureConstructionMethod
from signxml.xades.xades import XAdESSigner

from shared.clock import utc_now
from tests.fakes.certificates import authority_certificate, key_of

_TAG: Final = "http://uri.etsi.org/19612/TSLTag"
_ETSI: Final = "http://uri.etsi.org/TrstSvc"
CA_QC: Final = "CA/QC"
QTST: Final = "TSA/QTST"
SIGNATURES: Final = "ForeSignatures"
SEALS: Final = "ForeSeals"
LONG_AGO: Final = datetime(2020, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service of a list: whose it is, what it is granted for, since when, and what was so before."""

    certificate: x509.Certificate
    type: str = CA_QC
    status: str = "granted"
    since: datetime = LONG_AGO
    made_for: str = SIGNATURES
    before: tuple[tuple[str, datetime], ...] = ()
    """Its states before, the newest first: each with its beginning."""


class FakeListOperator:
    """Signs lists with a key of its own."""

    def __init__(self, name: str = "Opérateur d’essai") -> None:
        self._key = key_of(name)
        self._certificate = authority_certificate(name, self._key)
        self.pem = self._certificate.public_bytes(Encoding.PEM)
        """What stands beside each list."""

    def issue(
        self, folder: Path, *services: Service, name: str = "fr", lasts: timedelta | None = timedelta(days=90)
    ) -> Path:
        """Write a list and the operator's certificate to a folder; without `lasts`, the list is closed."""
        signed = XAdESSigner(method=SignatureConstructionMethod.enveloped).sign(
            etree.fromstring(_list_of(services, lasts)), key=self._key, cert=[self._certificate]
        )
        file = folder / f"{name}.xml"
        file.write_bytes(etree.tostring(signed, xml_declaration=True, encoding="utf-8"))
        file.with_suffix(".pem").write_bytes(self.pem)
        return file


def _list_of(services: tuple[Service, ...], lasts: timedelta | None) -> str:
    due = f"<dateTime>{_written(utc_now() + lasts)}</dateTime>" if lasts is not None else ""
    listed = "".join(_service(each, number) for number, each in enumerate(services, start=1))
    return f"""<TrustServiceStatusList xmlns="http://uri.etsi.org/02231/v2#" TSLTag="{_TAG}">
  <SchemeInformation>
    <TSLVersionIdentifier>5</TSLVersionIdentifier><TSLSequenceNumber>1</TSLSequenceNumber>
    <ListIssueDateTime>{_written(utc_now())}</ListIssueDateTime><NextUpdate>{due}</NextUpdate>
  </SchemeInformation>
  <TrustServiceProviderList><TrustServiceProvider>
    <TSPInformation><TSPName><Name xml:lang="fr">Prestataire d’essai</Name></TSPName></TSPInformation>
    <TSPServices>{listed}</TSPServices>
  </TrustServiceProvider></TrustServiceProviderList>
</TrustServiceStatusList>"""


def _service(service: Service, number: int) -> str:
    past = "".join(
        f"<ServiceHistoryInstance>{_state(service, number, status, since)}</ServiceHistoryInstance>"
        for status, since in service.before
    )
    now = _state(service, number, service.status, service.since)
    return (
        f"<TSPService><ServiceInformation>{now}</ServiceInformation>"
        f"<ServiceHistory>{past}</ServiceHistory></TSPService>"
    )


def _state(service: Service, number: int, status: str, since: datetime) -> str:
    der = b64encode(service.certificate.public_bytes(Encoding.DER)).decode()
    return f"""<ServiceTypeIdentifier>{_ETSI}/Svctype/{service.type}</ServiceTypeIdentifier>
      <ServiceName><Name xml:lang="fr">Service {number}</Name></ServiceName>
      <ServiceDigitalIdentity><DigitalId>
        <X509Certificate>{der}</X509Certificate>
      </DigitalId></ServiceDigitalIdentity>
      <ServiceStatus>{_ETSI}/TrustedList/Svcstatus/{status}</ServiceStatus>
      <StatusStartingTime>{_written(since)}</StatusStartingTime>
      {_made_for(service) if service.type == CA_QC else ""}"""


def _made_for(service: Service) -> str:
    uri = f"{_ETSI}/TrustedList/SvcInfoExt/{service.made_for}"
    return f"""<ServiceInformationExtensions><Extension Critical="true">
      <AdditionalServiceInformation><URI xml:lang="en">{uri}</URI></AdditionalServiceInformation>
    </Extension></ServiceInformationExtensions>"""


def _written(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%SZ}"
