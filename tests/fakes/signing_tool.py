"""Owns the tools of signatories: one that signs a PDF, and a scanner. Knows no platform."""

from functools import cache
from io import BytesIO

from PIL import Image
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers, timestamps
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from services.conventions.documents.seal import new_seal
from shared.clock import utc_now


class SigningTool:
    """Signs with a certificate of its owner's own."""

    def __init__(
        self,
        owner: str,
        pem: bytes | None = None,
        *,
        timestamper: timestamps.TimeStamper | None = None,
        kind: fields.SigSeedSubFilter = fields.SigSeedSubFilter.PADES,
    ) -> None:
        """`pem` holds a key, its certificate and those above; without it, the certificate is self-signed."""
        pem = pem or _key_of(owner)
        certificate, *others = load_certs_from_pemder_data(pem[pem.index(b"-----BEGIN CERTIFICATE-----") :])
        self._signer = signers.SimpleSigner(
            signing_cert=certificate,
            signing_key=load_private_key_from_pemder_data(pem, None),
            cert_registry=SimpleCertificateStore.from_certs(others),
        )
        self._timestamper = timestamper
        self._kind = kind

    async def sign(self, content: bytes, *, keeping: ValidationContext | None = None) -> bytes:
        """The same document, signed; and in the file, if asked, what verifies the certificate."""
        return await self.sign_changed(IncrementalPdfFileWriter(BytesIO(content)), keeping=keeping)

    async def sign_changed(
        self,
        writer: IncrementalPdfFileWriter,
        *,
        keeping: ValidationContext | None = None,
        certifies: fields.MDPPerm | None = None,
        locks: bool = False,
    ) -> bytes:
        """A document with whatever was changed in it, signed with the changes.

        As the first of all, it may say what it `certifies` that others can do; and it may lock all fields.
        """
        name = f"Signature{len(writer.prev.embedded_signatures) + 1}"
        lock = fields.FieldMDPSpec(fields.FieldMDPAction.ALL)
        metadata = signers.PdfSignatureMetadata(
            field_name=name,
            md_algorithm="sha256",
            subfilter=self._kind,
            embed_validation_info=keeping is not None,
            validation_context=keeping,
            certify=certifies is not None,
            docmdp_permissions=certifies or fields.MDPPerm.FILL_FORMS,
        )
        signer = signers.PdfSigner(
            metadata,
            self._signer,
            timestamper=self._timestamper,
            new_field_spec=fields.SigFieldSpec(name, field_mdp_spec=lock) if locks else None,
        )
        signed = await signer.async_sign_pdf(writer)
        return bytes(signed.getbuffer())


@cache
def _key_of(owner: str) -> bytes:
    """Whoever signs does so with one key."""
    return new_seal(name=owner, now=utc_now())


def scanned(shade: int = 250) -> bytes:
    """A paper as a scanner gives it: a page that is an image. Another shade is another paper."""
    paper = BytesIO()
    Image.new("L", (300, 424), shade).save(paper, format="PDF")
    return paper.getvalue()
