"""Owns an imagined OpenID provider that behaves as ProConnect does: PKCE, one code once, signed `userinfo`.

What it says can be made wrong, one thing at a time.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from shared.clock import utc_now
from shared.ids import new_id

ISSUER, CLIENT_ID, CLIENT_SECRET = "https://proconnect.example.org/api/v2", "essaim", "a secret"
KID = "of this year"


def new_key() -> rsa.RSAPrivateKey:
    """A fresh key of a provider."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class FakeOpenIdProvider:
    """Answers requests as an httpx transport; `subject` and `siret` are those of whoever comes."""

    subject: str = "an agent"
    siret: str = "21300155500011"
    offers_pkce: bool = True
    is_away: bool = False
    identity: dict[str, Any] = field(default_factory=dict)
    """What is said otherwise in the next ID token."""
    userinfo: dict[str, Any] = field(default_factory=dict)
    """What is said otherwise in the next `userinfo`."""
    signs_userinfo: bool = True
    key: rsa.RSAPrivateKey = field(default_factory=new_key)
    signing_key: rsa.RSAPrivateKey | None = None
    """The key that signs, where it is another than the published one."""
    _codes: dict[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def client(self) -> httpx.AsyncClient:
        """How it is reached."""
        return httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    def log_in(self, address: str) -> dict[str, str]:
        """Be the person before the provider's page; what the browser brings back."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert address.startswith(f"{ISSUER}/authorize?")
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT_ID
        assert ("code_challenge" in asked) is self.offers_pkce
        code = new_id().hex
        self._codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if self.is_away:
            raise httpx.ConnectError("away")
        match request.url.path.removeprefix("/api/v2"):
            case "/.well-known/openid-configuration":
                return httpx.Response(200, json=self._description())
            case "/jwks":
                key = RSAAlgorithm.to_jwk(self.key.public_key(), as_dict=True)
                return httpx.Response(200, json={"keys": [{**key, "kid": KID, "use": "sig", "alg": "RS256"}]})
            case "/token":
                return self._tokens({name: v[0] for name, v in parse_qs(request.content.decode()).items()})
            case "/userinfo":
                return self._told()
        return httpx.Response(404)

    def _description(self) -> Mapping[str, Any]:
        pkce = {"code_challenge_methods_supported": ["S256"]} if self.offers_pkce else {}
        return {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "userinfo_endpoint": f"{ISSUER}/userinfo",
            "jwks_uri": f"{ISSUER}/jwks",
            **pkce,
        }

    def _tokens(self, said: Mapping[str, str]) -> httpx.Response:
        asked = self._codes.pop(said["code"], None)
        if asked is None or said["client_secret"] != CLIENT_SECRET:
            return httpx.Response(400, json={"error": "invalid_grant"})
        if self.offers_pkce and asked["code_challenge"] != _challenge(said["code_verifier"]):
            return httpx.Response(400, json={"error": "invalid_grant"})
        token = self._signed({"nonce": asked["nonce"]} | self.identity)
        return httpx.Response(200, json={"access_token": "opaque", "id_token": token, "expires_in": 60})

    def _told(self) -> httpx.Response:
        if not self.signs_userinfo:
            return httpx.Response(200, json={"sub": self.subject, "siret": self.siret})
        text = self._signed({"siret": self.siret, "email": "camille@manduel.example"} | self.userinfo)
        return httpx.Response(200, text=text, headers={"Content-Type": "application/jwt"})

    def _signed(self, claims: Mapping[str, Any]) -> str:
        now = utc_now()
        usual = {"iss": ISSUER, "aud": CLIENT_ID, "sub": self.subject, "iat": now}
        said = {**usual, "exp": now + timedelta(seconds=60), **claims}
        return jwt.encode(said, self.signing_key or self.key, algorithm="RS256", headers={"kid": KID})


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).rstrip(b"=").decode()
