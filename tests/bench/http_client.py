"""Owns the load: many keep-alive connections that post prepared requests. Knows no route.

A plain HTTP/1.1 client on asyncio protocols: what a bench measures should be the server, and the ready-made
clients cost as much as the server does.
"""

import asyncio
import json
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Request:
    """One request, ready to send."""

    raw: bytes

    @classmethod
    def get(cls, path: str, *, headers: dict[str, str]) -> "Request":
        """A GET."""
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {headers[name]}" for name in headers)]
        return cls("\r\n".join(lines).encode() + b"\r\n\r\n")

    @classmethod
    def post(cls, path: str, body: object, *, headers: dict[str, str]) -> "Request":
        """A POST with a JSON body."""
        content = json.dumps(body).encode()
        lines = [
            f"POST {path} HTTP/1.1",
            "Host: 127.0.0.1",
            "Content-Type: application/json",
            f"Content-Length: {len(content)}",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        return cls("\r\n".join(lines).encode() + b"\r\n\r\n" + content)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and how long it took."""

    status: int
    body: bytes
    seconds: float


class _Connection(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._waiting: asyncio.Future[tuple[int, bytes]] | None = None
        self.transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(exc or ConnectionResetError("closed by the server"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head_end = self._buffer.find(b"\r\n\r\n")
        if head_end < 0:
            return
        head = bytes(self._buffer[:head_end]).lower()
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        end = head_end + 4 + length
        if len(self._buffer) >= end and self._waiting is not None:
            body = bytes(self._buffer[head_end + 4 : end])
            del self._buffer[:end]
            self._waiting.set_result((int(head[9:12]), body))

    async def send(self, request: Request) -> Answer:
        """Send one request and wait for its answer."""
        assert self.transport is not None
        self._waiting = asyncio.get_running_loop().create_future()
        begun = time.perf_counter()
        self.transport.write(request.raw)
        status, body = await self._waiting
        return Answer(status, body, time.perf_counter() - begun)


async def post_all(host: str, port: int, requests: Sequence[Request], *, clients: int) -> list[Answer]:
    """Send every request over `clients` connections, each sending its next as soon as it is answered."""
    loop = asyncio.get_running_loop()
    connections = []
    for _ in range(clients):
        _, connection = await loop.create_connection(_Connection, host, port)
        connections.append(connection)
    left = iter(requests)
    try:
        answers = await asyncio.gather(*(_send_while(connection, left) for connection in connections))
    finally:
        for connection in connections:
            assert connection.transport is not None
            connection.transport.close()
    return [answer for some in answers for answer in some]


async def _send_while(connection: _Connection, left: Iterator[Request]) -> list[Answer]:
    return [await connection.send(request) for request in left]


def percentile(values: Iterable[float], share: float) -> float:
    """The value below which this share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
