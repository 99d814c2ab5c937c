"""Owns a platform with a folder of trusted lists, the documents that come to it, and what is said of them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from io import BytesIO
from pathlib import Path

from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator import ValidationContext

from services.conventions.documents.inspection import look
from services.conventions.documents.notary import Assess, PdfNotary
from services.conventions.documents.qualification import assess_here
from services.conventions.domain.documents import CheckedFile
from shared.clock import utc_now
from tests.fakes.certificate_authority import FakeCertificateAuthority
from tests.fakes.certificates import authority_certificate, key_of, stamping_certificate
from tests.fakes.list_operator import QTST, FakeListOperator, Service
from tests.fakes.signing_tool import SigningTool
from tests.unit.conventions.given_agreement import ORGS
from tests.unit.conventions.given_documents import mention, seal_by, text

WHO = "Camille Martin"
MENTION = mention(ORGS[1], "external_pades")
UNSTAMPED = f"Signature intacte de «\u00a0{WHO}\u00a0», sans horodatage\u202f; "
STAMPING = "Horodatage d’essai"
STAMPER = stamping_certificate(STAMPING, f"Racine, {STAMPING}")
LISTED_STAMPER = Service(certificate=STAMPER, type=QTST)
LISTED_ISSUER = Service(
    certificate=authority_certificate(f"Racine, {STAMPING}", key_of(f"Racine, {STAMPING}")), type=QTST
)


@dataclass
class Platform:
    """Takes files in, and asks the lists of its folder, without a process of its own."""

    folder: Path
    operator: FakeListOperator = field(default_factory=FakeListOperator)

    @property
    def assess(self) -> Assess:
        return partial(assess_here, folder=self.folder)

    def lists(self, *services: Service) -> None:
        self.operator.issue(self.folder, *services)

    async def takes(self, tool: SigningTool, *, keeping: ValidationContext | None = None) -> CheckedFile:
        before = await text()
        signed = await tool.sign(before, keeping=keeping)
        notary = PdfNotary(seal_by(), look, assess=self.assess)
        return await notary.check_signed(signed, MENTION, before=before, last=False)


def seal_says(checked: CheckedFile) -> str:
    return str(PdfFileReader(BytesIO(checked.content)).embedded_signatures[-1].sig_object["/Reason"])


def minute(instant: datetime) -> str:
    return f"{instant:%d/%m/%Y à %H:%M} UTC"


def said_at(checked: CheckedFile, before: str, after: str = "") -> bool:
    """Whether this was found, in the minute that has just been, or in the one before."""
    now = utc_now()
    return checked.findings in {f"{before}{minute(at)}{after}." for at in (now, now - timedelta(minutes=1))}


def stamping(at: datetime) -> DummyTimeStamper:
    """A time-stamp authority that says that it is `at`."""
    private = key_of(STAMPING).private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    certificate = x509.Certificate.load(STAMPER.public_bytes(Encoding.DER))
    return DummyTimeStamper(certificate, keys.PrivateKeyInfo.load(private), fixed_dt=at)


def keeping(
    issuer: FakeCertificateAuthority, at: datetime, *, issued: datetime | None = None
) -> ValidationContext:
    """What a tool keeps in a file: the certificates, and the list of revocations issued then."""
    known = (issuer.certificate, STAMPER)
    return ValidationContext(
        trust_roots=[x509.Certificate.load(each.public_bytes(Encoding.DER)) for each in known],
        crls=[issuer.crl(issued or at)],
        moment=at,
        revocation_mode="require",
        retroactive_revinfo=True,
    )
