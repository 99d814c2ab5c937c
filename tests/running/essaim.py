"""Owns a whole Essaim in a folder of its own, on free ports: its parts stop, die and come back by name.

It knows no route of the services but the one that tells whether they accept its tokens.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import timedelta
from itertools import chain
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx

from deploy.local.every_key import ensure_keys
from deploy.local.identities import Identity
from deploy.local.keys import rotate_signing_key
from deploy.local.layout import Layout
from deploy.local.plain_http import PLAIN
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.programs import Program
from deploy.local.run_record import RunRecord
from deploy.local.services import SERVICES
from deploy.local.settings import LocalSettings
from deploy.local.system import Part, System
from shared import failpoints
from shared.clock import utc_now
from shared.commands import Role
from shared.failpoints import Failpoint
from shared.ids import new_id
from shared.security.key_file import KeyFile
from shared.security.tokens import TokenSigner
from tests.eventually import eventually
from tests.running.moved_clock import MovedClock

READY_SECONDS = 60.0
STOP_SECONDS = 30.0
ENDED_SECONDS = 120.0
POLL_SECONDS = 0.05
TOKEN_LIFETIME = timedelta(hours=1)

MONGODB, RABBITMQ, MAIL_CATCHER = "MongoDB", "RabbitMQ", "mail-catcher"
HASTE = {
    "RETENTION_SWEEP_AFTER_SECONDS": "1",
    "RETENTION_ENFORCED_EVERY_SECONDS": "1",
    "RETENTION_ACKNOWLEDGED_WITHIN_HOURS": str(5 / 3600),
    "CONVENTIONS_LOOK_EVERY_SECONDS": "0.5",
    "NOTIFICATIONS_REMINDERS_EVERY_SECONDS": "1",
}
"""Nobody waits a quarter of an hour for a test: people are forgotten or reminded within seconds.

Each start of a process is told so: one that takes its turn for an hour and is killed keeps it for an hour.
"""
PORTS = tuple(name for name in LocalSettings.model_fields if name.endswith("_port"))


class Silence:
    """Nobody is told how the start goes on."""

    def launched(self, part: Part) -> None:
        """The part has been started."""

    def ready(self, part: Part) -> None:
        """The part does its work."""


class Essaim:
    """The running system. What is asked of several parts is done to all of them at once."""

    def __init__(
        self, settings: LocalSettings, clock: MovedClock | None = None, *, apart: bool = False
    ) -> None:
        layout = Layout(settings, apart=apart)
        self.settings = settings
        stages = [[_hurried(part, clock) for part in stage] for stage in layout.stages]
        self.addresses: dict[str, str] = layout.addresses
        self.signer = TokenSigner(settings.signing_key.read_bytes())
        self._signing_key = settings.signing_key
        self._system = System(stages, RunRecord(settings.state))
        self._parts = {part.name: part for part in chain.from_iterable(stages)}

    def start_all(self) -> None:
        """Return once every service accepts tokens.

        Raises:
            LocalFailure: a part dies or is not ready in time.
        """
        self._system.start(Silence(), self.addresses)
        for service in SERVICES:
            self._wait_for_trust(service)

    def end_all(self) -> None:
        """Leave no process; what it has kept is of no use to anybody."""
        for name in reversed(self._parts):
            self._kill(name)

    def heal(self) -> None:
        """Start again whatever does not run."""
        for name, part in self._parts.items():
            if not all(process.is_running for process in part.processes):
                self._start(name)

    def running(self) -> Mapping[str, Identity]:
        """Which process each part that runs is."""
        first = {name: part.processes[0] for name, part in self._parts.items() if part.processes}
        return {name: process.identity for name, process in first.items() if process.is_running}

    async def start(self, *names: str) -> None:
        """Return once the parts are ready."""
        await asyncio.gather(*(asyncio.to_thread(self._start, name) for name in names))

    async def stop(self, *names: str) -> None:
        """End the parts as somebody who maintains them would."""
        await asyncio.gather(*(asyncio.to_thread(self._stop, name) for name in names))

    async def kill(self, *names: str) -> None:
        """End the parts with SIGKILL, in the middle of whatever they do."""
        await asyncio.gather(*(asyncio.to_thread(self._kill, name) for name in names))

    async def end_at(self, name: str, failpoint: Failpoint, number: int) -> None:
        """Start a part again, so that it ends itself at that pass of the failpoint; return once it has."""
        armed = _with(self._parts[name], {failpoints.VARIABLE: f"{failpoint}:{number}"})
        await self.kill(name)
        armed.launch()
        try:
            await eventually(_ended(armed), seconds=ENDED_SECONDS, what=f"{name} ends {failpoint}:{number}")
        finally:
            armed.processes[0].kill()

    @asynccontextmanager
    async def second_api(self, service: str) -> AsyncIterator[str]:
        """Within the block another API process of a service runs; its name, also that of its address."""
        first, port = self._parts[f"{service}-api"], free_port()
        if not isinstance(first, Program):
            raise TypeError("an API is one process")
        name = f"{first.name}-2"
        self.addresses[name] = f"http://{LOOPBACK}:{port}"
        self._parts[name] = replace(
            first,
            name=name,
            log=first.log.with_name(f"{name}.log"),
            environment={**first.environment, f"{service.upper()}_PORT": str(port)},
            ports=(port,),
            ready_url=f"{self.addresses[name]}/health/ready",
        )
        await self.start(name)
        try:
            yield name
        finally:
            await self.kill(name)
            del self._parts[name], self.addresses[name]

    def rotate_key(self) -> Callable[..., str]:
        """Put a new signing key in place; how tokens are signed with it."""
        rotate_signing_key(self._signing_key)
        signer = KeyFile(self._signing_key).newest
        return lambda *roles: signer.sign(person_id=new_id(), roles=roles, now=utc_now())

    def token(self, *roles: Role, person_id: UUID | str | None = None) -> str:
        """A bearer token that all services accept."""
        bearer = UUID(str(person_id)) if person_id else new_id()
        return self.signer.sign(person_id=bearer, roles=roles, now=utc_now(), lifetime=TOKEN_LIFETIME)

    def _start(self, name: str) -> None:
        part = self._parts[name]
        part.launch()
        part.processes[0].wait_until(part.is_ready, within_seconds=READY_SECONDS)

    def _stop(self, name: str) -> None:
        for process in self._parts[name].processes:
            process.stop(grace_seconds=STOP_SECONDS)

    def _kill(self, name: str) -> None:
        for process in self._parts[name].processes:
            process.kill()

    def _wait_for_trust(self, service: str) -> None:
        deadline = time.monotonic() + READY_SECONDS
        url, headers = self.addresses[service], {"Authorization": f"Bearer {self.token(Role('staff'))}"}
        while not httpx.get(f"{url}/dead-letters", headers=headers, verify=PLAIN).is_success:
            if time.monotonic() > deadline:
                raise TimeoutError(f"{service} does not know the key that signs the tokens")
            time.sleep(POLL_SECONDS)


def _hurried(part: Part, clock: MovedClock | None) -> Part:
    """The part; one of a service is told to hurry, and to read a clock that a test sets, if there is one."""
    if not isinstance(part, Program) or part.name not in {*SERVICES, *processes_of(*SERVICES)}:
        return part
    return _with(part, {**HASTE, **(clock.environment if clock else {})})


def _with(part: Part, environment: Mapping[str, str]) -> Program:
    """The program, told this too, as a process of its own."""
    if not isinstance(part, Program):
        raise TypeError(f"{part.name} is no program of ours")
    return replace(part, environment={**part.environment, **environment})


def _ended(part: Program) -> Callable[[], Awaitable[bool]]:
    async def ended() -> bool:
        return part.processes[0].has_ended

    return ended


def processes_of(*services: str) -> list[str]:
    """The names of the parts that make these services where API and worker are apart."""
    return [f"{service}-{kind}" for service in services for kind in ("api", "worker")]


@contextmanager
def running_essaim(folder: Path, *, clock: MovedClock | None = None, apart: bool = False) -> Iterator[Essaim]:
    """A system with private servers, whatever the environment says: they are made to be killed."""
    ports: dict[str, Any] = {name: free_port() for name in PORTS}
    settings = LocalSettings(state=folder, mongodb_url=None, rabbitmq_url=None, **ports)
    ensure_keys(settings)
    essaim = Essaim(settings, clock, apart=apart)
    try:
        essaim.start_all()
        yield essaim
    finally:
        essaim.end_all()
