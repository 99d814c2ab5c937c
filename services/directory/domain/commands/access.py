"""Owns the forms of what can be asked about sign-in, sessions and second factors. Decides nothing.

None carries a secret in the clear: digests, sealed secrets, and what was worked out of a code.
"""

from dataclasses import dataclass
from uuid import UUID

from shared.commands import Command


@dataclass(frozen=True, kw_only=True, slots=True)
class OpensSession(Command):
    """What every way to sign in has: the session that it may open."""

    session_id: UUID
    device: str
    """What the person will know the session by: their browser, as it names itself."""
    code_required: bool
    """Whether staff and admin act under a second factor only, whoever has none yet."""


@dataclass(frozen=True, kw_only=True, slots=True)
class SignInByLink(OpensSession):
    """Come in with a link that was mailed; an invited person is activated."""

    digest: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SignInWithCode(OpensSession):
    """Come in with a code, after another proof was given."""

    person_id: UUID
    step: int | None
    """The time step that the code belongs to; none where it is no code of the application."""
    recovery_digest: str


@dataclass(frozen=True, kw_only=True, slots=True)
class SignInByProConnect(OpensSession):
    """Come in as who ProConnect says; the account was linked before."""

    subject: str
    siren: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LinkProConnect(Command):
    """Say that an account at ProConnect is one's own, while signed in."""

    person_id: UUID
    subject: str
    siren: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RefreshSession(Command):
    """Go on, with the refresh token of a generation."""

    session_id: UUID
    generation: int
    code_required: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class EndSession(Command):
    """Sign out of a session of one's own."""

    session_id: UUID
    person_id: UUID | None = None
    """None: whoever brings its refresh token."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EndSessions(Command):
    """Sign out everywhere."""

    person_id: UUID


@dataclass(frozen=True, kw_only=True, slots=True)
class BeginEnrolment(Command):
    """Take a new second factor, which counts from its first code on."""

    person_id: UUID
    sealed_secret: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class ConfirmEnrolment(Command):
    """Give the first code of a new second factor, and take recovery codes for it."""

    person_id: UUID
    step: int | None
    recovery_digests: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class RemoveSecondFactor(Command):
    """Take away the second factor of somebody who lost it, and end their sessions."""

    person_id: UUID
