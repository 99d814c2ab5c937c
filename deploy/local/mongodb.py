"""Owns a private mongod, a replica set of one member. Does not know the databases that live in it."""

import os
import resource
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from pymongo import MongoClient
from pymongo.errors import ConnectionFailure, OperationFailure

from deploy.local.failures import LocalFailure
from deploy.local.ports import LOOPBACK, free_port, require_free
from deploy.local.processes import ChildProcess

REPLICA_SET = "rs0"
START_SECONDS = 60.0
NOT_YET_INITIALIZED = 94


class MongodbServer:
    """A mongod on the loopback interface whose data stay in `folder` from one start to the next.

    It keeps its port for life, so that clients find it again after a stop or a kill.
    """

    name = "MongoDB"

    def __init__(self, folder: Path, *, log: Path, port: int = 0) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.ports = (self.port,)
        self.process = ChildProcess(self.name, self._command(), log=log, environment=os.environ)

    @property
    def url(self) -> str:
        """Where clients connect."""
        return f"mongodb://{LOOPBACK}:{self.port}/?replicaSet={REPLICA_SET}"

    @property
    def processes(self) -> Sequence[ChildProcess]:
        """What has to be ended for the server to be gone."""
        return (self.process,)

    def launch(self) -> None:
        """Start the server and return at once."""
        self.folder.mkdir(parents=True, exist_ok=True)
        _allow_many_open_files()
        self.process.start()

    def is_ready(self) -> bool:
        """Whether it accepts writes."""
        return accepts_writes(LOOPBACK, self.port, member=f"{LOOPBACK}:{self.port}")

    def start(self) -> None:
        """Start the server and return once it accepts writes.

        Raises:
            LocalFailure: the port is taken, or the server dies or does not answer in time.
        """
        require_free(*self.ports, wanted_by=self.name)
        self.launch()
        try:
            self.process.wait_until(self.is_ready, within_seconds=START_SECONDS)
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """End the server cleanly."""
        self.process.stop()

    def kill(self) -> None:
        """End the server as a power cut would."""
        self.process.kill()

    def _command(self) -> list[str | Path]:
        return [
            mongod_program(),
            *("--dbpath", self.folder, "--port", str(self.port), "--bind_ip", LOOPBACK),
            *("--replSet", REPLICA_SET, "--oplogSize", "512", "--nounixsocket"),
            # A lone member has nobody to hand its clients over to: 15 s of waiting by default.
            *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=100"),
            # What a killed process was writing stays locked so long; ours take milliseconds.
            *("--setParameter", "transactionLifetimeLimitSeconds=3"),
            # Nobody reads the past, for whose sake what was dropped would stay open: 5 min by default.
            *("--setParameter", "minSnapshotHistoryWindowInSeconds=0"),
        ]


def _allow_many_open_files() -> None:
    """Take as many as may be, also for what is started: mongod keeps one per index, and dies of a lack."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def mongod_program() -> Path:
    """Return the mongod that comes in a Python wheel, made executable.

    Raises:
        LocalFailure: the wheel is not installed, or its file cannot be made executable.
    """
    # Asked for by its folder: importing the package would start a mongod of its own.
    package = find_spec("fiftyone")
    places = (package.submodule_search_locations if package else None) or []
    program = next((found for place in places if (found := Path(place, "db/bin/mongod")).is_file()), None)
    if program is None:
        raise LocalFailure(
            "Aucun mongod\u00a0: le groupe «\u00a0mongod\u00a0» n’est pas installé. "
            "Donnez l’adresse d’un serveur dans ESSAIM_MONGODB_URL."
        )
    if not os.access(program, os.X_OK):
        try:
            program.chmod(0o755)
        except PermissionError as refused:
            raise LocalFailure(f"Droit manquant pour rendre exécutable {program}.") from refused
    return program


def accepts_writes(host: str, port: int, *, member: str) -> bool:
    """Tell whether the server is a primary, making it one, known as `member`, when it is new."""
    client: MongoClient[dict[str, object]] = MongoClient(
        host, port, directConnection=True, serverSelectionTimeoutMS=500
    )
    try:
        client.admin.command("replSetGetStatus")
        return bool(client.admin.command("hello")["isWritablePrimary"])
    except ConnectionFailure:
        return False
    except OperationFailure as refusal:
        if refusal.code == NOT_YET_INITIALIZED:
            members = [{"_id": 0, "host": member}]
            client.admin.command("replSetInitiate", {"_id": REPLICA_SET, "members": members})
        return False
    finally:
        client.close()
