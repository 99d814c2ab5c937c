"""Owns `./essaim doctor`: what is wrong with the running system, said in plain French. Mends nothing."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated
from urllib.parse import quote, unquote, urlsplit

import typer

from deploy.doctor import broker, management, services
from deploy.doctor.findings import Wrong
from deploy.local import screen
from deploy.local.layout import Layout
from deploy.local.services import SERVICES
from deploy.local.settings import LocalSettings

LITTLE_DISK_BYTES = 1_000_000_000


def doctor(
    *, as_json: Annotated[bool, typer.Option("--json", help="Écrit le bilan en JSON.")] = False
) -> None:
    """Dit ce qui ne va pas dans le système qui tourne\u00a0; sort avec 1 s’il y a quelque chose."""
    from deploy.rabbitmq.queues import names_of_read_queues  # noqa: PLC0415  # slow, and used here alone

    settings = LocalSettings()
    addresses, read = Layout(settings).addresses, names_of_read_queues()
    on_broker = broker.examine(addresses["rabbitmq"], read)
    wrong = [
        *services.examine(settings),
        *on_broker.wrong,
        *_by_management(addresses),
        *_disk(settings),
    ]
    if as_json:
        queues = [asdict(queue) for queue in on_broker.queues]
        said = {"healthy": not wrong, "findings": [asdict(one) for one in wrong], "queues": queues}
        typer.echo(json.dumps(said, ensure_ascii=False))
    elif not wrong:
        screen.OUT.print(
            f"Tout va bien\u00a0: {len(SERVICES)} services répondent, {len(read)} files sont lues, "
            "rien n’attend.",
            highlight=False,
        )
    else:
        for one in wrong:
            screen.complain(f"{one.where}\u00a0: {one.sentence}")
    if wrong:
        raise typer.Exit(1)


def _by_management(addresses: dict[str, str]) -> Iterator[Wrong]:
    if address := addresses.get("rabbitmq_management"):
        vhost = unquote(urlsplit(addresses["rabbitmq"]).path.removeprefix("/")) or "/"
        yield from management.examine(address, quote(vhost, safe=""))


def _disk(settings: LocalSettings) -> Iterator[Wrong]:
    """Whether the folder of the local system has room left."""
    if not settings.state.exists():
        return
    free = shutil.disk_usage(settings.state).free
    if free < LITTLE_DISK_BYTES:
        sentence = f"Il ne reste que {free // 1_000_000}\u00a0Mo au disque de {settings.state}."
        yield Wrong("machine", "disk", str(settings.state), sentence)
