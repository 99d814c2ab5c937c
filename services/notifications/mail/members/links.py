"""Owns what mails about members carry from the key of links: where a call for a fee is read. Checks none."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from shared.events.directory import FeeAmountFact
from shared.security.fee_call_links import FeeCallSubject
from shared.security.links import LinkSigner, Purpose

READABLE_FOR = timedelta(days=400)
"""A public accountant pays when the year's accounts are closed."""


@dataclass(frozen=True, slots=True)
class MemberLinks:
    """Makes the links to pages of directory, which stands at `directory_url` for people."""

    signer: LinkSigner
    directory_url: str

    def to_call(self, fact: FeeAmountFact, *, at: datetime) -> str:
        """Where the call for a fee is read, as a PDF."""
        subject = FeeCallSubject(membership_id=fact.membership_id, year=fact.year)
        link = self.signer.sign(Purpose.FEE_CALL, str(subject), expires_at=at + READABLE_FOR)
        return f"{self._home}/fee-calls/{link}"

    @property
    def to_sign_in(self) -> str:
        """Where people sign in."""
        return f"{self._home}/sign-in"

    @property
    def _home(self) -> str:
        return self.directory_url.rstrip("/")
