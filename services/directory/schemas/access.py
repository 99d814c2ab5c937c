"""Owns what the API takes and gives about sign-in, sessions, second factors: shapes, bounds, no rule."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, Field

from services.directory.domain.session import Session
from services.directory.handlers.access import Grant
from services.directory.schemas.fields import Asked, Email
from shared.commands import Role

SECRET_MAX_CHARACTERS = 300
Code = Annotated[str, Field(min_length=6, max_length=20, pattern=r"^[0-9A-Za-z -]+$")]
Secret = Annotated[str, Field(min_length=20, max_length=SECRET_MAX_CHARACTERS, pattern=r"^[A-Za-z0-9_.:-]+$")]


class SignInRequestIn(Asked):
    """Where to send a link."""

    email: Email


class SignInRequestOut(BaseModel):
    """The same answer whoever asks."""

    message: str


class CodeIn(Asked):
    """A code of the application."""

    code: Code


class TokenOut(BaseModel):
    """An access token; its refresh token is in the cookie, out of reach of scripts."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - the type, not a token
    expires_in: int = Field(description="Seconds.")


class SessionOut(BaseModel):
    """A device on which the person is signed in."""

    id: UUID
    device: str = Field(description="The browser, as it names itself.")
    strong: bool = Field(description="Opened with a second factor.")
    started_at: AwareDatetime
    refreshed_at: AwareDatetime
    expires_at: AwareDatetime

    @classmethod
    def of(cls, session: Session) -> "SessionOut":
        """The form of a session."""
        return cls(
            id=session.id,
            device=session.device,
            strong=session.strong,
            started_at=session.started_at,
            refreshed_at=session.refreshed_at,
            expires_at=session.expires_at,
        )


class SessionsOut(BaseModel):
    """Where the person is signed in, the last begun first; the first hundred."""

    items: list[SessionOut]


class SecondFactorOut(BaseModel):
    """How far a person's second factor is."""

    is_enrolled: bool
    recovery_codes_left: int


class EnrolmentOut(BaseModel):
    """What an application of codes is given; it is told once."""

    secret: str
    uri: str = Field(description="The same as a QR code says it.")


class RecoveryCodesOut(BaseModel):
    """Codes to keep on paper, each of which serves once; they are told once."""

    recovery_codes: list[str]


class RoleOut(BaseModel):
    """A role that a token tells."""

    role: str
    org: UUID | None


class SessionGrant(BaseModel):
    """The session of a grant, with all that its tokens are made of."""

    id: UUID
    generation: int
    expires_at: AwareDatetime
    roles: list[RoleOut]


class GrantKept(BaseModel):
    """A grant as the answer of a command, which is kept: it tells no secret."""

    person_id: UUID
    session: SessionGrant | None

    @classmethod
    def of(cls, grant: Grant) -> "GrantKept":
        """The form of a grant."""
        session = grant.session and SessionGrant(
            id=grant.session.id,
            generation=grant.session.generation,
            expires_at=grant.session.expires_at,
            roles=[RoleOut(role=role.name, org=role.org) for role in grant.roles],
        )
        return cls(person_id=grant.person_id, session=session)


class Done(BaseModel):
    """That something was done for a person."""

    person_id: UUID

    @classmethod
    def of(cls, person_id: UUID) -> "Done":
        """The form of it."""
        return cls(person_id=person_id)


def roles_of(session: SessionGrant) -> list[Role]:
    """The roles as a token is signed with them."""
    return [Role(role.role, role.org) for role in session.roles]
