"""Owns what can be changed about the local system: its ports, its folder, servers that exist already."""

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).resolve().parents[2]
Port = Annotated[int, Field(ge=1, le=65_535)]


class LocalSettings(BaseSettings):
    """Each one is read from the environment under `ESSAIM_` and its name."""

    model_config = SettingsConfigDict(env_prefix="ESSAIM_", env_ignore_empty=True)

    state: Path = Field(default=ROOT / ".essaim", description="Folder of data, logs and the local keys.")
    mongodb_url: str | None = Field(
        default=None, description="A replica set to use instead of a private one."
    )
    rabbitmq_url: str | None = Field(default=None, description="A broker to use instead of a private one.")
    rabbitmq_management_url: str | None = Field(
        default=None, description="Where the management API of a given broker answers."
    )

    mongodb_port: Port = Field(default=27117, description="Private MongoDB.")
    rabbitmq_port: Port = Field(default=5772, description="Private RabbitMQ, AMQP.")
    rabbitmq_management_port: Port = Field(default=15772, description="Private RabbitMQ, management page.")
    rabbitmq_distribution_port: Port = Field(default=25772, description="Private RabbitMQ, Erlang.")
    rabbitmq_epmd_port: Port = Field(default=4469, description="Private RabbitMQ, Erlang's port mapper.")

    directory_port: Port = Field(default=8001, description="API of the directory.")
    registration_port: Port = Field(default=8002, description="API of the registrations.")
    conventions_port: Port = Field(default=8003, description="API of the conventions.")
    notifications_port: Port = Field(default=8004, description="API of the notifications.")
    smtp_port: Port = Field(default=1025, description="Mail catcher, SMTP.")
    mail_port: Port = Field(default=8025, description="Mail catcher, page.")

    def port_of(self, service: str) -> int:
        """The port of a service's API."""
        return int(getattr(self, f"{service}_port"))

    @property
    def logs(self) -> Path:
        """The folder of one log per process."""
        return self.state / "logs"

    @property
    def signing_key(self) -> Path:
        """The file of the key that signs local tokens."""
        return self.state / "keys" / "local.pem"

    @property
    def link_key(self) -> Path:
        """The file of the key that signs the links in local mails."""
        return self.state / "keys" / "links.key"

    @property
    def access_key(self) -> Path:
        """The file of the secret that local sessions and second factors rest on."""
        return self.state / "keys" / "access.key"

    @property
    def partner_key(self) -> Path:
        """The file of the secret that the keys and webhook secrets of local partners are derived from."""
        return self.state / "keys" / "partners.key"

    @property
    def seal(self) -> Path:
        """The file of the key and certificate that seal local conventions."""
        return self.state / "keys" / "seal.pem"


def variable(name: str) -> str:
    """The variable of the environment that a setting is read from."""
    return f"{LocalSettings.model_config.get('env_prefix', '')}{name}".upper()
