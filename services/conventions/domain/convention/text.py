"""Owns what a document is written from: a convention as it stands, with the changes of an amendment."""

from uuid import UUID

from services.conventions.domain.convention.convention import Convention
from services.conventions.domain.documents import Text


def text_of(convention: Convention, number: int | None, *, document_id: UUID | None) -> Text:
    """What the document of the convention, or of one of its amendments, is written from.

    Raises:
        UnknownAmendment: there is no amendment of this number.
    """
    amendment = None if number is None else convention.amendment(number)
    return Text(
        reference=convention.reference_of(number),
        version=convention.deed_of(number).text_version,
        template_version=convention.template_version,
        legal_form=convention.legal_form,
        parties=convention.parties,
        terms=convention.terms_of(number),
        exchange_request_id=convention.exchange_request_id,
        document_id=document_id,
        amendment=number,
        subject=amendment.subject if amendment else "",
        changed_fields=amendment.changes.fields if amendment else (),
        effect_on=amendment.effect_on if amendment else None,
    )
