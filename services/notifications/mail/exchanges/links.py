"""Owns what mails carry from the key of links: links to the pages of conventions, and codes. Checks none."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shared.events import conventions as facts
from shared.security.links import LinkSigner, Purpose
from shared.security.signature_links import DocumentSubject, SignatureSubject

DOWNLOADABLE_FOR = timedelta(days=90)
NO_TEXT = UUID(int=0)


@dataclass(frozen=True, slots=True)
class ExchangeLinks:
    """Makes the links of pages of conventions, which stands at `conventions_url` for people.

    `sign_in` is the page where people sign in, and go on to their space of the club.
    """

    signer: LinkSigner
    conventions_url: str
    sign_in: str

    def to_sign(self, fact: facts.ConventionSignatureRequested) -> str:
        """Where the signatory reads the text, and signs or refuses it, until the signing window closes."""
        document = DocumentSubject(convention_id=fact.convention_id, amendment=fact.amendment)
        subject = SignatureSubject(
            document=document,
            org=fact.org,
            person_id=fact.signatory_id,
            text_id=fact.text_id or NO_TEXT,
            renewal=fact.renewal,
        )
        link = self.signer.sign(Purpose.SIGNATURE, str(subject), expires_at=fact.expires_at)
        return self._page("signatures", link)

    def to_signed(self, document: DocumentSubject, *, until: datetime) -> str:
        """Where a signed document is downloaded, until a moment."""
        return self._page(
            "signed-documents", self.signer.sign(Purpose.SIGNED_DOCUMENT, str(document), expires_at=until)
        )

    @property
    def verification(self) -> str:
        """Where anybody verifies a document, with its file or its digest."""
        return self._page("verification")

    def code(self, fact: facts.ConventionSignatureCodeIssued) -> str:
        """The six digits that the signatory is to type. They are kept nowhere."""
        return self.signer.code(Purpose.SIGNATURE_CODE, fact.nonce)

    def _page(self, *parts: str) -> str:
        return "/".join((self.conventions_url.rstrip("/"), *parts))
