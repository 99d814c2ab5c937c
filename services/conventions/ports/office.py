"""Owns what the handlers of commands work with: stores, and two trades as Protocols. Implements nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from services.conventions.domain.convention.terms import Clause, LegalForm
from services.conventions.domain.documents import CheckedFile, Mention, Text
from services.conventions.ports.stores import Agreements, Visits


class Press(Protocol):
    """Writes documents."""

    @property
    def template_version(self) -> int:
        """The version of the templates that new conventions are written from."""

    def clauses(self, legal_form: LegalForm, template_version: int) -> Mapping[Clause, str]:
        """The wording of each clause, as the template has it."""

    async def write(self, text: Text, *, dated: date) -> bytes:
        """The document: the same bytes for the same text and day."""


class Notary(Protocol):
    """Puts seals on documents, and checks what comes from outside."""

    async def seal(self, content: bytes, mention: Mention, *, last: bool) -> CheckedFile:
        """Add a signature of the platform that says who signed and how; with the last one, preserve it all.

        Raises:
            SealOver: the certificate of the platform's seal has ended.
            TimeStampUnavailable: a time stamp is due, and none can be had.
        """

    async def check_signed(
        self, content: bytes, mention: Mention, *, before: bytes, last: bool
    ) -> CheckedFile:
        """Take a document that somebody signed with a tool of their own, and seal that it came so.

        Raises:
            UploadRefused: it is not the document with one more valid signature.
            SealOver: the certificate of the platform's seal has ended.
            TimeStampUnavailable: a time stamp is due, and none can be had.
        """

    async def check_scan(self, content: bytes) -> None:
        """Let pass a file that can be kept and read as a PDF.

        Raises:
            UploadRefused: it cannot.
        """


@dataclass(frozen=True, slots=True)
class Office:
    """What the handlers of commands work with: the stores of one unit of work, and two trades."""

    store: Agreements
    visits: Visits
    press: Press
    notary: Notary
