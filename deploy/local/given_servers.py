"""Owns the asking of servers that are given by their address, before anything waits for them. Starts none."""

import asyncio

import aio_pika
from aio_pika.exceptions import CONNECTION_EXCEPTIONS, AuthenticationError, ProbableAuthenticationError
from pymongo import MongoClient
from pymongo.errors import OperationFailure, PyMongoError

from deploy.local.failures import LocalFailure
from deploy.local.settings import LocalSettings, variable

PATIENCE_SECONDS = 5


def require_given(settings: LocalSettings) -> None:
    """Return once every server that was given has answered.

    Raises:
        LocalFailure: one does not answer, lets nobody in, or is no replica set.
    """
    if settings.mongodb_url is not None:
        _require_replica_set(settings.mongodb_url)
    if settings.rabbitmq_url is not None:
        asyncio.run(_require_broker(settings.rabbitmq_url))


def _require_replica_set(url: str) -> None:
    try:
        with MongoClient[dict[str, object]](url, serverSelectionTimeoutMS=PATIENCE_SECONDS * 1000) as client:
            said = client.admin.command("hello")
            client.admin.command("listDatabases", nameOnly=True)
    except OperationFailure as refused:
        raise LocalFailure(f"MongoDB refuse l’accès que demande {variable('mongodb_url')}.") from refused
    except PyMongoError as error:
        raise LocalFailure(f"MongoDB ne répond pas à l’adresse de {variable('mongodb_url')}.") from error
    if "setName" not in said and said.get("msg") != "isdbgrid":
        raise LocalFailure(
            f"Le MongoDB de {variable('mongodb_url')} n’est pas un replica set\u202f: il en faut un, "
            "pour les transactions."
        )


async def _require_broker(url: str) -> None:
    try:
        connection = await aio_pika.connect(url, timeout=PATIENCE_SECONDS)
    except (AuthenticationError, ProbableAuthenticationError) as refused:
        raise LocalFailure(f"RabbitMQ refuse l’accès que demande {variable('rabbitmq_url')}.") from refused
    except (*CONNECTION_EXCEPTIONS, TimeoutError, ValueError) as error:
        raise LocalFailure(f"RabbitMQ ne répond pas à l’adresse de {variable('rabbitmq_url')}.") from error
    await connection.close()
