"""Owns the talk with an OpenID provider (OpenID Connect Core, code flow): who came, signed by the provider.

It keeps nothing: what must come back with the answer (`Journey`) is for the caller to keep, out of others'
reach. It decides nothing of the person whom the provider names.
"""

import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import httpx
import jwt
from authlib.oauth2.client import OAuth2Client  # type: ignore[import-untyped]  # it has no types
from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]  # it has no types
from joserfc.errors import JoseError

ALGORITHMS = ["RS256", "ES256"]
"""Signatures alone: with a secret that is shared, whoever verifies could sign."""
LEEWAY_SECONDS = 10
SECRET_BYTES = 32
TIMEOUT_SECONDS = 10.0
SIGNED = "application/jwt"


class OpenIdFailure(Exception):
    """The provider did not answer, or what came cannot be trusted; the message says why, and names nobody."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RelyingParty:
    """Who we are to a provider."""

    issuer: str
    client_id: str
    client_secret: str
    redirect_uri: str
    scope: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Journey:
    """What one way to the provider and back must bring again; it serves once."""

    state: str
    nonce: str
    verifier: str

    @classmethod
    def begin(cls) -> "Journey":
        """Set out."""
        return cls(
            state=secrets.token_urlsafe(SECRET_BYTES),
            nonce=secrets.token_urlsafe(SECRET_BYTES),
            verifier=secrets.token_urlsafe(SECRET_BYTES),
        )


class OpenIdProvider:
    """One provider; its addresses and its keys are asked for each time, so that it may change them."""

    def __init__(self, party: RelyingParty, http: httpx.AsyncClient) -> None:
        self._party = party
        self._http = http

    async def address(self, journey: Journey) -> str:
        """Where to send the browser.

        Raises:
            OpenIdFailure: the provider does not say.
        """
        described = await self._described()
        url, _ = self._client(described).create_authorization_url(
            described["authorization_endpoint"],
            state=journey.state,
            nonce=journey.nonce,
            **_proof(described, code_verifier=journey.verifier),
        )
        return str(url)

    async def person(self, journey: Journey, *, code: str, state: str) -> Mapping[str, Any]:
        """What the provider says of whoever came back, from its signed `userinfo`.

        Raises:
            OpenIdFailure: it is another journey's answer, or anything is not signed as it should be.
        """
        if not hmac.compare_digest(state.encode(), journey.state.encode()):
            raise OpenIdFailure("state")
        described = await self._described()
        tokens = await self._tokens(described, code, journey)
        keys = _keys(await self._json(described["jwks_uri"]))
        identity = self._verified(str(tokens.get("id_token", "")), keys)
        self._check(identity, journey, str(tokens.get("access_token", "")))
        told = self._verified(await self._userinfo(described, tokens), keys)
        if told.get("sub") != identity["sub"]:
            raise OpenIdFailure("userinfo tells of somebody else")
        return told

    def _client(self, described: Mapping[str, Any]) -> OAuth2Client:
        party = self._party
        return OAuth2Client(
            session=None,
            client_id=party.client_id,
            scope=party.scope,
            redirect_uri=party.redirect_uri,
            **_proof(described, code_challenge_method="S256"),
        )

    async def _described(self) -> Mapping[str, Any]:
        described = await self._json(f"{self._party.issuer.rstrip('/')}/.well-known/openid-configuration")
        if described.get("issuer") != self._party.issuer:
            raise OpenIdFailure("the description is another issuer's")
        return described

    async def _tokens(self, described: Mapping[str, Any], code: str, journey: Journey) -> Mapping[str, Any]:
        asked = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._party.redirect_uri,
            "client_id": self._party.client_id,
            "client_secret": self._party.client_secret,
            **_proof(described, code_verifier=journey.verifier),
        }
        return _object(await self._ask("POST", described["token_endpoint"], data=asked))

    async def _userinfo(self, described: Mapping[str, Any], tokens: Mapping[str, Any]) -> str:
        headers = {"Authorization": f"Bearer {tokens.get('access_token')}", "Accept": SIGNED}
        answer = await self._ask("GET", described["userinfo_endpoint"], headers=headers)
        if not answer.headers.get("Content-Type", "").startswith(SIGNED):
            raise OpenIdFailure("userinfo is not signed")
        return answer.text.strip()

    def _verified(self, token: str, keys: Mapping[str, jwt.PyJWK]) -> dict[str, Any]:
        """What a token claims, signed by the provider for us, and not too old."""
        try:
            header = jwt.get_unverified_header(token)
            claims: dict[str, Any] = jwt.decode(
                token,
                keys[str(header.get("kid"))],
                algorithms=ALGORITHMS,
                audience=self._party.client_id,
                issuer=self._party.issuer,
                leeway=LEEWAY_SECONDS,
                options={"require": ["exp", "iat", "sub", "aud", "iss"]},
            )
        except (jwt.PyJWTError, KeyError) as error:
            raise OpenIdFailure(f"token: {type(error).__name__}") from error
        return claims

    def _check(self, identity: dict[str, Any], journey: Journey, access_token: str) -> None:
        """What belongs to this journey alone: the nonce, and the tokens that came together."""
        params = {"nonce": journey.nonce, "client_id": self._party.client_id}
        try:
            CodeIDToken(identity, {}, None, params).validate(leeway=LEEWAY_SECONDS)
        except JoseError as error:
            raise OpenIdFailure(f"id_token: {error.error}") from error
        if not access_token:
            raise OpenIdFailure("no access token")

    async def _json(self, url: str) -> Mapping[str, Any]:
        return _object(await self._ask("GET", url))

    async def _ask(self, method: str, url: str, **said: Any) -> httpx.Response:
        try:
            answer = await self._http.request(method, url, timeout=TIMEOUT_SECONDS, **said)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise OpenIdFailure(f"no answer: {type(error).__name__}") from error
        if answer.status_code != HTTPStatus.OK:
            raise OpenIdFailure(f"answered {answer.status_code}")
        return answer


def _proof(described: Mapping[str, Any], **said: str) -> dict[str, str]:
    """What belongs to PKCE (RFC 7636), where the provider offers it."""
    return said if "S256" in described.get("code_challenge_methods_supported", ()) else {}


def _object(answer: httpx.Response) -> Mapping[str, Any]:
    try:
        told = answer.json()
    except ValueError as error:
        raise OpenIdFailure("not JSON") from error
    if not isinstance(told, dict):
        raise OpenIdFailure("not an object")
    return told


def _keys(told: Mapping[str, Any]) -> Mapping[str, jwt.PyJWK]:
    try:
        keys = jwt.PyJWKSet.from_dict(dict(told)).keys
    except jwt.PyJWTError as error:
        raise OpenIdFailure("no keys") from error
    return {str(key.key_id): key for key in keys}
