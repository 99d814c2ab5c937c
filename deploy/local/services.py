"""Owns what each of our programs is told: settings, as variables of its environment. Starts none of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import urlsplit

from deploy.local.ports import LOOPBACK
from deploy.local.programs import Job, Program
from deploy.local.settings import LocalSettings

SERVICES = ("directory", "registration", "conventions", "notifications")
LINK_KEY_HOLDERS = ("directory", "registration", "notifications", "conventions")
"""Who signs or verifies the links in mails."""
MAIL_SENDERS = ("directory", "notifications")
SENDER = "Club des Territoires <club@example.org>"


class ServerUrls(NamedTuple):
    """Where the two servers that the services stand on answer."""

    mongodb: str
    rabbitmq: str


def api(service: str, settings: LocalSettings, urls: ServerUrls) -> Program:
    """Describe the API of a service."""
    port = settings.port_of(service)
    return Program(
        name=f"{service}-api",
        command=(f"services.{service}.main", "api"),
        log=settings.logs / f"{service}-api.log",
        environment=_environment(service, settings, MONGODB_URL=urls.mongodb),
        ports=(port,),
        ready_url=f"http://{LOOPBACK}:{port}/health/ready",
    )


def worker(service: str, settings: LocalSettings, urls: ServerUrls) -> Program:
    """Describe the worker of a service."""
    return Program(
        name=f"{service}-worker",
        command=(f"services.{service}.main", "worker"),
        log=settings.logs / f"{service}-worker.log",
        environment=_environment(service, settings, MONGODB_URL=urls.mongodb, RABBITMQ_URL=urls.rabbitmq),
    )


def both(service: str, settings: LocalSettings, urls: ServerUrls) -> Program:
    """Describe the one process that is a service on one machine: its API and its worker."""
    return replace(
        api(service, settings, urls),
        name=service,
        command=(f"services.{service}.main", "both"),
        log=settings.logs / f"{service}.log",
        environment=worker(service, settings, urls).environment,
    )


def queues(settings: LocalSettings, urls: ServerUrls) -> Job:
    """Describe the job that makes the queues of all services, before any of them tells a fact."""
    return Job(
        Program(
            name="queues",
            command=("deploy.rabbitmq.queues", urls.rabbitmq),
            log=settings.logs / "queues.log",
            environment={},
        )
    )


def broker_definitions(settings: LocalSettings, management_url: str) -> Job:
    """Describe the job that gives a private broker its policies."""
    management = urlsplit(management_url)
    told = {
        "HOST": str(management.hostname),
        "MANAGEMENT_PORT": str(management.port),
        "USER": str(management.username),
        "PASSWORD": str(management.password),
    }
    return Job(
        Program(
            name="broker-definitions",
            command=("deploy.rabbitmq.definitions",),
            log=settings.logs / "broker-definitions.log",
            environment={f"RABBITMQ_{name}": value for name, value in told.items()},
        )
    )


def mail_catcher(settings: LocalSettings) -> Program:
    """Describe the program that takes every mail and shows it on a page."""
    return Program(
        name="mail-catcher",
        command=(
            "deploy.local.mailcatcher",
            *("--smtp-port", str(settings.smtp_port)),
            *("--port", str(settings.mail_port)),
            *("--folder", str(settings.state / "mails")),
        ),
        log=settings.logs / "mail-catcher.log",
        environment={},
        ports=(settings.smtp_port, settings.mail_port),
        ready_url=f"http://{LOOPBACK}:{settings.mail_port}/",
    )


def _environment(service: str, settings: LocalSettings, **server_urls: str) -> Mapping[str, str]:
    told = {"HOST": LOOPBACK, "PORT": str(settings.port_of(service)), **server_urls}
    if service == "directory":
        told |= {
            "SIGNING_KEY_FILE": str(settings.signing_key),
            "ACCESS_KEY_FILE": str(settings.access_key),
            "PUBLIC_URL": f"http://{LOOPBACK}:{settings.directory_port}",
        }
    if service == "notifications":
        told["DIRECTORY_URL"] = f"http://{LOOPBACK}:{settings.directory_port}"
        told["REGISTRATION_URL"] = f"http://{LOOPBACK}:{settings.registration_port}"
        told["CONVENTIONS_URL"] = f"http://{LOOPBACK}:{settings.conventions_port}"
        told["PARTNER_KEY_FILE"] = str(settings.partner_key)
        told["PRIVATE_WEBHOOKS"] = "true"
    if service in MAIL_SENDERS:
        told |= {"SMTP_HOST": LOOPBACK, "SMTP_PORT": str(settings.smtp_port), "SMTP_FROM": SENDER}
    if service == "conventions":
        told |= {
            "SEAL_FILE": str(settings.seal),
            "PUBLIC_URL": f"http://{LOOPBACK}:{settings.conventions_port}",
        }
    if service in LINK_KEY_HOLDERS:
        told["LINK_KEY_FILE"] = str(settings.link_key)
    return {f"{service.upper()}_{name}": value for name, value in told.items()}
