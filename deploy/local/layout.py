"""Owns which parts make the local system, in which order they start, and where they answer. Starts none."""

from collections.abc import Sequence

from deploy.local import services
from deploy.local.mongodb import MongodbServer
from deploy.local.ports import LOOPBACK
from deploy.local.rabbitmq import RabbitmqPorts, RabbitmqServer
from deploy.local.settings import LocalSettings
from deploy.local.system import Part


class Layout:
    """The four services and the mail catcher, and the servers that they need and that were not given.

    A service is one process, or two where they are to be `apart`: its API and its worker.
    """

    def __init__(self, settings: LocalSettings, *, apart: bool = False) -> None:
        self._settings = settings
        self._apart = apart
        self._mongodb = None if settings.mongodb_url else _private_mongodb(settings)
        self._rabbitmq = None if settings.rabbitmq_url else _private_rabbitmq(settings)

    @property
    def stages(self) -> Sequence[Sequence[Part]]:
        """The parts: those of a stage start together, once those of the former are ready."""
        urls = self._server_urls()
        mongodb: list[Part] = [self._mongodb] if self._mongodb else []
        rabbitmq: list[Part] = []
        if self._rabbitmq:
            definitions = services.broker_definitions(self._settings, self._rabbitmq.management_url)
            rabbitmq = [self._rabbitmq, definitions]
        queues = services.queues(self._settings, urls)
        before = [*rabbitmq, queues, services.mail_catcher(self._settings)]
        if not self._apart:
            whole = [services.both(service, self._settings, urls) for service in services.SERVICES]
            return [mongodb, before, whole]
        apis = [services.api(service, self._settings, urls) for service in services.SERVICES]
        workers = [services.worker(service, self._settings, urls) for service in services.SERVICES]
        # An API needs no broker: it starts while RabbitMQ does.
        return [mongodb, [*before, *apis], workers]

    @property
    def addresses(self) -> dict[str, str]:
        """Where a person or a client finds each part that answers."""
        ports = {service: self._settings.port_of(service) for service in services.SERVICES}
        ports["mail"] = self._settings.mail_port
        found = {name: f"http://{LOOPBACK}:{port}" for name, port in ports.items()}
        found |= self._server_urls()._asdict()
        if self._rabbitmq:
            found["rabbitmq_management"] = self._rabbitmq.management_url
        elif self._settings.rabbitmq_management_url:
            found["rabbitmq_management"] = self._settings.rabbitmq_management_url
        return found

    def _server_urls(self) -> services.ServerUrls:
        return services.ServerUrls(
            mongodb=self._mongodb.url if self._mongodb else str(self._settings.mongodb_url),
            rabbitmq=self._rabbitmq.url if self._rabbitmq else str(self._settings.rabbitmq_url),
        )


def _private_mongodb(settings: LocalSettings) -> MongodbServer:
    return MongodbServer(
        settings.state / "mongodb", log=settings.logs / "mongodb.log", port=settings.mongodb_port
    )


def _private_rabbitmq(settings: LocalSettings) -> RabbitmqServer:
    ports = RabbitmqPorts(
        amqp=settings.rabbitmq_port,
        management=settings.rabbitmq_management_port,
        distribution=settings.rabbitmq_distribution_port,
        epmd=settings.rabbitmq_epmd_port,
    )
    return RabbitmqServer(settings.state / "rabbitmq", log=settings.logs / "rabbitmq.log", ports=ports)
