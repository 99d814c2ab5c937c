"""Owns the settings that every service has. Read once, by each service's `main.py` alone."""

from pydantic import Field
from pydantic_settings import BaseSettings


class ServiceSettings(BaseSettings):
    """A subclass sets `env_prefix` (`REGISTRATION_`), and the defaults of `database` and `port`."""

    mongodb_url: str = Field(description="Replica set to keep the service's own data in.")
    rabbitmq_url: str = Field(default="", description="Broker; only the worker needs it.")
    database: str = Field(description="Name of the service's own database.")
    host: str = Field(default="127.0.0.1", description="Address that the API listens on.")
    port: int = Field(description="Port that the API listens on.")
    log_level: str = Field(default="INFO", description="DEBUG, INFO, WARNING or ERROR.")
