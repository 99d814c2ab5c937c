"""Owns what the links to a text to sign, and to a signed document, are about. Signs and verifies no link."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSubject:
    """A convention, or one of its amendments."""

    convention_id: UUID
    amendment: int | None = None

    def __str__(self) -> str:
        """As a link names it: 0 stands for the convention itself."""
        return f"{self.convention_id.hex}_{self.amendment or 0}"

    @classmethod
    def parse(cls, subject: str) -> "DocumentSubject":
        """The subject that a verified link names."""
        convention_id, number = subject.split("_")
        return cls(convention_id=UUID(convention_id), amendment=int(number) or None)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureSubject:
    """The signature of one text of a document that is asked of one person, for one party."""

    document: DocumentSubject
    org: UUID
    person_id: UUID
    text_id: UUID
    """Of the frozen text: another version is another text, which this link does not sign."""
    renewal: int
    """How often the link was replaced: those before are void."""

    def __str__(self) -> str:
        """As a link names it."""
        named = (self.org.hex, self.person_id.hex, self.text_id.hex)
        return f"{self.document}_{'_'.join(named)}_{self.renewal}"

    @classmethod
    def parse(cls, subject: str) -> "SignatureSubject":
        """The subject that a verified link names."""
        convention_id, number, org, person_id, text_id, renewal = subject.split("_")
        return cls(
            document=DocumentSubject.parse(f"{convention_id}_{number}"),
            org=UUID(org),
            person_id=UUID(person_id),
            text_id=UUID(text_id),
            renewal=int(renewal),
        )
