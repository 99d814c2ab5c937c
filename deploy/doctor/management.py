"""Owns the examination of the broker over its management API, where one is known. Changes nothing.

What must hold for no message to be lost stands in the arguments of each queue; a policy may beat an argument
without a word, `overflow` above all: at-least-once dead-lettering then silently becomes at-most-once.
"""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx

from deploy.doctor.findings import Wrong
from shared.messaging.topology import DELIVERY_LIMIT

WHERE = "RabbitMQ"
PATIENCE_SECONDS = 10.0
HARMFUL = (
    "dead-letter-exchange",
    "dead-letter-routing-key",
    "dead-letter-strategy",
    "expires",
    "max-length",
    "max-length-bytes",
    "message-ttl",
)
"""What no policy may say of a queue that must lose nothing."""

Json = Mapping[str, Any]


def examine(management_url: str, vhost: str) -> Iterator[Wrong]:
    """Policies that would lose messages, and a node that takes none for want of room."""
    try:
        with httpx.Client(base_url=management_url, timeout=PATIENCE_SECONDS, trust_env=False) as client:
            queues = client.get(f"/api/queues/{vhost}").raise_for_status().json()
            nodes = client.get("/api/nodes").raise_for_status().json()
    except httpx.HTTPError:
        address = urlsplit(management_url)
        sentence = f"La page de gestion, {address.hostname}:{address.port}, ne répond pas."
        yield Wrong(WHERE, "no_management", WHERE, sentence)
        return
    for queue in queues:
        yield from judge_queue(queue)
    for node in nodes:
        yield from judge_node(node)


def judge_queue(queue: Json) -> Iterator[Wrong]:
    """What the policies in force would change about a queue that must lose nothing."""
    if "x-dead-letter-exchange" not in queue["arguments"]:
        return
    policy: Json = queue.get("effective_policy_definition") or {}
    names = " et ".join(name for name in (queue.get("policy"), queue.get("operator_policy")) if name)
    for key in _harmful(policy):
        sentence = (
            f"La règle {names} donne {key} = {policy[key]} à la file {queue['name']}, "
            "contre ses propres arguments\u00a0: des messages peuvent s’y perdre."
        )
        yield Wrong(WHERE, "policy", queue["name"], sentence)


def judge_node(node: Json) -> Iterator[Wrong]:
    """A node that takes no messages any more."""
    if node.get("disk_free_alarm"):
        free = node["disk_free"] // 1_000_000
        sentence = f"{node['name']} ne prend plus de messages\u00a0: il reste {free}\u00a0Mo au disque."
        yield Wrong(WHERE, "disk", node["name"], sentence)
    if node.get("mem_alarm"):
        sentence = f"{node['name']} ne prend plus de messages, faute de mémoire."
        yield Wrong(WHERE, "memory", node["name"], sentence)


def _harmful(policy: Json) -> Iterator[str]:
    yield from (key for key in HARMFUL if key in policy)
    if policy.get("overflow", "reject-publish") != "reject-publish":
        yield "overflow"
    if policy.get("delivery-limit", DELIVERY_LIMIT) < DELIVERY_LIMIT:
        yield "delivery-limit"
