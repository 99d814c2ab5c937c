"""Owns the way of one text from its draft to its last signature: a convention's, or an amendment's.

It knows not what the text says. What it tells others is the convention's business.
"""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.conventions.domain.authority import (
    require_referent_or_staff,
    require_speaks_for,
    require_staff,
)
from services.conventions.domain.commands import convention as commands
from services.conventions.domain.commands.signing import OpenSigning
from services.conventions.domain.convention.parties import Party
from services.conventions.domain.errors.convention import (
    DeedStateRefuses,
    NotAParty,
    OtherVersion,
    TooManyComments,
)
from services.conventions.domain.errors.signing import SignatoriesIncomplete, TooManySignings
from services.conventions.domain.signing.signatories import Limits
from services.conventions.domain.signing.signing import Signing
from services.conventions.domain.signing.slots import Slot

COMMENTS_MAX = 200
FORMER_SIGNINGS_MAX = 10


class DeedState(StrEnum):
    """How far a text is."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    FINALISED = "finalised"
    SIGNING = "signing"
    SIGNED = "signed"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """What a party, or staff, said of a version."""

    id: UUID
    version: int
    org: UUID
    author_id: UUID | None
    at: datetime
    body: str
    asks_change: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenDocument:
    """The file that every signature is put on."""

    id: UUID
    version: int
    sha256: str


@dataclass(slots=True, kw_only=True)
class Deed:
    """One text, with its versions, its review and its signing."""

    state: DeedState = DeedState.DRAFT
    text_version: int = 1
    approvals: frozenset[UUID] = frozenset()
    comments: list[Comment] = field(default_factory=list)
    document: FrozenDocument | None = None
    signing: Signing | None = None
    """The last one, under way or over."""
    former_signings: list[Signing] = field(default_factory=list)
    """Those before it, refused or expired: their evidence is kept."""
    reason: str = ""
    """Why it was given up or a signature refused, in French, for people."""

    def start_revision(self) -> bool:
        """Let the text be changed; whether that began a new version.

        Raises:
            DeedStateRefuses: it is frozen.
        """
        self.require(DeedState.DRAFT, DeedState.IN_REVIEW)
        if self.state is DeedState.DRAFT:
            return False
        self._back_to_draft()
        return True

    def request_review(self) -> None:
        """Give it to the parties to read.

        Raises:
            DeedStateRefuses: it is no draft.
        """
        self.require(DeedState.DRAFT)
        self.state, self.approvals = DeedState.IN_REVIEW, frozenset()

    def comment(self, command: commands.CommentText, parties: tuple[Party, ...]) -> bool:
        """Keep what is said of the text in review; whether it goes back to its draft.

        Raises:
            NotYourOrganisation: the actor does not speak for it.
            NotAParty: the organisation is not bound by it.
            DeedStateRefuses: nobody is asked to read it.
            TooManyComments: there is no room for more.
        """
        require_referent_or_staff(command.actor, command.org)
        _require_party(command.org, parties)
        self.require(DeedState.IN_REVIEW)
        if len(self.comments) >= COMMENTS_MAX:
            raise TooManyComments(maximum=COMMENTS_MAX)
        self.comments.append(
            Comment(
                id=command.comment_id,
                version=self.text_version,
                org=command.org,
                author_id=command.actor.person_id,
                at=command.at,
                body=command.body,
                asks_change=command.asks_change,
            )
        )
        if command.asks_change:
            self._back_to_draft()
        return command.asks_change

    def approve(self, command: commands.ApproveText, parties: tuple[Party, ...]) -> bool:
        """Take a party's agreement; whether it was the last one, so that `freeze` is to follow.

        Raises:
            NotYourOrganisation: the actor does not speak for it.
            NotAParty: the organisation is not bound by it.
            DeedStateRefuses: nobody is asked to read it.
            OtherVersion: it was another version that was read.
        """
        require_speaks_for(command.actor, command.org)
        _require_party(command.org, parties)
        self.require(DeedState.IN_REVIEW)
        if command.version != self.text_version:
            raise OtherVersion(version=self.text_version)
        self.approvals |= {command.org}
        return self.approvals >= {party.org for party in parties}

    def freeze(self, document: FrozenDocument) -> None:
        """Take the file that is to be signed: from now on, the text never changes."""
        self.state, self.document = DeedState.FINALISED, document

    def open_signing(
        self, command: OpenSigning, parties: tuple[Party, ...], limits: Limits
    ) -> tuple[Signing, list[Slot]]:
        """Let the parties sign; those asked at once. `limits` says until when each may.

        Raises:
            StaffOnly: the actor is not of the team.
            DeedStateRefuses: the document is not frozen, or is being signed.
            SignatoriesIncomplete: not exactly one signatory with a complete power for each party.
            TooManySignings: it was refused or left unsigned too often.
        """
        require_staff(command.actor)
        self.require(DeedState.FINALISED)
        if self.document is None:
            raise RuntimeError("a frozen text has a document")
        named = [signatory.org for signatory in command.signatories]
        if sorted(named) != sorted(party.org for party in parties):
            raise SignatoriesIncomplete(field="signatories")
        for number, signatory in enumerate(command.signatories):
            if not signatory.power.is_complete:
                raise SignatoriesIncomplete(field=f"signatories.{number}.power")
        if len(self.former_signings) >= FORMER_SIGNINGS_MAX:
            raise TooManySignings(maximum=FORMER_SIGNINGS_MAX)
        signing = Signing(
            opened_at=command.at,
            ordered=command.ordered,
            text_version=self.document.version,
            document_id=self.document.id,
            base_sha256=self.document.sha256,
            slots=[
                Slot(signatory=signatory, signs_until=limits.get(signatory.org))
                for signatory in command.signatories
            ],
        )
        if self.signing is not None:
            self.former_signings.append(self.signing)
        self.state, self.signing = DeedState.SIGNING, signing
        return signing, signing.invite_next(command.at)

    @property
    def signings(self) -> list[Signing]:
        """All of them, in their order."""
        return [*self.former_signings, *([self.signing] if self.signing else [])]

    def open_for_signature(self) -> Signing:
        """The signing under way.

        Raises:
            DeedStateRefuses: nobody is asked to sign.
        """
        self.require(DeedState.SIGNING)
        if self.signing is None:
            raise RuntimeError("a text being signed has a signing")
        return self.signing

    def finish_signing(self) -> None:
        """Note that everybody signed."""
        self.state = DeedState.SIGNED

    def send_back(self, reason: str) -> None:
        """After a refusal: a new version, and no signature of this one counts."""
        self.reason = reason
        self._back_to_draft()

    def close_window(self) -> None:
        """After the window: signatures may be asked for again, from the first, on the same document."""
        self.state = DeedState.FINALISED

    def abandon(self, reason: str) -> None:
        """Give it up.

        Raises:
            DeedStateRefuses: it is signed, or was given up.
        """
        self.require(DeedState.DRAFT, DeedState.IN_REVIEW, DeedState.FINALISED, DeedState.SIGNING)
        self.state, self.reason = DeedState.ABANDONED, reason

    @property
    def sha256(self) -> str | None:
        """Of the document as it stands, with the signatures so far; none while the text is no document."""
        if self.signing is not None and self.state in {DeedState.SIGNING, DeedState.SIGNED}:
            return self.signing.sha256
        return self.document.sha256 if self.document else None

    def require(self, *allowed: DeedState) -> None:
        """Let pass in these states.

        Raises:
            DeedStateRefuses: in all others.
        """
        if self.state not in allowed:
            raise DeedStateRefuses(state=self.state)

    def _back_to_draft(self) -> None:
        self.state, self.document, self.approvals = DeedState.DRAFT, None, frozenset()
        self.text_version += 1


def _require_party(org: UUID, parties: tuple[Party, ...]) -> None:
    if all(party.org != org for party in parties):
        raise NotAParty
