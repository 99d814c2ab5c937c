"""Owns the bench of a convention: its document and three signatures by code, next to the bare libraries.

Through the service: the last party's approval, which writes the document, and three times the code that was
received, which seals it; over HTTP, authenticated, journaled. Asking for the codes and waiting for them is
people's time, and not measured. The libraries: Typst on the same template and data, and pyHanko's own signing
with the same key, nothing else. The two take turns, and the medians are compared.
"""

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

import httpx
import typst
from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pyhanko.keys import load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash
from pymongo import MongoClient

from deploy.local import services
from deploy.local.every_key import ensure_keys
from deploy.local.mongodb import MongodbServer
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.services import ServerUrls
from deploy.local.settings import ROOT, LocalSettings
from services.conventions.documents import press
from services.conventions.documents.clauses import CURRENT_VERSION, wording
from services.conventions.documents.time_stamps import read_certificates
from services.conventions.domain.authority import FACILITATOR
from services.conventions.domain.commands.convention import RequestReview
from services.conventions.domain.convention import review
from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.convention.text import text_of
from services.conventions.repository.documents import CONVENTIONS, from_convention
from services.conventions.repository.members import PEOPLE
from shared.clock import utc_now
from shared.commands import Role
from shared.documents.association import Association
from shared.ids import new_id
from shared.security.links import LinkSigner, Purpose
from shared.security.tokens import TokenSigner
from tests.unit.conventions.given_agreement import ORGS, STAFF, approval, convention, signatory_of

WARM_UP = 5
SAMPLES = 30
READY_SECONDS = 60.0
PUBLIC_URL = "https://conventions.example.org"


@dataclass(frozen=True, slots=True)
class ConventionsSystem:
    """An API of conventions, its database, and the keys of this system."""

    mongodb_url: str
    port: int
    settings: LocalSettings
    signer: TokenSigner


@contextmanager
def running_conventions() -> Iterator[ConventionsSystem]:
    """An API that is up, on a server of its own; gone afterwards."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="essaim-bench-")))
        mongodb = MongodbServer(folder / "mongodb", log=folder / "mongodb.log")
        stack.callback(mongodb.kill)
        mongodb.start()
        settings = LocalSettings(state=folder, conventions_port=free_port())
        ensure_keys(settings)
        signer = TokenSigner(settings.signing_key.read_bytes())
        _trust(mongodb.url, signer)
        api = services.api("conventions", settings, ServerUrls(mongodb=mongodb.url, rabbitmq=""))
        stack.callback(api.processes[0].kill)
        api.launch()
        api.processes[0].wait_until(api.is_ready, within_seconds=READY_SECONDS)
        yield ConventionsSystem(mongodb.url, settings.conventions_port, settings, signer)


def measure(system: ConventionsSystem) -> dict[str, float]:
    """Run the bench; the figures of `./essaim bench convention`."""
    through_service, with_libraries = [], []
    with MongoClient[dict[str, Any]](system.mongodb_url, uuidRepresentation="standard") as client:
        database = client["conventions"]
        database[PEOPLE].insert_many([_person(org) for org in ORGS])
        libraries = Libraries(system.settings.seal.read_bytes())
        with httpx.Client(base_url=f"http://{LOOPBACK}:{system.port}", timeout=60) as http:
            for number in range(WARM_UP + SAMPLES):
                agreement = _approved_but_by_one(number)
                database[CONVENTIONS].insert_one(from_convention(agreement) | {"version": 1})
                through_service.append(_sign(Office(system, http, database, agreement.id)))
                with_libraries.append(libraries.write_and_sign(agreement))
    seconds, libraries_seconds = median(through_service[WARM_UP:]), median(with_libraries[WARM_UP:])
    return {
        "seconds": round(seconds, 4),
        "libraries_seconds": round(libraries_seconds, 4),
        "ratio": round(seconds / libraries_seconds, 2),
    }


@dataclass(frozen=True, slots=True)
class Office:
    """Where one convention is approved and signed: the service, and the outbox that its codes follow from."""

    system: ConventionsSystem
    http: httpx.Client
    database: Any
    convention_id: UUID

    def post(self, path: str, body: object, *roles: Role, person_id: UUID | None = None) -> float:
        """Ask the service for something; how many seconds it took."""
        bearer = person_id or new_id()
        token = self.system.signer.sign(person_id=bearer, roles=roles, now=utc_now())
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": str(new_id())}
        begun = time.perf_counter()
        answer = self.http.post(f"/conventions/{self.convention_id}/{path}", json=body, headers=headers)
        seconds = time.perf_counter() - begun
        answer.raise_for_status()
        return seconds

    def text_sha256(self) -> str:
        """Of the text that is to be signed."""
        found = self.database["conventions"].find_one({"_id": self.convention_id})
        if found is None:
            raise LookupError(self.convention_id)
        return str(found["content"]["deed"]["document"]["sha256"])

    def code(self) -> str:
        """The code that was sent last."""
        wanted = {"subject": f"convention/{self.convention_id}"}
        rows = [json.loads(row["body"]) for row in self.database["outbox"].find(wanted)]
        nonces = [row["data"]["nonce"] for row in rows if "nonce" in row["data"]]
        links = LinkSigner(self.system.settings.link_key.read_bytes())
        return links.code(Purpose.SIGNATURE_CODE, nonces[-1])


def _sign(office: Office) -> float:
    """Approve as the last party, and sign for the three: the seconds of the document and its signatures."""
    staff = Role("staff")
    seconds = office.post("approve", {"org": str(FACILITATOR), "version": 1}, staff)
    signatories = [_signatory(org) for org in ORGS]
    office.post("signing", {"signatories": signatories}, staff)
    text = office.text_sha256()
    for org in ORGS:
        signs = {"person_id": signatory_of(org).person_id}
        office.post(f"signing/{org}/code", {}, **signs)
        body = {"code": office.code(), "consent": True, "sha256": text}
        seconds += office.post(f"signing/{org}/sign", body, **signs)
    return seconds


class _KeyReadOnce(signers.SimpleSigner):
    """The signer of pyHanko, but for the reading of the key, which takes longer than all else in it."""

    def __init__(self, pem: bytes, certificate: x509.Certificate) -> None:
        super().__init__(
            signing_cert=certificate,
            signing_key=load_private_key_from_pemder_data(pem, None),
            cert_registry=SimpleCertificateStore(),
        )
        self._key = load_pem_private_key(pem, None)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        assert isinstance(self._key, RSAPrivateKey)
        return self._key.sign(data, PKCS1v15(), get_pyca_cryptography_hash(digest_algorithm))


class Libraries:
    """Typst and pyHanko as anybody would call them; fonts and keys are read before."""

    def __init__(self, pem: bytes) -> None:
        (certificate,) = read_certificates(pem)
        self._signer = _KeyReadOnce(pem, certificate)
        self._fonts = typst.Fonts(include_system_fonts=False)
        self._runner = asyncio.Runner()

    def write_and_sign(self, agreement: Convention) -> float:
        """A document and three signatures; the seconds it took."""
        document_id = new_id()
        text = text_of(agreement, None, document_id=document_id)
        address = press.verification_address(PUBLIC_URL, document_id)
        data = {
            "association": Association().model_dump(),
            "verification": {"address": address, "code": press.qr_code(address)},
            **press.told(text),
        }
        told = json.dumps(data)
        begun = time.perf_counter()
        content = typst.compile(
            ROOT / "services" / "conventions" / "documents" / "convention.typ",
            root=ROOT,
            font_paths=self._fonts,
            ignore_system_fonts=True,
            sys_inputs={"data": told},
            pdf_standards=["a-2a", "ua-1"],
            timestamp=datetime(2027, 4, 15, 12, tzinfo=UTC),
        )
        self._runner.run(self._sign(content, [party.legal_name for party in agreement.parties]))
        return time.perf_counter() - begun

    async def _sign(self, content: Any, names: Sequence[str]) -> None:
        for name in names:
            metadata = signers.PdfSignatureMetadata(
                field_name=f"Signature pour {name}",
                reason=f"Pour {name}, signature simple, par code reçu par message",
                md_algorithm="sha256",
                subfilter=fields.SigSeedSubFilter.PADES,
            )
            writer = IncrementalPdfFileWriter(BytesIO(content))
            signed = await signers.async_sign_pdf(writer, metadata, self._signer)
            content = bytes(signed.getbuffer())


def _approved_but_by_one(number: int) -> Convention:
    """A convention with the template's own wording, that all have approved but the association."""
    drafted = convention(id=new_id(), reference=f"CONV-2027-{number:03}")
    clauses = wording(drafted.legal_form, CURRENT_VERSION)
    agreement = replace(drafted, terms=replace(drafted.terms, clauses=clauses))
    at = utc_now()
    review.request_review(agreement, RequestReview(actor=STAFF, at=at, convention_id=agreement.id))
    for org in ORGS:
        if org != FACILITATOR:
            review.approve(agreement, replace(approval(org), at=at, convention_id=agreement.id))
    return agreement


def _signatory(org: UUID) -> dict[str, str]:
    dated = (utc_now() - timedelta(days=40)).date().isoformat()
    named = {"person_id": str(signatory_of(org).person_id), "org": str(org), "capacity": "Maire"}
    return {**named, "power": "deliberation", "power_reference": "D 2027-12", "power_dated": dated}


def _person(org: UUID) -> dict[str, Any]:
    return {
        "_id": signatory_of(org).person_id,
        "sequence": 1,
        "name": "Camille Martin",
        "email": f"{org.hex}@example.org",
        "address_from": 1,
        "employers": [org],
        "held": [],
        "is_erased": False,
    }


def _trust(mongodb_url: str, signer: TokenSigner) -> None:
    """Write down the bench's key, as directory's event would have."""
    key = signer.public_key
    with MongoClient[dict[str, Any]](mongodb_url) as client:
        client["conventions"]["signing_keys"].insert_one(
            {"_id": key.kid, "crv": key.crv, "x": key.x, "y": key.y, "state": "published", "sequence": 1}
        )
