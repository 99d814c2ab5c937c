"""Owns the job that gives a broker its definitions: `python -m deploy.rabbitmq.definitions`.

They are the policies of definitions.json: what may be tuned while the broker runs. Another run changes
nothing.

The broker is told over its management API, not by `load_definitions`: with that, it would make neither user
nor virtual host of its own, and credentials would have to stand in the file.
"""

import time
from base64 import b64encode
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.telemetry import configure_logging, get_logger

DEFINITIONS = Path(__file__).with_name("definitions.json")
PAUSE_SECONDS = 1.0
TIMEOUT_SECONDS = 60.0
"""A broker that is starting may take its time; to ask anew meanwhile would only add to its work."""


class Settings(BaseSettings):
    """Environment variables `RABBITMQ_…`."""

    model_config = SettingsConfigDict(env_prefix="RABBITMQ_")

    host: str = Field(description="Where the broker answers.")
    management_port: int = Field(default=15672, description="Port of its management API.")
    user: str = Field(description="An administrator of the broker.")
    password: str = Field(description="The administrator's password.")


class Refused(Exception):
    """The broker answers, and does not take the definitions."""


def give(settings: Settings, definitions: bytes) -> None:
    """Return once the broker has them.

    Raises:
        Refused: wrong credentials, or something in the definitions.
        OSError, HTTPException: the broker does not answer yet.
    """
    credentials = b64encode(f"{settings.user}:{settings.password}".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"}
    connection = HTTPConnection(settings.host, settings.management_port, timeout=TIMEOUT_SECONDS)
    try:
        connection.request("POST", "/api/definitions", definitions, headers)
        answer = connection.getresponse()
        if answer.status >= HTTPStatus.BAD_REQUEST:
            raise Refused(f"{answer.status}: {answer.read().decode(errors='replace')}")
    finally:
        connection.close()


def main() -> None:
    """End once the broker has its definitions, however late it starts; end badly where it refuses them."""
    configure_logging("broker-definitions", "INFO")
    settings, definitions = Settings(), DEFINITIONS.read_bytes()
    while True:
        try:
            give(settings, definitions)
        except (OSError, HTTPException) as error:
            get_logger().info("waiting for the broker", error=repr(error))
            time.sleep(PAUSE_SECONDS)
        else:
            get_logger().info("definitions are in place")
            return


if __name__ == "__main__":
    main()
