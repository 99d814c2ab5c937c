"""Owns what this service is told from outside. Read by `main.py` alone."""

from typing import Annotated

from pydantic import Field, FilePath
from pydantic_settings import SettingsConfigDict

from services.notifications.domain.reminders import USUAL_DAYS_BEFORE
from shared.settings import ServiceSettings


class Settings(ServiceSettings):
    """Environment variables `NOTIFICATIONS_…`."""

    model_config = SettingsConfigDict(env_prefix="NOTIFICATIONS_")

    database: str = "notifications"
    port: int = 8004
    smtp_host: str = Field(default="127.0.0.1", description="Mail server; only the worker needs it.")
    smtp_port: int = Field(default=1025, ge=1, le=65535, description="Port of the mail server.")
    smtp_from: str = Field(
        default="Club des Territoires <club@example.org>",
        description="Whom mails come from, as a mail header writes it.",
    )
    link_key_file: FilePath = Field(
        description="Key of the links in mails, shared with the services that own what they open."
    )
    partner_key_file: FilePath = Field(
        description="Secret of this service alone, from which partners’ keys and webhook secrets are derived."
    )
    private_webhooks: bool = Field(
        default=False,
        description="Whether webhooks may go to private addresses without TLS: only where all is local.",
    )
    directory_url: str = Field(
        default="http://127.0.0.1:8001", description="Where people reach the pages of directory."
    )
    reminder_days: tuple[Annotated[int, Field(ge=1)], ...] = Field(
        default=USUAL_DAYS_BEFORE, description="Days before a gathering on which people are reminded of it."
    )
    reminders_every_seconds: float = Field(
        default=30, gt=0, description="How often it is looked whether somebody is to be reminded."
    )
    registration_url: str = Field(
        default="http://127.0.0.1:8002", description="Where people reach the pages of registration."
    )
    conventions_url: str = Field(
        default="http://127.0.0.1:8003", description="Where people reach the pages of conventions."
    )
