"""Owns the system that a bench measures: private servers and real processes, gone when it ends.

Its data lie in a folder of their own, made for the run: what `./essaim up` keeps is not touched.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from pymongo import MongoClient

from deploy.local.keys import ensure_link_key
from deploy.local.mongodb import MongodbServer
from deploy.local.ports import LOOPBACK, free_port
from deploy.local.programs import Program
from deploy.local.rabbitmq import RabbitmqServer
from deploy.local.services import ServerUrls
from shared.clock import utc_now
from shared.commands import Role
from shared.ids import new_id
from shared.security.tokens import TokenSigner, new_private_key_pem

READY_SECONDS = 60.0


@dataclass
class BenchSystem:
    """The addresses of a running system, and a staff member's hand in it."""

    mongodb_url: str
    rabbitmq_url: str
    registration_ports: Sequence[int]
    floor_port: int
    signer: TokenSigner
    folder: Path
    smtp_port: int = 0
    mail_port: int = 0
    registration_database: str = "registration"
    pids: dict[str, int] = field(default_factory=dict)
    """The processes of ours that run, by name."""
    notifications_database: str = "notifications"

    @property
    def link_key(self) -> Path:
        """The file of the key that signs the links in mails."""
        return self.folder / "links.key"

    @property
    def registration_port(self) -> int:
        """The port of the first registration API."""
        return self.registration_ports[0]

    def open_club_event(self, *, places: int) -> str:
        """Draft, announce and open an online workshop; its id."""
        starts = (datetime.now() + timedelta(days=60)).replace(microsecond=0)  # noqa: DTZ005  # local by definition
        drafted = self.post(
            "/club-events",
            {
                "kind": "online_workshop",
                "title": "Sortir du plastique en cuisine",
                "starts_local": starts.isoformat(),
                "ends_local": (starts + timedelta(hours=2)).isoformat(),
                "mode": "online",
                "audience": "Les élu·es et technicien·nes des collectivités adhérentes",
            },
        )
        path = f"/club-events/{drafted['id']}"
        self.post(f"{path}/announce", {})
        self.post(f"{path}/open", {"capacity": {"online": places}})
        return str(drafted["id"])

    def confirmed(self, club_event_id: str) -> int:
        """How many people have a seat, counted in the database."""
        with MongoClient[dict[str, Any]](self.mongodb_url, uuidRepresentation="standard") as client:
            registrations = client[self.registration_database]["registrations"]
            return registrations.count_documents({"club_event_id": UUID(club_event_id), "state": "confirmed"})

    def post(self, path: str, body: object) -> Any:
        """Post as staff."""
        token = self.signer.sign(person_id=new_id(), roles=(Role("staff"),), now=utc_now())
        answer = httpx.post(
            f"http://{LOOPBACK}:{self.registration_port}{path}",
            json=body,
            headers={"Authorization": f"Bearer {token}", "Idempotency-Key": str(new_id())},
        )
        return answer.raise_for_status().json()


@contextmanager
def running_servers(folder: Path) -> Iterator[ServerUrls]:
    """A MongoDB and a RabbitMQ of the bench's own."""
    with ExitStack() as stack:
        mongodb = MongodbServer(folder / "mongodb", log=folder / "mongodb.log")
        rabbitmq = RabbitmqServer(folder / "rabbitmq", log=folder / "rabbitmq.log")
        for server in (mongodb, rabbitmq):
            stack.callback(server.kill)
            server.start()
        yield ServerUrls(mongodb=mongodb.url, rabbitmq=rabbitmq.url)


@contextmanager
def running_system(*, registration_apis: int = 1, with_notifications: bool = False) -> Iterator[BenchSystem]:
    """A system that is up: servers, registration's API and worker, the floor; notifications and mails too."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="essaim-bench-")))
        urls = stack.enter_context(running_servers(folder))
        system = BenchSystem(
            mongodb_url=urls.mongodb,
            rabbitmq_url=urls.rabbitmq,
            registration_ports=[free_port() for _ in range(registration_apis)],
            floor_port=free_port(),
            signer=TokenSigner(new_private_key_pem()),
            folder=folder,
            smtp_port=free_port(),
            mail_port=free_port(),
        )
        _trust(system)
        ensure_link_key(system.link_key)
        programs = list(_programs(system))
        if with_notifications:
            programs += _notifications(system)
        for program in programs:
            stack.callback(program.processes[0].kill)
            program.launch()
            system.pids[program.name] = program.processes[0].pid
        for program in programs:
            program.processes[0].wait_until(program.is_ready, within_seconds=READY_SECONDS)
        if with_notifications:
            worker = programs[-1]
            worker.processes[0].wait_until(lambda: _listens(worker), within_seconds=READY_SECONDS)
        yield system


def _trust(system: BenchSystem) -> None:
    """Write down the bench's key, as directory's event would have."""
    key = system.signer.public_key
    with MongoClient[dict[str, Any]](system.mongodb_url) as client:
        client[system.registration_database]["signing_keys"].insert_one(
            {"_id": key.kid, "crv": key.crv, "x": key.x, "y": key.y, "state": "published", "sequence": 1}
        )


def _programs(system: BenchSystem) -> Iterator[Program]:
    environment = {
        "REGISTRATION_MONGODB_URL": system.mongodb_url,
        "REGISTRATION_RABBITMQ_URL": system.rabbitmq_url,
        "REGISTRATION_LOG_LEVEL": "WARNING",
        "REGISTRATION_LINK_KEY_FILE": str(system.link_key),
    }
    for port in system.registration_ports:
        yield Program(
            name=f"registration-api-{port}",
            command=("services.registration.main", "api"),
            log=system.folder / f"api-{port}.log",
            environment=environment | {"REGISTRATION_PORT": str(port)},
            ready_url=f"http://{LOOPBACK}:{port}/health/ready",
        )
    yield Program(
        name="registration-worker",
        command=("services.registration.main", "worker"),
        log=system.folder / "worker.log",
        environment=environment,
    )
    yield Program(
        name="floor",
        command=("tests.bench.floor", system.mongodb_url, "floor", str(system.floor_port)),
        log=system.folder / "floor.log",
        environment={},
        ready_url=f"http://{LOOPBACK}:{system.floor_port}/health/ready",
    )


def _notifications(system: BenchSystem) -> Iterator[Program]:
    yield Program(
        name="mail-catcher",
        command=(
            "deploy.local.mailcatcher",
            *("--smtp-port", str(system.smtp_port)),
            *("--port", str(system.mail_port)),
        ),
        log=system.folder / "mail-catcher.log",
        environment={},
        ready_url=f"http://{LOOPBACK}:{system.mail_port}/",
    )
    yield Program(
        name="notifications-worker",
        command=("services.notifications.main", "worker"),
        log=system.folder / "notifications-worker.log",
        environment={
            "NOTIFICATIONS_MONGODB_URL": system.mongodb_url,
            "NOTIFICATIONS_RABBITMQ_URL": system.rabbitmq_url,
            "NOTIFICATIONS_SMTP_HOST": LOOPBACK,
            "NOTIFICATIONS_SMTP_PORT": str(system.smtp_port),
            "NOTIFICATIONS_LINK_KEY_FILE": str(system.link_key),
            "NOTIFICATIONS_PARTNER_KEY_FILE": str(system.link_key),
            "NOTIFICATIONS_REGISTRATION_URL": f"http://{LOOPBACK}:{system.registration_port}",
        },
    )


def _listens(worker: Program) -> bool:
    """Whether its queues stand: what is told before is not for it."""
    return "worker ready" in worker.log.read_text()
