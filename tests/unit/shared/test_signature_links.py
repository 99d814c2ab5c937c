"""The subjects of links to texts are read back as they were written, by the service that owns the texts."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shared.security.links import LINK_MAX_CHARACTERS, LinkSigner, Purpose, new_link_key
from shared.security.signature_links import DocumentSubject, SignatureSubject

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
CONVENTION, ORG, PERSON, TEXT = UUID(int=1), UUID(int=2), UUID(int=3), UUID(int=4)


@pytest.mark.parametrize("amendment", [None, 1, 50])
def test_a_link_to_a_signature_says_whose_it_is_and_of_what(amendment: int | None) -> None:
    document = DocumentSubject(convention_id=CONVENTION, amendment=amendment)
    subject = SignatureSubject(document=document, org=ORG, person_id=PERSON, text_id=TEXT, renewal=2)
    signer = LinkSigner(new_link_key())
    link = signer.sign(Purpose.SIGNATURE, str(subject), expires_at=NOW + timedelta(days=90))
    assert len(link) <= LINK_MAX_CHARACTERS
    assert SignatureSubject.parse(signer.verify(Purpose.SIGNATURE, link, at=NOW)) == subject
    assert DocumentSubject.parse(str(document)) == document
