"""Owns a private RabbitMQ node on Debian's package. Does not know the topology that lives in it."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, Self

import httpx

from deploy.local.failures import LocalFailure
from deploy.local.plain_http import PLAIN
from deploy.local.ports import LOOPBACK, free_port, require_free
from deploy.local.processes import ChildProcess

SCRIPTS = "/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server"
START_SECONDS = 90.0
EPMD_SECONDS = 10.0
STOP_SECONDS = 30.0


class RabbitmqPorts(NamedTuple):
    """The four ports of a node."""

    amqp: int
    management: int
    distribution: int
    epmd: int

    @classmethod
    def free(cls) -> Self:
        """Return four ports that nobody listened on an instant ago."""
        return cls(free_port(), free_port(), free_port(), free_port())


class RabbitmqServer:
    """A node on the loopback interface whose data stay in `folder` from one start to the next.

    It keeps its ports for life, so that clients find it again after a stop or a kill. It has a port mapper
    (epmd) of its own: the one that Erlang starts by itself is shared by the machine and outlives the node.
    """

    name = "RabbitMQ"

    def __init__(self, folder: Path, *, log: Path, ports: RabbitmqPorts | None = None) -> None:
        self.folder = folder
        self.ports = ports or RabbitmqPorts.free()
        environment = os.environ | _environment(folder, self.ports)
        self.epmd = ChildProcess(
            "Le répertoire de ports d’Erlang (epmd)",
            ["epmd", "-port", str(self.ports.epmd), "-address", LOOPBACK],
            log=log,
            environment=environment,
        )
        self.process = ChildProcess(self.name, [server_script()], log=log, environment=environment)

    @property
    def url(self) -> str:
        """Where AMQP clients connect, on the default virtual host."""
        return f"amqp://guest:guest@{LOOPBACK}:{self.ports.amqp}/"

    @property
    def management_url(self) -> str:
        """Where the management API answers."""
        return f"http://guest:guest@{LOOPBACK}:{self.ports.management}"

    @property
    def processes(self) -> Sequence[ChildProcess]:
        """What has to be ended for the node to be gone."""
        return (self.process, self.epmd)

    def launch(self) -> None:
        """Start the node and return at once.

        Raises:
            LocalFailure: the port mapper does not start.
        """
        self._write_configuration()
        self.epmd.start()
        self.epmd.wait_until(lambda: _listens(self.ports.epmd), within_seconds=EPMD_SECONDS)
        self.process.start()

    def is_ready(self) -> bool:
        """Whether it accepts AMQP connections."""
        return accepts_connections(self.management_url, self.ports.amqp)

    def start(self) -> None:
        """Start the node and return once it accepts AMQP connections.

        Raises:
            LocalFailure: a port is taken, or the node dies or does not answer in time.
        """
        require_free(*self.ports, wanted_by=self.name)
        try:
            self.launch()
            self.process.wait_until(self.is_ready, within_seconds=START_SECONDS)
        except BaseException:
            self.kill()
            raise

    def stop(self) -> None:
        """End the node cleanly."""
        self.process.stop(grace_seconds=STOP_SECONDS)
        self.epmd.stop()

    def kill(self) -> None:
        """End the node as a power cut would."""
        self.process.kill()
        self.epmd.kill()

    def _write_configuration(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "enabled_plugins").write_text("[rabbitmq_management].\n")
        (self.folder / "rabbitmq.conf").write_text(
            f"listeners.tcp.default = {LOOPBACK}:{self.ports.amqp}\n"
            f"management.tcp.ip = {LOOPBACK}\n"
            f"management.tcp.port = {self.ports.management}\n"
            "log.console = true\n"
            "log.console.use_colors = off\n"
            "log.file = false\n"
        )


def server_script() -> Path:
    """Return Debian's start script, the one that runs as the caller.

    Raises:
        LocalFailure: the package is not installed.
    """
    script = next(iter(sorted(Path("/").glob(SCRIPTS.lstrip("/")))), None)
    if script is None:
        raise LocalFailure("RabbitMQ n’est pas installé (paquet Debian rabbitmq-server).")
    return script


def accepts_connections(management_url: str, amqp_port: int) -> bool:
    """Tell whether the node, asked through its management API, listens for AMQP clients."""
    try:
        check = f"{management_url}/api/health/checks/port-listener/{amqp_port}"
        answer = httpx.get(check, verify=PLAIN)
    except httpx.TransportError:
        return False
    return answer.is_success


def _listens(port: int) -> bool:
    try:
        require_free(port, wanted_by="epmd")
    except LocalFailure:
        return True
    return False


def _environment(folder: Path, ports: RabbitmqPorts) -> Mapping[str, str]:
    return {
        "HOME": str(folder),  # where Erlang keeps the secret that nodes share
        "ERL_EPMD_PORT": str(ports.epmd),
        "RABBITMQ_NODENAME": "essaim@localhost",
        "RABBITMQ_DIST_PORT": str(ports.distribution),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "ERL_CRASH_DUMP": str(folder / "erl_crash.dump"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(folder / "advanced.config"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "rabbitmq-env.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        # The script then becomes the node instead of watching over it: our pid is the node's own.
        "RUNNING_UNDER_SYSTEMD": "true",
    }
