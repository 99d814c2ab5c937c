"""Owns the examination of the services, over HTTP, as one of the club's team. Does not know the broker."""

from collections.abc import Iterator

import httpx

from deploy.doctor.findings import Wrong
from deploy.local.services import SERVICES
from deploy.local.settings import LocalSettings
from deploy.local.staff import staff_of

PATIENCE_SECONDS = 10.0


def examine(settings: LocalSettings) -> Iterator[Wrong]:
    """What every service says is wrong with it, and which services say nothing."""
    for service in SERVICES:
        with staff_of(settings, service) as client:
            yield from examine_one(service, client)


def examine_one(service: str, client: httpx.Client) -> Iterator[Wrong]:
    """What one service says of itself."""
    try:
        answer = client.get("/health/report", timeout=PATIENCE_SECONDS)
    except httpx.TimeoutException:
        sentence = f"Ne répond pas en {PATIENCE_SECONDS:g}\u00a0s."
        yield Wrong(service, "no_answer", str(client.base_url), sentence)
        return
    except httpx.TransportError:
        yield Wrong(service, "no_answer", str(client.base_url), f"{client.base_url} ne répond pas.")
        return
    if not answer.is_success:
        yield Wrong(service, "refused", str(client.base_url), _why(answer))
        return
    for found in answer.json()["findings"]:
        yield Wrong(service, found["code"], found["about"], found["sentence"])


def _why(answer: httpx.Response) -> str:
    if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
        return "La base de données du service ne répond pas."
    if answer.headers.get("Content-Type") != "application/problem+json":
        return f"{answer.url} a répondu {answer.status_code}."
    return f"Ne donne pas son bilan\u00a0: {answer.json()['detail']}"
