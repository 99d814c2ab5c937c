"""Owns how a local command asks a service of this machine, as one of the club's team. Knows no route."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from deploy.local.failures import LocalFailure
from deploy.local.keys import ensure_signing_key
from deploy.local.plain_http import PLAIN
from deploy.local.ports import LOOPBACK
from deploy.local.settings import LocalSettings
from shared.commands import Role
from shared.ids import new_id
from shared.security.key_file import KeyFile

PATIENCE_SECONDS = 300.0
LIFETIME = timedelta(minutes=15)


def ask(settings: LocalSettings, service: str, request: str, **said: Any) -> Any:
    """What a service answers to one request: see `answered`."""
    with staff_of(settings, service) as client:
        return answered(client, request, **said)


def staff_of(settings: LocalSettings, service: str) -> httpx.Client:
    """Asks a service of this machine, as long as it is open."""
    ensure_signing_key(settings.signing_key)
    signer = KeyFile(settings.signing_key).newest
    token = signer.sign(person_id=new_id(), roles=[Role("staff")], now=datetime.now(UTC), lifetime=LIFETIME)
    return httpx.Client(
        base_url=f"http://{LOOPBACK}:{settings.port_of(service)}",
        headers={"Authorization": f"Bearer {token}"},
        timeout=PATIENCE_SECONDS,
        trust_env=False,
        verify=PLAIN,
    )


def answered(client: httpx.Client, request: str, **said: Any) -> Any:
    """What a service answers: `request` is a method and a path, `said` what httpx takes besides.

    Raises:
        LocalFailure: it does not run, or refuses.
    """
    method, path = request.split(" ")
    try:
        answer = client.request(method, path, **said)
    except httpx.TransportError as error:
        raise LocalFailure(f"{client.base_url} ne répond pas\u00a0: lancez ./essaim up.") from error
    if not answer.is_success:
        raise LocalFailure(_why(answer))
    return answer.json()


def _why(answer: httpx.Response) -> str:
    if answer.headers.get("Content-Type") != "application/problem+json":
        return f"{answer.url} a répondu {answer.status_code}\u00a0: voyez les journaux de ./essaim."
    return str(answer.json()["detail"])
