"""Owns what somebody carries away who came in: an access token, a refresh token in a cookie, a proof.

It decides nothing: sessions are the domain's. A refresh token is signed and kept nowhere; only the cookie
has it, which no script reads (HttpOnly) and no other site sends (SameSite).
"""

from dataclasses import dataclass
from datetime import UTC, timedelta
from uuid import UUID

from fastapi import Request, Response

from services.directory.api.signing import Signing
from services.directory.domain.errors.access import ChallengeOver, SessionOver
from services.directory.schemas.access import SessionGrant, TokenOut, roles_of
from shared.clock import Clock
from shared.errors import Forbidden
from shared.security.links import InvalidLink, LinkExpired, LinkSigner, Purpose
from shared.security.tokens import LIFETIME

COOKIE = "essaim_session"
COOKIE_PATH = "/sessions"
PROOF_LIFETIME = timedelta(minutes=10)
DEVICE_MAX_CHARACTERS = 200
OWN_SITES = frozenset({"", "none", "same-origin", "same-site"})


class ForeignSite(Forbidden):
    """A page of another site had the browser ask."""

    code = "foreign_site"

    def __init__(self) -> None:
        super().__init__("Cette demande vient d’un autre site\u202f: elle n’est pas acceptée.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Door:
    """Makes and reads tokens. `is_secure` says that people come by HTTPS."""

    signing: Signing
    links: LinkSigner
    clock: Clock
    is_secure: bool

    def let_in(self, response: Response, session: SessionGrant) -> None:
        """Give the next refresh token of a session."""
        subject = f"{session.id}:{session.generation}"
        response.set_cookie(
            COOKIE,
            self.links.sign(Purpose.SESSION, subject, expires_at=session.expires_at),
            expires=session.expires_at.astimezone(UTC),
            path=COOKIE_PATH,
            secure=self.is_secure,
            httponly=True,
            samesite="strict",
        )

    def let_out(self, response: Response) -> None:
        """Take the refresh token away."""
        response.delete_cookie(
            COOKIE, path=COOKIE_PATH, secure=self.is_secure, httponly=True, samesite="strict"
        )

    async def access_token(self, person_id: UUID, session: SessionGrant) -> TokenOut:
        """A token that says who the person is and what they may do."""
        signer = await self.signing.signer()
        token = signer.sign(person_id=person_id, roles=roles_of(session), now=self.clock())
        return TokenOut(access_token=token, expires_in=int(LIFETIME.total_seconds()))

    def session_of(self, request: Request) -> tuple[UUID, int]:
        """The session and the generation of the refresh token that a request brings.

        Raises:
            SessionOver: there is none, or it is not ours, or its time is over.
        """
        try:
            token = request.cookies.get(COOKIE, "")
            subject = self.links.verify(Purpose.SESSION, token, at=self.clock())
        except (InvalidLink, LinkExpired):
            raise SessionOver from None
        session_id, _, generation = subject.partition(":")
        return UUID(session_id), int(generation)

    def proof(self, purpose: Purpose, person_id: UUID) -> str:
        """What a page brings back of whoever has just proved who they are, for the next step alone."""
        return self.links.sign(purpose, str(person_id), expires_at=self.clock() + PROOF_LIFETIME)

    def proven(self, purpose: Purpose, proof: str) -> UUID:
        """Who has just proved who they are.

        Raises:
            ChallengeOver: nobody, or too long ago.
        """
        try:
            return UUID(self.links.verify(purpose, proof, at=self.clock()))
        except (InvalidLink, LinkExpired):
            raise ChallengeOver from None


def device_of(request: Request) -> str:
    """What the person will know a session by."""
    return request.headers.get("User-Agent", "")[:DEVICE_MAX_CHARACTERS] or "Navigateur inconnu"


def refuse_foreign_sites(request: Request) -> None:
    """Let pass what this site's own pages ask, and who is no browser (Fetch Metadata).

    Raises:
        ForeignSite: a page of another site asks.
    """
    if request.headers.get("Sec-Fetch-Site", "") not in OWN_SITES:
        raise ForeignSite
